using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Smtp;

/// <summary>Which door a listener is.</summary>
public enum SmtpDoor
{
    /// <summary>Message submission (RFC 6409): TLS and AUTH are asked for unless the options say otherwise.</summary>
    Submission,

    /// <summary>Transfer between servers (RFC 5321).</summary>
    Transfer,

    /// <summary>Delivery by LMTP (RFC 2033): LHLO, and one reply for each recipient after the dot.</summary>
    Delivery,
}

/// <summary>How one listener behaves.</summary>
public sealed class SmtpServerOptions
{
    /// <summary>The name in the greeting and in the answer to EHLO.</summary>
    public required string HostName { get; init; }

    public required SmtpDoor Door { get; init; }

    /// <summary>With its private key. Null: STARTTLS is not offered.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Who may log in by password. Null: SCRAM is not offered.</summary>
    public IScramAccounts? Accounts { get; init; }

    /// <summary>Who may log in by certificate. Null: none is asked for in the handshake (RFC 8314 §4.4), and EXTERNAL is not offered.</summary>
    public ICertificateAccounts? CertificateAccounts { get; init; }

    /// <summary>Who may log in by Kerberos; only where <see cref="SmtpListener.AcceptsKerberos"/>. Null: GSSAPI is not offered.</summary>
    public IKerberosAccounts? KerberosAccounts { get; init; }

    /// <summary>Null: by the door, required on submission (RFC 8314 §3.3).</summary>
    public bool? RequireTls { get; init; }

    /// <summary>Null: by the door, required on submission (RFC 6409 §4.3).</summary>
    public bool? RequireAuthentication { get; init; }

    /// <summary>The fixed maximum said with SIZE (RFC 1870 §3), in octets of content; 50 MiB.</summary>
    public long MaxMessageSize { get; init; } = 50L << 20;

    /// <summary>
    /// How far beyond <see cref="MaxMessageSize"/> a message is still read and thrown away, so that its sender gets 552 in an orderly
    /// session; beyond that the answer comes at once and the connection is closed. 64 MiB.
    /// </summary>
    public long OversizeTolerance { get; init; } = 64L << 20;

    /// <summary>Not below 100 (RFC 5321 §4.5.3.1.8). 1000.</summary>
    public int MaxRecipients { get; init; } = 1000;

    /// <summary>Octets of a content line without CRLF; 998 (RFC 5322 §2.1.1). Null: lines may be of any length.</summary>
    public int? MaxContentLine { get; init; } = 998;

    /// <summary>Octets of a command line with CRLF. 4096 leaves room for every parameter of every extension at once.</summary>
    public int MaxCommandLine { get; init; } = 4096;

    /// <summary>Octets of a line of an AUTH exchange with CRLF; 12288 (RFC 4954 §4).</summary>
    public int MaxAuthenticationLine { get; init; } = 12288;

    /// <summary>Failed logins after which the connection is closed; not below 3.</summary>
    public int MaxAuthenticationFailures { get; init; } = 3;

    /// <summary>How long a peer may take for a line from its first wait to its end, stay silent within a message, or leave our replies unread. 5 minutes is the least (RFC 5321 §4.5.3.2.7).</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What one client may take of the door.</summary>
    public SmtpLimits Limits { get; init; } = new();

    /// <summary>Where this process announces connections to its own doors; null: it makes none.</summary>
    public OwnConnections? Own { get; init; }

    /// <summary>Addresses that may connect, besides this process; everybody else is told 554 at once (RFC 5321 §3.1). Null: anybody may.</summary>
    public IReadOnlyCollection<IPAddress>? Callers { get; init; }

    /// <summary>Told of everything refused that the reception does not learn of, or answers itself at MAIL and RCPT; quick, and never throws.</summary>
    public Action<SmtpRefusal>? Refused { get; init; }

    /// <summary>Message octets held in memory over all sessions of this listener. 512 MiB.</summary>
    public long MessageMemory { get; init; } = 512L << 20;

    /// <summary>
    /// The longest a message is held, said with FUTURERELEASE (RFC 4865 §3) on submission and nowhere else. Null: it is not offered. Whole
    /// seconds, up to 999,999,999.
    /// </summary>
    public TimeSpan? MaxHold { get; init; }

    internal bool OffersHold => Door == SmtpDoor.Submission && MaxHold >= TimeSpan.FromSeconds(1);

    internal bool TakesLogins => Accounts is not null || CertificateAccounts is not null || KerberosAccounts is not null;

    internal bool TlsIsRequired => RequireTls ?? Door == SmtpDoor.Submission;

    internal bool AuthenticationIsRequired => RequireAuthentication ?? Door == SmtpDoor.Submission;
}
