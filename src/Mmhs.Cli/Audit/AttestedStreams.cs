using System.Text.Json;
using Mmhs.Cli.CommandLine;
using Mmhs.Messages.Audit;

namespace Mmhs.Cli.Audit;

/// <summary>What the signing service attested, from its folder of checkpoints; it is read here a second time, as all that verifies.</summary>
internal static class AttestedStreams
{
    private const int MostOctets = 1 << 16;

    /// <param name="folder">The folder <c>checkpoints</c> of the signing service, or a copy of it kept elsewhere.</param>
    /// <exception cref="UsageException">There is no such folder, or a file in it is not a stream's: who cannot read it cannot say that nothing is missing.</exception>
    public static IReadOnlyList<AttestedStream> FromFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"There is no folder {folder}.");
        var files = Directory.GetFiles(folder, "*.json");
        return files.Length == 0
            ? throw new UsageException($"{folder} holds no state of a stream.")
            : [.. files.Order(StringComparer.Ordinal).Select(FromFile)];
    }

    private static AttestedStream FromFile(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostOctets)
                throw new UsageException($"{file} is no state of a stream: it is too long.");
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var (root, last) = (json.RootElement, json.RootElement.GetProperty("last"));
            return new(
                root.GetProperty("stream").GetString() ?? "",
                last.GetProperty("size").GetInt64(),
                last.GetProperty("chain").GetBytesFromBase64(),
                last.GetProperty("digest").GetBytesFromBase64(),
                root.GetProperty("base").GetProperty("digest").GetBytesFromBase64()
            );
        }
        catch (Exception unreadable)
            when (unreadable
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            throw new UsageException($"{file} is no state of a stream: {unreadable.Message}", unreadable);
        }
    }
}
