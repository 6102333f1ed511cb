using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Smtp;

/// <summary>How the session is protected, for the Received field and the audit trail (RFC 8314 §4.3, §7.4).</summary>
/// <param name="Protocol">TLS 1.2 or 1.3.</param>
/// <param name="CipherSuite">Its registered name.</param>
/// <param name="ClientCertificate">What the peer presented; null when it presented none.</param>
public sealed record SmtpTls(SslProtocols Protocol, TlsCipherSuite CipherSuite, X509Certificate2? ClientCertificate);

/// <summary>Who is at the other end, as far as it is known now; a new value each time something is learnt.</summary>
public sealed record SmtpPeer
{
    /// <summary>Unique in this process; ties log lines and audit entries of one session together.</summary>
    public required string SessionId { get; init; }

    public required SmtpDoor Door { get; init; }

    /// <summary>Null on transports without addresses.</summary>
    public IPEndPoint? Remote { get; init; }

    /// <summary>The name the peer gave itself; null before EHLO. Nobody has verified it.</summary>
    public string? Hello { get; init; }

    /// <summary>True when the peer said EHLO or LHLO, false for HELO or nothing.</summary>
    public bool Extended { get; init; }

    /// <summary>Null in the clear.</summary>
    public SmtpTls? Tls { get; init; }

    /// <summary>Null until AUTH succeeded.</summary>
    public SmtpAuthentication? Authentication { get; init; }

    /// <summary>The login; null until AUTH succeeded.</summary>
    public string? AuthenticatedAs => Authentication?.Login;

    /// <summary>The keyword for <c>with</c> in the Received field (RFC 3848 §2).</summary>
    public string ReceivedWith =>
        (
            Door == SmtpDoor.Delivery ? "LMTP"
            : Extended ? "ESMTP"
            : "SMTP"
        )
        + (Extended && Tls is not null ? "S" : "")
        + (Extended && AuthenticatedAs is not null ? "A" : "");
}
