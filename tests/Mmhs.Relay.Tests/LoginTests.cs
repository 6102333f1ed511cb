using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MailKit.Security;
using Mmhs.Testing;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Relay.Tests;

/// <summary>Logins at the MSA without a password.</summary>
[Collection(nameof(KerberosRealm))]
public sealed class LoginTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EOS_205a_gss_MSA_6_1_1_a_ticket_of_the_realm_logs_in_with_MailKit_and_ours_and_the_trail_names_the_principal()
    {
        await using var realm = await KerberosRealm.StartAsync("portal", "stranger");
        await realm.BecomeAsync("portal");
        await using var world = await RelayWorld.StartAsync();
        await world.StartHostAsync(accounts: directory => new(directory, Kerberos: new OnePrincipal()));

        using (var client = new MailKit.Net.Smtp.SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true })
        {
            await client.ConnectAsync("localhost", world.Host.Submission!.Port, SecureSocketOptions.StartTls, Token);
            Assert.Contains("GSSAPI", client.AuthenticationMechanisms);
            await client.AuthenticateAsync(new SaslMechanismGssapi { ServicePrincipalName = "smtp/localhost" }, Token);
            Assert.True(client.IsAuthenticated);
            using var message = await MimeKit.MimeMessage.LoadAsync(
                new MemoryStream(
                    Encoding.Latin1.GetBytes(new Sample { Id = "by-mailkit@hq.example", Priority = null }.Content())
                ),
                Token
            );
            await client.SendAsync(message, Token);
            await client.DisconnectAsync(true, Token);
        }
        await using (var session = Assert.IsType<SmtpConnectOutcome.Ready>(await ConnectAsync(world)).Session)
        {
            var sample = new Sample { Id = "by-ours@hq.example" };
            var result = await session.SendAsync(
                sample.Envelope(),
                new System.Buffers.ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(sample.Content())),
                Token
            );
            Assert.Equal(RecipientOutcome.Accepted, result.Recipients[0].Outcome);
        }
        var entries = (await world.AuditAsync("MSA_ACCEPT"))
            .Select(entry => JsonDocument.Parse(entry.Canon).RootElement)
            .ToList();
        Assert.Equal(
            ["by-mailkit@hq.example", "by-ours@hq.example"],
            entries.Select(entry => entry.GetProperty("mmId").GetString())
        );
        Assert.All(
            entries,
            entry =>
                Assert.Equal(
                    ("portal", "GSSAPI", "portal@HQ.EXAMPLE"),
                    (
                        entry.GetProperty("actor").GetString(),
                        entry.GetProperty("data").GetProperty("mechanism").GetString(),
                        entry.GetProperty("data").GetProperty("credential").GetString()
                    )
                )
        );

        // A ticket of the same realm that stands for no login, and no ticket at all
        await realm.BecomeAsync("stranger");
        Assert.Equal("535 5.7.8", Assert.IsType<SmtpConnectOutcome.Refused>(await ConnectAsync(world)).Reply.ToString()[..9]);
        await realm.LeaveAsync();
        Assert.Equal(SmtpConnectStage.Authentication, Assert.IsType<SmtpConnectOutcome.Failed>(await ConnectAsync(world)).Stage);
    }

    [Fact]
    public async Task EOS_205a_gss_without_a_key_of_the_service_it_is_not_listed()
    {
        await using var realm = await KerberosRealm.StartAsync("portal");
        await realm.BecomeAsync("portal");
        realm.LoseKey();
        await using var world = await RelayWorld.StartAsync();
        await world.StartHostAsync(accounts: directory => new(directory, Kerberos: new OnePrincipal()));
        Assert.Equal(
            "The server does not offer GSSAPI.",
            Assert.IsType<SmtpConnectOutcome.Failed>(await ConnectAsync(world)).Reason
        );
        await using var session = await world.ConnectAsync(); // by password still
        Assert.Equal(["SCRAM-SHA-256"], session.Capabilities.AuthenticationMechanisms);
    }

    [Theory]
    [InlineData("AAAA")] // no token
    [InlineData("=")]
    [InlineData("YIICagYJKoZIhvcSAQICAQBuggJZMIICVaADAgEFoQMCAQ6iBwMFAAAAAACjggFv")] // the beginning of one
    public async Task EOS_205a_gss_octets_that_are_no_ticket_are_refused_and_the_session_lives_on(string response)
    {
        await using var realm = await KerberosRealm.StartAsync("portal");
        await using var world = await RelayWorld.StartAsync();
        await world.StartHostAsync(accounts: directory => new(directory, Kerberos: new OnePrincipal()));
        using var client = new Raw();
        await client.ConnectAsync("localhost", world.Host.Submission!.Port, SecureSocketOptions.StartTls, Token);
        Assert.Equal(535, (int)(await client.SayAsync($"AUTH GSSAPI {response}")).StatusCode);
        Assert.Equal(250, (int)(await client.SayAsync("NOOP")).StatusCode);
    }

    [Fact]
    public async Task EOS_205a_ext_MSA_6_1_1_the_trail_names_the_certificate_a_message_was_submitted_with()
    {
        await using var world = await RelayWorld.StartAsync();
        await world.StartHostAsync(accounts: directory => new(directory, new Any()));
        await using var session = Assert
            .IsType<SmtpConnectOutcome.Ready>(await ConnectAsync(world, new SmtpLogin.Certificate(RelayWorld.Certificate)))
            .Session;
        var sample = new Sample();
        await session.SendAsync(
            sample.Envelope(),
            new System.Buffers.ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(sample.Content())),
            Token
        );
        var data = JsonDocument.Parse(Assert.Single(await world.AuditAsync("MSA_ACCEPT")).Canon).RootElement.GetProperty("data");
        Assert.Equal(
            ("EXTERNAL", "sha256:" + RelayWorld.Certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()),
            (data.GetProperty("mechanism").GetString(), data.GetProperty("credential").GetString())
        );
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("EXTERNAL")]
    [InlineData("GSSAPI")]
    public async Task MTA_7_1_org_7_the_relay_logs_in_at_a_peer_as_its_configuration_says(string mechanism)
    {
        await using var realm = mechanism == "GSSAPI" ? await KerberosRealm.StartAsync("portal") : null;
        if (realm is not null)
            await realm.BecomeAsync("portal");
        var folder = Directory.CreateTempSubdirectory("mmhs-peer").FullName;
        var (password, own, key) = (
            Path.Combine(folder, "password"),
            Path.Combine(folder, "own.pem"),
            Path.Combine(folder, "own.key")
        );
        await File.WriteAllTextAsync(password, SmallDirectory.Password + "\n", Token);
        await File.WriteAllTextAsync(own, RelayWorld.Certificate.ExportCertificatePem(), Token);
        await File.WriteAllTextAsync(key, RelayWorld.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Token);
        var peer = new PeerOptions { Host = "localhost", TrustedRoots = new(TrustPurpose.Peer, RelayWorld.Certificate) };
        switch (mechanism)
        {
            case "EXTERNAL":
                (peer.CertificateFile, peer.KeyFile) = (own, key);
                break;
            case "GSSAPI":
                peer.Kerberos = true;
                break;
            default:
                (peer.User, peer.PasswordFile) = ("portal", password);
                break;
        }
        await using var sink = await LmtpSink.StartAsync(
            new SmtpServerOptions
            {
                HostName = "localhost",
                Door = SmtpDoor.Transfer,
                Certificate = RelayWorld.Certificate,
                Accounts = new SmallDirectory(),
                CertificateAccounts = new Any(),
                KerberosAccounts = realm is null ? null : new OnePrincipal(),
                RequireAuthentication = true,
            }
        );
        peer.Port = sink.Port;
        await using var world = await RelayWorld.StartAsync(options => options.Peers["alliance.example"] = peer);
        await world.SubmitAsync(new Sample { To = ["ops@alliance.example"], Notify = null });
        Assert.Equal(("portal", mechanism), ((await sink.WaitAsync(1))[0].By!.Login, sink.Messages.First().By!.Mechanism));
        Directory.Delete(folder, recursive: true);
    }

    private static ValueTask<SmtpConnectOutcome> ConnectAsync(RelayWorld world, SmtpLogin? login = null) =>
        SmtpClientSession.ConnectAsync(
            new()
            {
                Host = "localhost",
                Address = IPAddress.Loopback,
                Port = world.Host.Submission!.Port,
                HelloName = "portal.hq.example",
                Tls = SmtpTlsPolicy.Must,
                TrustedRoots = new(TrustPurpose.Peer, RelayWorld.Certificate),
                Login = login ?? new SmtpLogin.Kerberos(),
            },
            TimeProvider.System,
            Token
        );

    private sealed class OnePrincipal : IKerberosAccounts
    {
        public ValueTask<string?> FindAsync(string principal, CancellationToken cancellationToken) =>
            new(principal == "portal@HQ.EXAMPLE" ? "portal" : null);
    }

    private sealed class Any : ICertificateAccounts
    {
        public ValueTask<string?> FindAsync(X509Certificate2 certificate, CancellationToken cancellationToken) => new("portal");
    }

    private sealed class Raw : MailKit.Net.Smtp.SmtpClient
    {
        public Raw() => ServerCertificateValidationCallback = (_, _, _, _) => true;

        public Task<MailKit.Net.Smtp.SmtpResponse> SayAsync(string line) => SendCommandAsync(line, Token);
    }
}
