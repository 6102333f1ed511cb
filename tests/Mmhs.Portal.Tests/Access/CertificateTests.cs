using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Certificates;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Access;

/// <summary>Sign-in with a card: over real TLS, against authorities made here.</summary>
public sealed class CertificateTests
{
    private const string Drafter = "drafter@hq.northland.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_card_opens_the_door_of_the_person_of_its_address_and_the_trail_names_the_card()
    {
        await using var authority = await CardAuthority.StartAsync();
        await using var portal = await StartAsync(authority);
        var card = authority.Card("Drafter@hq.northland.example".ToLowerInvariant());
        using var visitor = new Visitor(portal.Address, card);

        Assert.Equal("/inbox", await visitor.PressAsync("/sign-in/certificate", "/inbox", Token));
        Assert.Equal("drafter", await visitor.NameAsync(Token));
        var entry = await LastLoginAsync(portal);
        Assert.Equal(
            ("ok", "drafter", $"certificate sha256:{ClientCertificate.Fingerprint(card)}"),
            (entry.Row.Outcome, entry.Row.Actor, entry.Said("method"))
        );
    }

    [Fact]
    public async Task A_card_never_leads_to_another_site()
    {
        await using var authority = await CardAuthority.StartAsync();
        await using var portal = await StartAsync(authority);
        using var visitor = new Visitor(portal.Address, authority.Card(Drafter));
        Assert.Equal("/", await visitor.PressAsync("/sign-in/certificate", "//elsewhere.example/", Token));
    }

    [Fact]
    public async Task What_is_wrong_with_a_card_is_said_and_audited_with_its_fingerprint()
    {
        await using var authority = await CardAuthority.StartAsync();
        await using var stranger = await CardAuthority.StartAsync();
        await using var portal = await StartAsync(authority);
        (X509Certificate2? Card, string Code)[] cases =
        [
            (null, "CRT-001"),
            (stranger.Card(Drafter), "CRT-002"),
            (authority.Card(Drafter, days: 1), "CRT-003"),
            (authority.Card(Drafter, use: "1.3.6.1.5.5.7.3.4"), "CRT-004"), // for mail
            (authority.Card(Drafter, use: null), "CRT-004"),
            (authority.Card("nobody@hq.northland.example"), "FED-002"),
            (authority.Card(null), "FED-002"),
        ];
        foreach (var (card, code) in cases)
        {
            using var visitor = new Visitor(portal.Address, card);
            Assert.Equal($"/sign-in?refused={code}", await visitor.PressAsync("/sign-in/certificate", "/", Token));
            Assert.Null(await visitor.NameAsync(Token));
            var entry = await LastLoginAsync(portal);
            Assert.Equal(("denied", code), (entry.Row.Outcome, entry.Said("reason")));
            Assert.Equal(
                card is null ? "certificate" : $"certificate sha256:{ClientCertificate.Fingerprint(card)}",
                entry.Said("method")
            );
        }
    }

    [Theory]
    [InlineData("partners/partner.example")]
    [InlineData("signers")]
    [InlineData("mail")]
    [InlineData("checkpoints")]
    public async Task Attack_an_authority_trusted_for_another_thing_issues_no_card_that_comes_in(string purpose)
    {
        await using var authority = await CardAuthority.StartAsync();
        await using var portal = await StartAsync(authority, trustedFor: purpose);
        using var visitor = new Visitor(portal.Address, authority.Card("releaser@hq.northland.example"));
        Assert.Equal("/sign-in?refused=CRT-002", await visitor.PressAsync("/sign-in/certificate", "/", Token));
        Assert.Null(await visitor.NameAsync(Token));
    }

