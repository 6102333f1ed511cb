using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>A throwaway certificate, one account, and servers on ports the system chooses.</summary>
internal static class TestWorld
{
    public const string User = "drafter";
    public const string Password = "northland";

    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    public static IScramAccounts Accounts { get; } =
        new OneAccount(User, ScramVerifier.FromPassword(Password, "0123456789abcdef"u8, ScramVerifier.MinIterations));

    public static SmtpServerOptions Submission() =>
        new()
        {
            HostName = "msa.hq.example",
            Door = SmtpDoor.Submission,
            Certificate = Certificate,
            Accounts = Accounts,
        };

    public static SmtpServerOptions Transfer() => new() { HostName = "mta.hq.example", Door = SmtpDoor.Transfer };

    public static SmtpServerOptions Delivery() => new() { HostName = "mda.hq.example", Door = SmtpDoor.Delivery };

    public static Task<SmtpListener> ListenAsync(
        SmtpServerOptions options,
        ISmtpReception reception,
        CancellationToken cancellationToken
    ) =>
        SmtpListener.StartAsync(
            new(IPAddress.Loopback, 0),
            options,
            reception,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            cancellationToken
        );

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    internal sealed class OneAccount(string name, ScramVerifier verifier) : IScramAccounts
    {
        public ValueTask<ScramVerifier?> FindAsync(string user, CancellationToken cancellationToken) =>
            new(user == name ? verifier : null);
    }
}
