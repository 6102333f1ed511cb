using System.Collections.Frozen;
using System.Net;
using DnsClient;
using DnsClient.Protocol;
using Mmhs.Wire.Dkim;

namespace Mmhs.Relay.Border;

/// <summary>Keys from the file, and from the name servers where the file has none.</summary>
internal sealed class PublishedKeys : IDkimKeys
{
    private const int MostOctets = 4 << 20;
    private const int NameServerPort = 53;

    private readonly FrozenDictionary<string, string[]> _kept;
    private readonly LookupClient? _servers;

    /// <exception cref="InvalidDataException">The file holds a line that is no key, or too much.</exception>
    public PublishedKeys(DkimOptions options)
    {
        _kept = options.KeysFile is { } file ? Read(file) : FrozenDictionary<string, string[]>.Empty;
        if (options.NameServers.Count == 0) return;
        _servers = new(new LookupClientOptions([.. options.NameServers.Select(EndPoint)])
        {
            Timeout = TimeSpan.FromSeconds(2),
            Retries = 1,
            UseCache = true,
            MaximumCacheTimeout = TimeSpan.FromHours(1),
            ContinueOnDnsError = true,
            ThrowDnsErrors = false,
        });
    }

    public async ValueTask<DkimKeyAnswer> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(name, out var known)) return new(known);
        if (_servers is null) return new([]);
        try
        {
            var answer = await _servers.QueryAsync(name, QueryType.TXT, QueryClass.IN, cancellationToken).ConfigureAwait(false);
            if (answer.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain) return new([]);
            if (answer.HasError) return new([], IsAvailable: false);
            return new([.. answer.Answers.OfType<TxtRecord>().Select(record => string.Concat(record.Text))]); // RFC 6376 §3.6.2.2: strings are put together without blanks
        }
        catch (Exception unreachable) when (unreachable is DnsResponseException or DnsXidMismatchException or System.Net.Sockets.SocketException or IOException
            || (unreachable is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new([], IsAvailable: false);
        }
    }

    /// <summary>Address or address:port.</summary>
    public static bool IsServer(string text) => IPEndPoint.TryParse(text, out _);

    private static NameServer EndPoint(string text)
    {
        var point = IPEndPoint.Parse(text);
        return new(point.Address, point.Port == 0 ? NameServerPort : point.Port);
    }

    private static FrozenDictionary<string, string[]> Read(string file)
    {
        if (new FileInfo(file).Length > MostOctets) throw new InvalidDataException($"{file} is larger than {MostOctets} octets.");
        return File.ReadLines(file).Select((line, index) => (Text: line.Trim(), Number: index + 1)).Where(line => line.Text.Length > 0 && line.Text[0] != '#')
            .Select(line => line.Text.Split('\t', 2) is [{ Length: > 0 } name, { Length: > 0 } record] ? (Name: name.Trim().TrimEnd('.').ToLowerInvariant(), Record: record.Trim()) : throw new InvalidDataException($"{file}, line {line.Number}: a name, a tab and a key record are wanted."))
            .GroupBy(key => key.Name, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Select(key => key.Record).ToArray(), StringComparer.Ordinal);
    }
}