    [Fact]
    public async Task Revocation_is_asked_for_and_what_nobody_knows_of_is_not_taken()
    {
        await using var authority = await CardAuthority.StartAsync();
        await using var portal = await StartAsync(authority, "Online");
        var (good, revoked, silent) = (
            authority.Card(Drafter, tells: true),
            authority.Card(Drafter, tells: true),
            authority.Card(Drafter, tells: false)
        );
        authority.Revoke(revoked);
        foreach (
            var (card, expected) in new[]
            {
                (good, "/"),
                (revoked, "/sign-in?refused=CRT-005"),
                (silent, "/sign-in?refused=CRT-006"),
            }
        )
        {
            using var visitor = new Visitor(portal.Address, card);
            Assert.Equal(expected, await visitor.PressAsync("/sign-in/certificate", "/", Token));
        }
    }

    [Theory]
    [InlineData(true)] // this very card
    [InlineData(false)] // whoever the authority calls so
    public async Task A_card_without_an_address_comes_in_when_it_is_tied_to_a_person(bool byFingerprint)
    {
        await using var authority = await CardAuthority.StartAsync();
        await using var portal = await StartAsync(authority);
        var card = authority.Card(null);
        await using (var context = await portal.Get<PortalRecords>().ReadAsync(Token))
        {
            var person = await context.Users.SingleAsync(user => user.UserName == "releaser", Token);
            context.UserLogins.Add(
                new IdentityUserLogin<Guid>
                {
                    LoginProvider = byFingerprint ? "certificate" : "certificate-subject",
                    ProviderKey = byFingerprint ? ClientCertificate.Fingerprint(card) : $"{card.Subject} issued by {card.Issuer}",
                    UserId = person.Id,
                }
            );
            await context.SaveChangesAsync(Token);
        }
        using var visitor = new Visitor(portal.Address, card);
        Assert.Equal("/", await visitor.PressAsync("/sign-in/certificate", "/", Token));
        Assert.Equal("releaser", await visitor.NameAsync(Token));
    }

    [Fact]
    public async Task The_unit_in_a_card_grants_the_role_of_its_rule()
    {
        await using var authority = await CardAuthority.StartAsync();
        await using var portal = await StartAsync(authority);
        await using (var context = await portal.Get<PortalRecords>().ReadAsync(Token))
        {
            var role = await context.Roles.SingleAsync(r => r.Address == "j4@hq.northland.example", Token);
            context.RoleRules.Add(
                new()
                {
                    OrganisationId = role.OrganisationId,
                    ProvidedBy = "certificate",
                    ClaimType = "ou",
                    ClaimValue = "Logistics",
                    RoleId = role.Id,
                    Function = RoleFunction.Reviewer,
                }
            );
            await context.SaveChangesAsync(Token);
        }
        using var visitor = new Visitor(portal.Address, authority.Card(Drafter));
        Assert.Equal("/", await visitor.PressAsync("/sign-in/certificate", "/", Token));
        Assert.Equal(
            "j4@hq.northland.example",
            (await portal.ActorAsync("drafter", RoleFunction.Reviewer, Token)).Role.Address.ToString()
        );
    }

    [Fact]
    public async Task Where_it_is_not_enabled_the_door_is_not_there()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var visitor = new Visitor(portal.Address);
        Assert.DoesNotContain("/sign-in/certificate", (await visitor.GoAsync("/sign-in", Token)).Page, StringComparison.Ordinal);
        Assert.Null(await visitor.PressAsync("/sign-in/certificate", "/", Token));
    }

    private static async Task<RunningPortal> StartAsync(
        CardAuthority authority,
        string revocation = "NoCheck",
        string trustedFor = "people"
    )
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        await authority.TrustIn(folder, trustedFor);
        return await RunningPortal.StartAsync(
            folder,
            [
                .. await CardAuthority.HttpsAsync(folder),
                "--Mmhs:ClientCertificates:Enabled=true",
                $"--Mmhs:ClientCertificates:Revocation={revocation}",
            ]
        );
    }

    private static async Task<AuditEntryView> LastLoginAsync(RunningPortal portal)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        return new(
            await context
                .AuditEntries.AsNoTracking()
                .Where(entry => entry.EventType == "LOGIN")
                .OrderBy(entry => entry.Seq)
                .LastAsync(Token)
        );
    }
}
