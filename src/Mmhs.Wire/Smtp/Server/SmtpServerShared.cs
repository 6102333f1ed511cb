using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Mmhs.Wire.Scram;

namespace Mmhs.Wire.Smtp;

/// <summary>What all sessions of one listener have in common.</summary>
internal sealed class SmtpServerShared(
    SmtpServerOptions options,
    ISmtpReception reception,
    TimeProvider time,
    ILogger log,
    Func<string>? newNonce = null
)
{
    public SmtpServerOptions Options { get; } = options;

    public ISmtpReception Reception { get; } = reception;

    public TimeProvider Time { get; } = time;

    public ILogger Log { get; } = log;

    public SmtpMemoryBudget Memory { get; } = new(options.MessageMemory);

    public DoorGuard Door { get; } = new(options.Limits, time);

    public UnknownUsers UnknownUsers { get; } = new();

    /// <summary>Server nonces for SCRAM; the tests of published vectors give their own.</summary>
    public Func<string> NewNonce { get; } = newNonce ?? ScramExchange.NewNonce;

    public SmtpReply ShuttingDown { get; } = new(421, "4.3.2", $"{options.HostName} shutting down, closing connection");

    /// <summary>TLS 1.2 or later (RFC 8314 §4); a client certificate is asked for only where it can be logged in with (RFC 8314 §4.4), and never demanded.</summary>
    public SslServerAuthenticationOptions TlsOptions { get; } =
        new()
        {
            ServerCertificateContext = options.Certificate is null
                ? null
                : SslStreamCertificateContext.Create(options.Certificate, null, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = options.CertificateAccounts is not null,
            // What it is worth is for ICertificateAccounts to say; one that is worth nothing still gets TLS and may log in otherwise.
            RemoteCertificateValidationCallback = options.CertificateAccounts is null ? null : static (_, _, _, _) => true,
        };
}
