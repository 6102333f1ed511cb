using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>AUTH EXTERNAL, spoken by OpenSSL and by our own client.</summary>
public sealed class ExternalTests
{
    private static readonly X509Certificate2 Known = MakeCertificate("known");
    private static readonly X509Certificate2 Unknown = MakeCertificate("unknown");
    private static readonly string Fingerprint = "sha256:" + Known.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AUTH EXTERNAL =")]
    [InlineData("AUTH EXTERNAL cG9ydGFs")] // the login itself
    [InlineData("AUTH EXTERNAL\n")] // an empty challenge, answered by an empty line
    [InlineData("AUTH EXTERNAL\ncG9ydGFs")]
    public async Task EOS_205a_ext_a_mapped_certificate_logs_in_with_OpenSSL(string words)
    {
        await using var listener = await TestWorld.ListenAsync(Options(), new RecordingReception(), Token);
        var said = await SayAsync(listener, Known, $"EHLO a.example\n{words}");
        Assert.Contains("250 AUTH EXTERNAL SCRAM-SHA-256\r\n", said, StringComparison.Ordinal);
        Assert.Contains("235 2.7.0", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EOS_205a_ext_without_a_certificate_it_is_not_listed_and_refused()
    {
        await using var listener = await TestWorld.ListenAsync(Options(), new RecordingReception(), Token);
        foreach (var certificate in new[] { null, Unknown })
        {
            var said = await SayAsync(listener, certificate, "EHLO a.example\nAUTH EXTERNAL =");
            Assert.Contains("250 AUTH SCRAM-SHA-256\r\n", said, StringComparison.Ordinal);
            Assert.Contains("504 5.5.4", said, StringComparison.Ordinal);
            Assert.DoesNotContain("235", said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("AUTH EXTERNAL b3RoZXI=", "535 5.7.8")] // nobody acts for another
    [InlineData("AUTH EXTERNAL !", "501 5.5.2")]
    [InlineData("AUTH EXTERNAL\n*", "501 5.7.0")]
    public async Task EOS_205a_ext_another_identity_unreadable_words_and_a_cancel_leave_nobody_logged_in(
        string words,
        string reply
    )
    {
        await using var listener = await TestWorld.ListenAsync(Options(), new RecordingReception(), Token);
        var said = await SayAsync(listener, Known, $"EHLO a.example\n{words}\nMAIL FROM:<co@hq.example>");
        Assert.Contains(reply, said, StringComparison.Ordinal);
        Assert.Contains("530 5.7.0", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EOS_205a_ext_our_client_logs_in_with_its_certificate_and_the_reception_learns_by_which()
    {
        var reception = new RecordingReception();
        await using var listener = await TestWorld.ListenAsync(Options(), reception, Token);
        await using var session = Assert.IsType<SmtpConnectOutcome.Ready>(await ConnectAsync(listener, Known)).Session;
        var envelope = new Envelope
        {
            ReversePath = SmtpPath.Parse("co@hq.example"),
            Recipients = [new(SmtpPath.Parse("j3@bde3.example"))],
        };
        await session.SendAsync(
            envelope,
            new System.Buffers.ReadOnlySequence<byte>("Subject: x\r\n\r\nx\r\n"u8.ToArray()),
            Token
        );
        Assert.Equal(
            new SmtpAuthentication("portal", "EXTERNAL", Fingerprint),
            Assert.Single(reception.Messages).Peer.Authentication
        );

        var failed = Assert.IsType<SmtpConnectOutcome.Failed>(await ConnectAsync(listener, Unknown));
        Assert.Equal((SmtpConnectStage.Authentication, "The server does not offer EXTERNAL."), (failed.Stage, failed.Reason));
    }

    [Fact]
    public async Task EOS_205a_ext_where_the_accounts_cannot_be_asked_one_may_still_log_in_by_password()
    {
        await using var listener = await TestWorld.ListenAsync(Options(new Failing()), new RecordingReception(), Token);
        Assert.Contains(
            "250 AUTH SCRAM-SHA-256\r\n",
            await SayAsync(listener, Known, "EHLO a.example"),
            StringComparison.Ordinal
        );
    }

    private static SmtpServerOptions Options(ICertificateAccounts? accounts = null) =>
        new()
        {
            HostName = "msa.hq.example",
            Door = SmtpDoor.Submission,
            Certificate = TestWorld.Certificate,
            Accounts = TestWorld.Accounts,
            CertificateAccounts = accounts ?? new OneCertificate(),
        };

    private static ValueTask<SmtpConnectOutcome> ConnectAsync(SmtpListener listener, X509Certificate2 own) =>
        SmtpClientSession.ConnectAsync(
            new()
            {
                Host = "localhost",
                Address = IPAddress.Loopback,
                Port = listener.EndPoint.Port,
                HelloName = "portal.hq.example",
                Tls = SmtpTlsPolicy.Must,
                TrustedRoots = new(TrustPurpose.Peer, TestWorld.Certificate),
                Login = new SmtpLogin.Certificate(own),
            },
            TimeProvider.System,
            Token
        );

    // Line by line, each after the reply to the one before, as a mail client would.
    private static async Task<string> SayAsync(SmtpListener listener, X509Certificate2? certificate, string lines)
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-external").FullName;
        try
        {
            List<string> arguments =
            [
                "s_client",
                "-starttls",
                "smtp",
                "-connect",
                $"127.0.0.1:{listener.EndPoint.Port}",
                "-quiet",
                "-crlf",
                "-ign_eof",
            ];
            if (certificate is not null)
            {
                var (pem, key) = (Path.Combine(folder, "own.pem"), Path.Combine(folder, "own.key"));
                await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem(), Token);
                await File.WriteAllTextAsync(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Token);
                arguments.AddRange(["-cert", pem, "-key", key]);
            }
            var start = new ProcessStartInfo("openssl", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var client = Process.Start(start)!;
            var ignored = client.StandardError.ReadToEndAsync(Token);
            var said = new System.Text.StringBuilder();
            foreach (var line in lines.Split('\n').Append("QUIT"))
            {
                await client.StandardInput.WriteAsync(line + "\n");
                await client.StandardInput.FlushAsync(Token);
                while (await client.StandardOutput.ReadLineAsync(Token) is { } reply)
                {
                    said.Append(reply).Append("\r\n");
                    if (reply.Length > 3 && reply[3] == ' ' && !reply.StartsWith("250 CHUNKING", StringComparison.Ordinal))
                        break;
                }
            }
            await client.WaitForExitAsync(Token);
            await ignored;
            return said.ToString();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static X509Certificate2 MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private sealed class OneCertificate : ICertificateAccounts
    {
        public ValueTask<string?> FindAsync(X509Certificate2 certificate, CancellationToken cancellationToken) =>
            new(certificate.Thumbprint == Known.Thumbprint ? "portal" : null);
    }

    private sealed class Failing : ICertificateAccounts
    {
        public ValueTask<string?> FindAsync(X509Certificate2 certificate, CancellationToken cancellationToken) =>
            throw new IOException("The directory does not answer.");
    }
}
