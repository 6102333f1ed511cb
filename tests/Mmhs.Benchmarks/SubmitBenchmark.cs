using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Relay;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Benchmarks;

/// <summary>How many messages of 10 KiB our own client submits in a second by twenty sessions under TLS and logged in, each durable before 250.</summary>
internal static class SubmitBenchmark
{
    private const string Password = "northland";
    private const int Sessions = 20;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-submit-").FullName;
        using var silent = new TcpListener(IPAddress.Loopback, 0); // a delivery door that never greets
        silent.Start();
        try
        {
            using var certificate = MakeCertificate();
            using var host = await AcceptBenchmark.RelayAsync(
                Path.Combine(folder, "relay.db"),
                (IPEndPoint)silent.LocalEndpoint,
                relay =>
                {
                    relay.Submission = "127.0.0.1:0";
                    relay.Certificate = certificate;
                },
                new OneAccount()
            );
            var door = host.Services.GetRequiredService<RelayHost>().Submission!;
            var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => ConnectAsync(door, certificate)));
            await SendAsync(sessions, Warm);
            var watch = Stopwatch.StartNew();
            var accepted = await SendAsync(sessions, Measuring);
            Measured.Say($"{Sessions} sessions under TLS, submitted   {accepted / watch.Elapsed.TotalSeconds, 7:N0} /s");
            foreach (var session in sessions)
                await session.DisposeAsync();
            await host.StopAsync();
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<SmtpClientSession> ConnectAsync(IPEndPoint door, X509Certificate2 certificate)
    {
        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = door.Address,
            Port = door.Port,
            HelloName = "load.localhost",
            Tls = SmtpTlsPolicy.Must,
            TrustedRoots = new(TrustPurpose.Peer, certificate),
            Login = new SmtpLogin.Password(new("load", Password)),
        };
        return
            await SmtpClientSession.ConnectAsync(options, TimeProvider.System, CancellationToken.None)
                is SmtpConnectOutcome.Ready ready
            ? ready.Session
            : throw new InvalidOperationException("The submission door does not take us.");
    }

    private static async Task<int> SendAsync(SmtpClientSession[] sessions, TimeSpan time)
    {
        const string From = "j3@hq.northland.example";
        var line = string.Concat(Enumerable.Repeat("0123456789", 7)) + "\r\n";
        var content = new ReadOnlySequence<byte>(
            Encoding.ASCII.GetBytes($"From: {From}\r\nSubject: load\r\n\r\n{string.Concat(Enumerable.Repeat(line, 140))}")
        );
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            sessions.Select(session =>
                Task.Run(async () =>
                {
                    var count = 0;
                    for (; clock.Elapsed < time; count++)
                    {
                        var envelope = new Envelope
                        {
                            ReversePath = SmtpPath.Parse(From),
                            Recipients = [new(SmtpPath.Parse("j3@bde3.northland.example"))],
                        };
                        var result = await session.SendAsync(envelope, content, CancellationToken.None);
                        if (result.Recipients[0].Outcome != RecipientOutcome.Accepted)
                            throw new InvalidOperationException(
                                result.Recipients[0].Reply?.ToString() ?? result.Reason.ToString()
                            );
                    }
                    return count;
                })
            )
        );
        return counts.Sum();
    }

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

    private sealed class OneAccount : IScramAccounts
    {
        private readonly ScramVerifier verifier = ScramVerifier.FromPassword(Password);

        public ValueTask<ScramVerifier?> FindAsync(string user, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ScramVerifier?>(verifier);
    }
}
