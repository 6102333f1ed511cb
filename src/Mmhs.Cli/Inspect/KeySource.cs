using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Mmhs.Cli.CommandLine;
using Mmhs.Wire.Dkim;

namespace Mmhs.Cli.Inspect;

/// <summary>Where <c>--dns</c> says that keys are: a name server, or a file that stands for one.</summary>
internal static class KeySource
{
    private const long MaxOctets = 16L << 20;

    /// <param name="named">A JSON file of names and TXT records, or address:port.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static IDkimKeys Open(string named)
    {
        if (File.Exists(named))
            return new KeptKeys(Read(named));
        return IPEndPoint.TryParse(named, out var server)
            ? new DnsKeys([server])
            : throw new UsageException($"{named} is neither a file nor the address:port of a name server.");
    }

    // { "s1._domainkey.example.org": "v=DKIM1; ...", "other...": ["...", "..."] }; a name that is not there, or is "NXDOMAIN", does not exist,
    // and one whose record is a word between two tildes stands for a server that does not answer.
    private static FrozenDictionary<string, string[]> Read(string file)
    {
        if (new FileInfo(file).Length > MaxOctets)
            throw new UsageException($"{file} is larger than {MaxOctets} octets.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json
                .RootElement.EnumerateObject()
                .GroupBy(record => record.Name.TrimEnd('.'), StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(
                    group => group.Key,
                    group => group.SelectMany(record => Texts(record.Value)).ToArray(),
                    StringComparer.OrdinalIgnoreCase
                );
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} is no file of key records: {unreadable.Message}", unreadable);
        }
    }

    private static IEnumerable<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(one => one.GetString() ?? "")
            : [value.GetString() ?? ""];

    private sealed class KeptKeys(FrozenDictionary<string, string[]> records) : IDkimKeys
    {
        public ValueTask<DkimKeyAnswer> FindAsync(string name, CancellationToken cancellationToken) =>
            new(
                !records.TryGetValue(name, out var texts) || texts is ["NXDOMAIN"] ? new DkimKeyAnswer([])
                : texts is [['~', '~', .., '~', '~']] ? new DkimKeyAnswer([], IsAvailable: false)
                : new DkimKeyAnswer(texts)
            );
    }
}
