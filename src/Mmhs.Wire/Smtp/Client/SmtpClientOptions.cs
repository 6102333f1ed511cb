using System.Net;
using System.Net.Security;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Smtp;

/// <summary>Whether a connection is protected (RFC 3207 §4, §6).</summary>
public enum SmtpTlsPolicy
{
    /// <summary>Never, even when offered.</summary>
    None,

    /// <summary>When offered, with whatever certificate: better than nothing, and no proof of who is there.</summary>
    May,

    /// <summary>Or not at all, and the certificate must be the host's by a trusted root.</summary>
    Must,
}

/// <summary>How to reach one server, and how long to wait for it.</summary>
/// <remarks>The timeouts are the minima of RFC 5321 §4.5.3.2; a shorter one is for tests.</remarks>
public sealed class SmtpClientOptions
{
    /// <summary>The host by name or address; the name its certificate must carry.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Where to connect when that is already known; null: <see cref="Host"/> is looked up.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Our name in EHLO or LHLO.</summary>
    public required string HelloName { get; init; }

    /// <summary>Speak LMTP (RFC 2033): LHLO, and one reply for each recipient.</summary>
    public bool Lmtp { get; init; }

    public SmtpTlsPolicy Tls { get; init; } = SmtpTlsPolicy.May;

    /// <summary>TLS from the first octet, as on port 465 (RFC 8314 §3.3); <see cref="Tls"/> then only says how certificates are judged.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The only roots trusted, those of <see cref="TrustPurpose.Peer"/>; null: those of the system.</summary>
    public TrustRoots? TrustedRoots { get; init; }

    /// <summary>Judges the certificate instead of the rule of <see cref="Tls"/>.</summary>
    public RemoteCertificateValidationCallback? ValidateCertificate { get; init; }

    /// <summary>How to log in, under TLS and in this way only; null: not at all.</summary>
    public SmtpLogin? Login { get; init; }

    /// <summary>Where connections to doors of this very process are announced, so that they have room for us; null: it is no such door.</summary>
    public OwnConnections? Own { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>RFC 5321 §4.5.3.2.1.</summary>
    public TimeSpan GreetingTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>EHLO, MAIL, RCPT and the rest (RFC 5321 §4.5.3.2.2, §4.5.3.2.3).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From DATA to 354 (RFC 5321 §4.5.3.2.4).</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For one block of content to be taken (RFC 5321 §4.5.3.2.5).</summary>
    public TimeSpan BlockTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>From the final dot to its reply (RFC 5321 §4.5.3.2.6).</summary>
    public TimeSpan FinalReplyTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
