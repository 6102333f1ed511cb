using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace Mmhs.Wire.Dkim;

/// <summary>Keys as name servers publish them (RFC 6376 §3.6.2). Their answers are believed, so they should be one's own.</summary>
public sealed class DnsKeys : IDkimKeys
{
    private const int NameServerPort = 53;

    private readonly LookupClient _servers;

    /// <param name="servers">Asked one after the other; port 0 stands for 53.</param>
    public DnsKeys(IEnumerable<IPEndPoint> servers) =>
        _servers = new(
            new LookupClientOptions([
                .. servers.Select(point => new NameServer(point.Address, point.Port == 0 ? NameServerPort : point.Port)),
            ])
            {
                Timeout = TimeSpan.FromSeconds(2),
                Retries = 1,
                UseCache = true,
                MaximumCacheTimeout = TimeSpan.FromHours(1),
                ContinueOnDnsError = true,
                ThrowDnsErrors = false,
            }
        );

    public async ValueTask<DkimKeyAnswer> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _servers.QueryAsync(name, QueryType.TXT, QueryClass.IN, cancellationToken).ConfigureAwait(false);
            if (answer.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain)
                return new([]);
            if (answer.HasError)
                return new([], IsAvailable: false);
            return new([.. answer.Answers.OfType<TxtRecord>().Select(record => string.Concat(record.Text))]); // §3.6.2.2: strings are put together without blanks
        }
        catch (Exception unreachable)
            when (unreachable is DnsResponseException or DnsXidMismatchException or SocketException or IOException
                || (unreachable is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return new([], IsAvailable: false);
        }
    }
}
