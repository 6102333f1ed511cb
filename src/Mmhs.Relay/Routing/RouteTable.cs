using System.Collections.Frozen;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Routing;

/// <summary>From a domain to the next host: local domains to the delivery door, the others to the peer configured for them.</summary>
internal sealed class RouteTable
{
    private readonly IRelayDirectory _directory;
    private readonly FrozenSet<string> _local;
    private readonly FrozenDictionary<string, NextHop> _peers;
    private readonly NextHop _delivery;

    public RouteTable(RelayOptions options, IRelayDirectory directory)
    {
        _directory = directory;
        _local = options.LocalDomains.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _peers = options.Peers.ToFrozenDictionary(
            peer => peer.Key,
            peer => new NextHop(Client(options, peer.Value), IsLocal: false),
            StringComparer.OrdinalIgnoreCase
        );
        var door = HostPort.Parse(options.Delivery);
        _delivery = new(
            new()
            {
                Host = door.Host,
                Port = door.Port,
                HelloName = options.HostName,
                Lmtp = true,
                Tls = SmtpTlsPolicy.None,
                Own = options.Own,
            },
            IsLocal: true
        );
    }

    public async ValueTask<bool> IsLocalAsync(string domain, CancellationToken cancellationToken) =>
        _local.Contains(domain)
        || await _directory.FindDomainAsync(domain, cancellationToken).ConfigureAwait(false) is { IsLocal: true };

    /// <summary>Null: there is no way there.</summary>
    /// <param name="domain">In lower case; an address literal has no way but by the route for all.</param>
    public async ValueTask<NextHop?> FindAsync(string domain, CancellationToken cancellationToken)
    {
        if (await IsLocalAsync(domain, cancellationToken).ConfigureAwait(false))
            return _delivery;
        return _peers.TryGetValue(domain, out var peer) || _peers.TryGetValue("*", out peer) ? peer : null;
    }

    private static SmtpClientOptions Client(RelayOptions options, PeerOptions peer) =>
        new()
        {
            Host = peer.Host,
            Port = peer.Port,
            HelloName = options.HostName,
            Tls = peer.Tls,
            TrustedRoots = peer.TrustedRoots,
            Login = Login(peer),
        };

    private static SmtpLogin? Login(PeerOptions peer) =>
        peer.User is not null ? new SmtpLogin.Password(new(peer.User, File.ReadAllText(peer.PasswordFile!).Trim()))
        : peer.CertificateFile is not null ? SmtpLogin.Certificate.FromFiles(peer.CertificateFile, peer.KeyFile!)
        : peer.Kerberos ? new SmtpLogin.Kerberos()
        : null;
}
