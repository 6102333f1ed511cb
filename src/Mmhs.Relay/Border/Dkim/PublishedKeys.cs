using System.Collections.Frozen;
using System.Net;
using Mmhs.Wire.Dkim;

namespace Mmhs.Relay.Border;

/// <summary>Keys from the file, and from the name servers where the file has none.</summary>
internal sealed class PublishedKeys : IDkimKeys
{
    private const int MostOctets = 4 << 20;

    private readonly FrozenDictionary<string, string[]> _kept;
    private readonly DnsKeys? _servers;

    /// <exception cref="InvalidDataException">The file holds a line that is no key, or too much.</exception>
    public PublishedKeys(DkimOptions options)
    {
        _kept = options.KeysFile is { } file ? Read(file) : FrozenDictionary<string, string[]>.Empty;
        if (options.NameServers.Count == 0)
            return;
        _servers = new(options.NameServers.Select(IPEndPoint.Parse));
    }

    public ValueTask<DkimKeyAnswer> FindAsync(string name, CancellationToken cancellationToken) =>
        _kept.TryGetValue(name, out var known) ? new(new DkimKeyAnswer(known))
        : _servers is null ? new(new DkimKeyAnswer([]))
        : _servers.FindAsync(name, cancellationToken);

    /// <summary>Address or address:port.</summary>
    public static bool IsServer(string text) => IPEndPoint.TryParse(text, out _);

    private static FrozenDictionary<string, string[]> Read(string file)
    {
        if (new FileInfo(file).Length > MostOctets)
            throw new InvalidDataException($"{file} is larger than {MostOctets} octets.");
        return File.ReadLines(file)
            .Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
            .Select(line =>
                line.Text.Split('\t', 2) is [{ Length: > 0 } name, { Length: > 0 } record]
                    ? (Name: name.Trim().TrimEnd('.').ToLowerInvariant(), Record: record.Trim())
                    : throw new InvalidDataException($"{file}, line {line.Number}: a name, a tab and a key record are wanted.")
            )
            .GroupBy(key => key.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Select(key => key.Record).ToArray(), StringComparer.Ordinal);
    }
}
