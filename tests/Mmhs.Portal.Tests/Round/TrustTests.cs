using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Submit;
using Mmhs.Records.Audit;
using Mmhs.Relay;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Tests.Round;

/// <summary>A root is believed for what its folder says, at every door of a whole portal.</summary>
public sealed class TrustTests : IAsyncLifetime
{
    private const string J3 = "j3@hq.northland.example";
    private const string Everywhere = "--Mmhs:Relay:TrustedPeers:0=127.0.0.1";

    private readonly TestSigner _partner = new("Partner");
    private string _folder = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Trust => Path.Combine(_folder, "trust");

    public async ValueTask InitializeAsync() => _folder = await DemoFolder.CopyAsync();

    public ValueTask DisposeAsync()
    {
        _partner.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("partners/partner.example")]
    [InlineData("people")]
    [InlineData("mail")]
    [InlineData("checkpoints")]
    public async Task Attack_nobody_signs_in_our_name_below_a_root_of_another_purpose(string purpose)
    {
        Put(purpose, _partner);
        await using var portal = await RunningPortal.StartAsync(_folder, Everywhere);
        var forged = Signed(J3, "MMHS-Authorizing-Users: releaser@hq.northland.example\r\n");
        Assert.Equal(SignatureStatus.Untrusted, (await ReadAsync(portal, forged)).Signature);
        Assert.StartsWith("550 5.7.7", await BringAsync(portal, J3, forged), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_is_believed_for_himself_and_a_root_of_ours_for_us()
    {
        Put("partners/partner.example", _partner);
        await using (var portal = await RunningPortal.StartAsync(_folder, Everywhere))
        {
            var good = Signed("ops@partner.example");
            Assert.Equal(SignatureStatus.Valid, (await ReadAsync(portal, good)).Signature);
            Assert.StartsWith("250", await BringAsync(portal, "ops@partner.example", good), StringComparison.Ordinal);
            Assert.Equal(SignatureStatus.Untrusted, (await ReadAsync(portal, Signed("ops@alliance.example"))).Signature); // an organisation here
        }
        Put("signers", _partner);
        await using var trusting = await RunningPortal.StartAsync(_folder, Everywhere);
        var ours = Signed(J3, "MMHS-Authorizing-Users: releaser@hq.northland.example\r\n");
        Assert.Equal(SignatureStatus.Valid, (await ReadAsync(trusting, ours)).Signature);
        // it is well signed, and still nobody released it: with the key alone nothing passes in our name
        Assert.Contains("Not released", await BringAsync(trusting, J3, ours), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoints", AuditVerdict.Whole)]
    [InlineData("partners/partner.example", AuditVerdict.Violated)]
    [InlineData("people", AuditVerdict.Violated)]
    public async Task Attack_the_trail_is_attested_below_a_root_of_checkpoints_alone(string purpose, AuditVerdict expected)
    {
        // the authority that signs them stays trusted for messages and mail, and is moved from one place to the other
        var root = await File.ReadAllTextAsync(Path.Combine(Trust, "checkpoints", "demo-ca.pem"), Token);
        File.Delete(Path.Combine(Trust, "checkpoints", "demo-ca.pem"));
        Put(purpose, root);
        await using var portal = await RunningPortal.StartAsync(_folder);
        var auditor = await portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
        var found = (await portal.Get<AuditDesk>().VerifyAsync(auditor, Token))!;
        Assert.Equal(expected, found.Verdict);
        if (expected == AuditVerdict.Violated)
            Assert.Equal(
                AuditFaultCodes.CheckpointSignature,
                found.Reports.First(report => report.FirstFault is not null).FirstFault!.Code
            );
    }

    [Theory]
    [InlineData("mail", true)]
    [InlineData("partners/partner.example", false)]
    [InlineData("people", false)]
    public async Task Attack_a_mail_server_is_known_by_a_root_of_mail_servers_alone(string purpose, bool isKnown)
    {
        var root = await File.ReadAllTextAsync(Path.Combine(Trust, "mail", "demo-ca.pem"), Token);
        File.Delete(Path.Combine(Trust, "mail", "demo-ca.pem"));
        Put("mail", _partner);
        Put(purpose, root);
        await using var portal = await RunningPortal.StartAsync(_folder, "--Mmhs:Relay:Peers:far.example:Host=mx.far.example");
        var door = await portal.Get<IMsaEndpoint>().FindAsync(Token);
        var outcome = await SmtpClientSession.ConnectAsync(
            new()
            {
                Host = door.Host,
                Port = door.Port,
                HelloName = "test.localhost",
                Tls = SmtpTlsPolicy.Must,
                TrustedRoots = door.TrustedRoots,
                Login = door.Login,
            },
            TimeProvider.System,
            Token
        );
        Assert.Equal(isKnown, outcome is SmtpConnectOutcome.Ready);
        if (outcome is SmtpConnectOutcome.Ready ready)
            await ready.Session.DisposeAsync();
        Assert.Equal(
            door.TrustedRoots.Certificates,
            portal.Get<IOptions<RelayOptions>>().Value.Peers["far.example"].TrustedRoots!.Certificates
        );
    }

    [Theory]
    [InlineData("root.pem")]
    [InlineData("roots/root.pem")]
    [InlineData("partners/root.pem")]
    [InlineData("partners/partner/root.pem")]
    [InlineData("partners/hq.northland.example/root.pem")] // ours
    [InlineData("partners/local.example/root.pem", "--Mmhs:Relay:LocalDomains:0=local.example")]
    public async Task Attack_a_root_in_the_wrong_place_stops_the_start(string file, params string[] settings)
    {
        Put(Path.GetDirectoryName(file)!, _partner);
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunningPortal.PrepareAsync(_folder, null, settings));
        Directory.Delete(Trust, recursive: true);
        await using var portal = await RunningPortal.PrepareAsync(_folder, null, settings); // nothing else was in the way
        Assert.NotNull(portal);
    }

    [Fact]
    public async Task The_demonstration_of_an_earlier_build_gets_its_folders_and_keeps_what_somebody_took_away()
    {
        Directory.Delete(Trust, recursive: true);
        await (await RunningPortal.PrepareAsync(_folder, null)).DisposeAsync();
        string[] made = ["checkpoints", "mail", "signers"];
        Assert.Equal(made, Directory.GetDirectories(Trust).Select(Path.GetFileName).Order());
        File.Delete(Path.Combine(Trust, "mail", "demo-ca.pem"));
        await (await RunningPortal.PrepareAsync(_folder, null)).DisposeAsync();
        Assert.Empty(Directory.GetFiles(Path.Combine(Trust, "mail")));
    }

    [Fact]
    public async Task In_earnest_roots_of_an_earlier_build_stop_the_start_until_they_are_moved()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        var before = Directory.CreateDirectory(Path.Combine(folder, "ca")).FullName;
        await File.WriteAllTextAsync(Path.Combine(before, "root.pem"), _partner.Authority.ExportCertificatePem(), Token);
        const string production = "--Mmhs:Mode=Production";
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunningPortal.PrepareAsync(folder, null, production));
        Directory.CreateDirectory(Path.Combine(folder, "trust"));
        Directory.Move(before, Path.Combine(folder, "trust", "signers"));
        await (await RunningPortal.PrepareAsync(folder, null, production)).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static ValueTask<MessageReading> ReadAsync(RunningPortal portal, byte[] octets) =>
        portal.Get<MessageFiles>().ReadAsync(octets, TimeProvider.System.GetUtcNow(), Token);

    private static async Task<string> BringAsync(RunningPortal portal, string from, byte[] message)
    {
        var options = new SmtpClientOptions
        {
            Host = "localhost",
            Address = IPAddress.Loopback,
            Port = portal.Get<RelayHost>().Transfer!.Port,
            HelloName = "mx.partner.example",
            Tls = SmtpTlsPolicy.None,
        };
        await using var session = Assert
            .IsType<SmtpConnectOutcome.Ready>(await SmtpClientSession.ConnectAsync(options, TimeProvider.System, Token))
            .Session;
        var envelope = new Envelope
        {
            ReversePath = SmtpPath.Parse(from),
            Recipients = [new(SmtpPath.Parse("j3@bde3.northland.example"), NotifyOn.Never)],
        };
        var result = await session.SendAsync(envelope, new ReadOnlySequence<byte>(message), Token);
        return result.Recipients[0].Reply?.ToString() ?? result.ToString();
    }

    private void Put(string purpose, TestSigner signer) => Put(purpose, signer.Authority.ExportCertificatePem());

    private void Put(string purpose, string pem)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Trust, purpose)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{Guid.NewGuid():N}.pem"), pem);
    }

    private byte[] Signed(string from, string fields = "")
    {
        using var identity = _partner.Issue(from);
        var header =
            $"From: {from}\r\nSender: {from}\r\nTo: j3@bde3.northland.example\r\nSubject: Bridge\r\nMessage-ID: <{Guid.NewGuid():N}@partner.example>\r\n"
            + "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMMHS-Extended-Authorisation-Info: Mon, 23 Nov 2026 10:00:00 +0000\r\n"
            + $"MMHS-Primary-Precedence: 2\r\n{fields}";
        var inside =
            $"Content-Type: message/rfc822; forwarded=no\r\n\r\n{header}Content-Type: text/plain\r\n\r\nHold the bridge.\r\n";
        var signature = SignedDataWriter.Detached(Encoding.ASCII.GetBytes(inside), identity, TimeProvider.System.GetUtcNow());
        return Encoding.ASCII.GetBytes(header + TestSigner.Clear(signature, [inside]));
    }
}
