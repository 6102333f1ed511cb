using System.Security.Cryptography.X509Certificates;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Relay;

/// <summary>How the post room runs; section <c>Mmhs:Relay</c>.</summary>
public sealed class RelayOptions
{
    public const string Section = "Mmhs:Relay";

    /// <summary>Our name in greetings, EHLO, Received fields and reports. A host name; the loopback name is fit for demonstrations only.</summary>
    public string HostName { get; set; } = "localhost";

    /// <summary>Part of the names of the audit streams, <c>msa-1</c> and <c>mta-1</c>: each process has its own (access-and-audit §4.1).</summary>
    public string Instance { get; set; } = "1";

    /// <summary>Where the MSA listens, address and port; port 0 lets the system choose; empty: no such door.</summary>
    public string? Submission { get; set; } = "127.0.0.1:5587";

    /// <summary>Where the MTA listens; as <see cref="Submission"/>.</summary>
    public string? Transfer { get; set; } = "127.0.0.1:5525";

    /// <summary>Where local mail is handed over by LMTP, host and port.</summary>
    public string Delivery { get; set; } = "127.0.0.1:5524";

    /// <summary>Octets of content, said with SIZE; 25 MiB.</summary>
    public long MaxMessageSize { get; set; } = 25L << 20;

    /// <summary>The longest the MSA holds a message for its sender (RFC 4865 §3), in whole seconds; 7 days. Zero: holding is not offered.</summary>
    public TimeSpan MaxHold { get; set; } = TimeSpan.FromDays(7);

    /// <summary>What one client may take of each of the two doors.</summary>
    public SmtpLimits Limits { get; set; } = new();

    /// <summary>Where this process announces connections to its own doors, set by the composition; such are under no limits.</summary>
    public OwnConnections Own { get; set; } = new();

    /// <summary>Domains delivered to here besides those the directory says are local.</summary>
    public IList<string> LocalDomains { get; } = [];

    /// <summary>Where mail of other domains goes, by domain in lower case; <c>*</c> stands for all that are not named.</summary>
    public IDictionary<string, PeerOptions> Peers { get; } =
        new Dictionary<string, PeerOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Addresses of peers that may use any priority and relay through us (RFC 6710 §5). Nobody unless named.</summary>
    public IList<string> TrustedPeers { get; } = [];

    /// <summary>Whether the MTA takes mail over TLS alone (RFC 3207 §4). False: it is offered to everybody and demanded of <see cref="TlsPeers"/>.</summary>
    public bool RequireTransferTls { get; set; }

    /// <summary>Addresses of peers the MTA takes mail from over TLS alone. How mail goes out to a peer is said in <see cref="Peers"/>.</summary>
    public IList<string> TlsPeers { get; } = [];

    /// <summary>
    /// The highest place in a policy's hierarchy of classifications whose messages come and go without TLS; 1, which is UNCLASSIFIED in the policies that
    /// come with us. What is above is refused (550 5.7.10), in at the MTA and out to a peer that offers none; -1: nothing that bears a label.
    /// </summary>
    public int ClearLinkCeiling { get; set; } = 1;

    /// <summary>The mailbox behind <c>Postmaster</c> (RFC 5321 §4.5.1); null: there is none, and RCPT for it is refused.</summary>
    public string? Postmaster { get; set; }

    /// <summary>Workers that take any message. 3.</summary>
    public int Workers { get; set; } = 3;

    /// <summary>Workers kept for Immediate and above, so that these never stand behind Routine (RFC 6710 §5). 1, and not less.</summary>
    public int UrgentWorkers { get; set; } = 1;

    /// <summary>How long a claim on a message lasts without being renewed. 2 minutes: what a killed process had in hand waits that long.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long sessions and transactions in hand may go on at a stop. 5 seconds.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The periods of each precedence, set by the composition from their own section.</summary>
    public PrecedenceTable Precedence { get; set; } = new();

    /// <summary>What a formal message must bear to go out by the MSA, or to come by the MTA in the name of a domain of ours.</summary>
    public ReleaseDemand Release { get; set; } = ReleaseDemand.Recorded;

    /// <summary>
    /// The roots of our own signing certificates, to which a release signature must lead; set by the composition, and wanted where
    /// <see cref="Release"/> is <see cref="ReleaseDemand.Signed"/> or <see cref="ReleaseDemand.Recorded"/>. No partner's are among them: he speaks for himself alone.
    /// </summary>
    public TrustRoots? SignerRoots { get; set; }

    /// <summary>How domain signatures of strangers' mail are checked.</summary>
    public DkimOptions Dkim { get; set; } = new();

    /// <summary>The certificate of both doors with its private key, set by the composition; without it STARTTLS is not offered and nobody can submit.</summary>
    public X509Certificate2? Certificate { get; set; }
}

/// <summary>How the release of a formal message is shown to the relay (RFC 7912 §3.2).</summary>
public enum ReleaseDemand
{
    /// <summary>Not at all: for domains without a release procedure.</summary>
    None,

    /// <summary>By <c>MMHS-Authorizing-Users</c>, each of them entitled to release for the originator.</summary>
    Named,

    /// <summary>By that field, and by a signature over header and body that leads to our own roots and speaks for the originator.</summary>
    Signed,

    /// <summary>By both, and by the signing service's record that this copy was released to those it is going to: a key alone sends nothing.</summary>
    Recorded,
}

/// <summary>How mail reaches one peer.</summary>
public sealed class PeerOptions
{
    /// <summary>Name or address; the name its certificate must carry when TLS is required.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 25;

    /// <summary>Required by default: a formal message never leaves in the clear (MTA-7.1-org-6).</summary>
    public SmtpTlsPolicy Tls { get; set; } = SmtpTlsPolicy.Must;

    /// <summary>Whom to log in as at the peer by password (MTA-7.1-org-7); null: not so.</summary>
    public string? User { get; set; }

    /// <summary>A file that holds the password of <see cref="User"/> and nothing else.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>A PEM file with the certificate to log in with (EXTERNAL); null: not so.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A PEM file with the private key of <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Log in by Kerberos (GSSAPI) with the tickets of this process.</summary>
    public bool Kerberos { get; set; }

    /// <summary>The only roots trusted for this peer, those of mail servers, set by the composition; null: those of the system.</summary>
    public TrustRoots? TrustedRoots { get; set; }
}
