using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Inbox;
using Mmhs.Records;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Round;

/// <summary>The portal submits to its MSA without a password: by certificate, and by Kerberos.</summary>
[Collection(nameof(KerberosRealm))]
public sealed class MailLoginTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)] // by its fingerprint
    [InlineData(false)] // by the address in it
    public async Task EOS_205a_ext_the_portal_submits_by_its_certificate(bool byFingerprint)
    {
        await using var authority = await CardAuthority.StartAsync();
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        await authority.TrustIn(folder);
        var card = await KeepAsync(folder, authority.Card("portal@hq.northland.example", tells: true));
        var name = byFingerprint ? Fingerprint(card) : "portal@hq.northland.example";
        await using var portal = await RunningPortal.StartAsync(
            folder,
            "--Mmhs:Submission:Login=Certificate",
            $"--Mmhs:MailLogins:Certificates:{name}=portal"
        );
        await ArrivesAsync(portal);
        Assert.Equal(("EXTERNAL", "sha256:" + Fingerprint(card)), await LoginAsync(portal));
    }

    [Fact]
    public async Task EOS_205a_ext_a_certificate_of_nobody_we_trust_submits_nothing_and_the_message_waits()
    {
        await using var authority = await CardAuthority.StartAsync();
        await using var stranger = await CardAuthority.StartAsync();
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        await authority.TrustIn(folder);
        await KeepAsync(folder, stranger.Card("portal@hq.northland.example"));
        await using var portal = await RunningPortal.StartAsync(
            folder,
            "--Mmhs:Submission:Login=Certificate",
            "--Mmhs:MailLogins:Certificates:portal@hq.northland.example=portal"
        );
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        await Eventually.GetAsync(
            "The reason it waits",
            async () =>
            {
                await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
                return await context
                    .Outbox.Where(entry => entry.LastReply != null && entry.LastReply.Contains("does not offer EXTERNAL"))
                    .FirstOrDefaultAsync(Token);
            },
            Token
        );
        await using var relay = await portal.Get<RelayRecords>().ReadAsync(Token);
        Assert.Empty(await relay.AuditEntries.Where(entry => entry.EventType == AuditTypes.MsaAccept).ToListAsync(Token));
    }

    [Fact]
    public async Task EOS_205a_gss_the_portal_submits_by_its_ticket()
    {
        await using var realm = await KerberosRealm.StartAsync("portal");
        await realm.BecomeAsync("portal");
        await using var portal = await RunningPortal.StartAsync(
            null,
            "--Mmhs:Submission:Login=Kerberos",
            "--Mmhs:MailLogins:Kerberos:portal@HQ.EXAMPLE=portal"
        );
        await ArrivesAsync(portal);
        Assert.Equal(("GSSAPI", "portal@HQ.EXAMPLE"), await LoginAsync(portal));
    }

    private static async Task ArrivesAsync(RunningPortal portal)
    {
        await WholeWayTests.ReleaseAsync(portal, WholeWayTests.Form());
        var reader = await portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
        await Eventually.GetAsync(
            "Arrival",
            async () => (await portal.Get<InboxDesk>().PageAsync(reader, null, 50, Token)) is { Count: > 0 } page ? page : null,
            Token
        );
    }

    private static async Task<(string? Mechanism, string? Credential)> LoginAsync(RunningPortal portal)
    {
        await using var relay = await portal.Get<RelayRecords>().ReadAsync(Token);
        var entry = await relay.AuditEntries.Where(candidate => candidate.EventType == AuditTypes.MsaAccept).FirstAsync(Token);
        var data = System.Text.Json.JsonDocument.Parse(entry.Canon).RootElement.GetProperty("data");
        return (data.GetProperty("mechanism").GetString(), data.GetProperty("credential").GetString());
    }

    private static async Task<X509Certificate2> KeepAsync(string folder, X509Certificate2 card)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "submission.pem"), card.ExportCertificatePem(), Token);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "submission.key.pem"),
            card.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(),
            Token
        );
        return card;
    }

    private static string Fingerprint(X509Certificate2 card) =>
        card.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant();
}
