using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Federation;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Organisations;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Records.People;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Access;

/// <summary>Sign-in through a real provider: who comes in, who does not, and what the trail says of both.</summary>
public sealed class OpenIdConnectTests
{
    private const string ByName = "--Mmhs:OpenIdConnect:PersonClaim=preferred_username";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_code_flow_ends_at_the_page_that_was_asked_for()
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        using var visitor = new Visitor(portal.Address);

        Assert.Contains(
            "Sign in with Northland identity",
            (await visitor.GoAsync("/sign-in?returnUrl=%2Finbox", Token)).Page,
            StringComparison.Ordinal
        );
        var (at, page) = await visitor.GoAsync("/sign-in/external?returnUrl=%2Finbox", Token);

        Assert.Equal("/sign-in/callback", at.AbsolutePath + (at.AbsolutePath == "/sign-in" ? at.Query : ""));
        Assert.Contains("0; url=/inbox", page, StringComparison.Ordinal);
        Assert.Equal("drafter", await visitor.NameAsync(Token));
        Assert.True(
            portal.Get<IOptionsMonitor<OpenIdConnectOptions>>().Get(FederationRegistration.Scheme).TokenValidationParameters
                is { ValidateAudience: true, ValidAudience: Provider.ClientId, ValidateIssuer: true }
        );
        var entry = Assert.Single(await LoginsAsync(portal));
        Assert.Equal(
            ("ok", "drafter", $"openid-connect {provider.Issuer}"),
            (entry.Row.Outcome, entry.Row.Actor, entry.Said("method"))
        );
    }

    [Fact]
    public async Task Once_found_by_name_a_person_is_known_by_the_subject_whatever_the_name_says_later()
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        Assert.Equal("drafter", await SignInAsync(portal));

        provider.Claims = [("preferred_username", "releaser")];
        Assert.Equal("drafter", await SignInAsync(portal));
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        var tied = await context.UserLogins.SingleAsync(Token);
        Assert.Equal((provider.Issuer, "subject-1"), (tied.LoginProvider, tied.ProviderKey));
    }

    [Fact]
    public async Task A_name_given_to_another_subject_does_not_open_the_first_ones_door()
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        Assert.Equal("drafter", await SignInAsync(portal));

        provider.Subject = "subject-2";
        await IsRefusedAsync(portal, "FED-003", null); // whose name it bears did nothing
        var entry = (await LoginsAsync(portal))[^1];
        Assert.Equal(
            ("drafter", provider.Issuer, "subject-2"),
            (entry.Said("person"), entry.Said("provider"), entry.Said("subject"))
        );
        // it names one of ours: no other organisation's auditor sees it
        var ours = await portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
        var theirs = await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token) with
        {
            Function = RoleFunction.Auditor,
        };
        Assert.Contains(entry.Row.Seq, await SeenAsync(portal, ours));
        Assert.DoesNotContain(entry.Row.Seq, await SeenAsync(portal, theirs));
    }

    private static async Task<IEnumerable<long>> SeenAsync(RunningPortal portal, Portal.Access.Actor auditor) =>
        (await portal.Get<AuditDesk>().SearchAsync(auditor, AuditSearch.All, null, 200, Token))
            .Where(row => row.EventType == AuditTypes.Login)
            .Select(row => row.Seq);

    [Theory]
    [InlineData("nobody", true)]
    [InlineData("drafter", false)] // without a rule even a known name is nobody's
    public async Task Who_is_known_there_and_not_here_stays_outside_and_nobody_is_made(string name, bool rule)
    {
        await using var provider = await Provider.StartAsync();
        provider.Claims = [("preferred_username", name)];
        await using var portal = await RunningPortal.StartAsync(null, rule ? provider.Settings(ByName) : provider.Settings());
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        var before = await context.Users.CountAsync(Token);

        await IsRefusedAsync(portal, "FED-002", null);
        Assert.Equal(before, await context.Users.CountAsync(Token));
        var entry = (await LoginsAsync(portal))[^1];
        Assert.Equal((provider.Issuer, "subject-1"), (entry.Said("provider"), entry.Said("subject")));
    }

    [Fact]
    public async Task An_administrator_ties_the_identity_that_came_and_unties_it_with_all_that_is_open()
    {
        await using var provider = await Provider.StartAsync();
        provider.Subject = new string('s', 500); // longer than is kept
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings());
        var (desk, admin) = (portal.Get<PeopleDesk>(), await portal.ActorAsync("admin", RoleFunction.Administrator, Token));
        await IsRefusedAsync(portal, "FED-002", null);
        Assert.Equal(400, Assert.Single(await desk.UnknownIdentitiesAsync(admin, Token)).Identity.Subject.Length);
        provider.Subject = "subject-9";
        await IsRefusedAsync(portal, "FED-002", null);
        var came = (await desk.UnknownIdentitiesAsync(admin, Token))[0].Identity;
        Assert.Equal((provider.Issuer, "subject-9"), (came.Provider, came.Subject));
        Assert.Empty(await desk.UnknownIdentitiesAsync(await portal.ActorAsync("drafter", RoleFunction.Drafter, Token), Token));

        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var allied = await portal.ActorAsync("alliance.drafter", RoleFunction.Drafter, Token);
        Assert.Equal("ACC-002", Code(await desk.TieAsync(admin, allied.PersonId, came.Provider, came.Subject, Token)));
        Assert.Equal("PPL-001", Code(await desk.TieAsync(admin, admin.PersonId, came.Provider, came.Subject, Token)));
        Assert.Equal("PPL-013", Code(await desk.TieAsync(admin, drafter.PersonId, came.Provider, " ", Token)));
        Assert.Equal("ACC-001", Code(await desk.TieAsync(drafter, drafter.PersonId, came.Provider, came.Subject, Token)));
        Assert.Empty((await desk.TieAsync(admin, drafter.PersonId, came.Provider, came.Subject, Token)).Refusals);
        Assert.Equal("PPL-014", Code(await desk.TieAsync(admin, drafter.PersonId, came.Provider, came.Subject, Token)));
        Assert.DoesNotContain(await desk.UnknownIdentitiesAsync(admin, Token), one => one.Identity == came);

        using var visitor = new Visitor(portal.Address);
        await visitor.GoAsync("/sign-in/external", Token);
        Assert.Equal("drafter", await visitor.NameAsync(Token));
        Assert.Empty((await desk.UntieAsync(admin, drafter.PersonId, came.Provider, came.Subject, Token)).Refusals);
        Assert.Null(await visitor.NameAsync(Token));
        await IsRefusedAsync(portal, "FED-002", null);
        Assert.Equal(
            ["denied", "denied", "denied", "denied", "ok", "denied", "ok"],
            (await EntriesAsync(portal, "IDENTITY_TIED", "IDENTITY_UNTIED")).Select(entry => entry.Row.Outcome)
        );
    }

    [Fact]
    public async Task A_cancel_at_the_provider_reads_as_one()
    {
        await using var provider = await Provider.StartAsync();
        provider.IsCalledOff = true;
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        await IsRefusedAsync(portal, "FED-007", null);
    }

    [Theory]
    [InlineData("true", "drafter")]
    [InlineData("false", null)]
    public async Task An_address_counts_only_when_the_provider_verified_it(string verified, string? expected)
    {
        await using var provider = await Provider.StartAsync();
        provider.Claims = [("email", "drafter@hq.northland.example"), ("email_verified", verified)];
        await using var portal = await RunningPortal.StartAsync(
            null,
            provider.Settings("--Mmhs:OpenIdConnect:PersonClaim=email", "--Mmhs:OpenIdConnect:PersonIs=Address")
        );
        if (expected is null)
            await IsRefusedAsync(portal, "FED-004", null);
        else
            Assert.Equal(expected, await SignInAsync(portal));
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_refused()
    {
        await using var provider = await Provider.StartAsync(pretends: "http://127.0.0.1:9/other/");
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        await IsRefusedAsync(portal, "FED-001", null);
    }

    [Theory]
    [InlineData("nonce")] // a token made for another sign-in
    [InlineData("state")] // an answer nobody asked for
    public async Task What_was_not_made_for_this_sign_in_is_refused(string parameter)
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        await IsRefusedAsync(
            portal,
            "FED-001",
            null,
            address =>
                address.Contains("/connect/authorize", StringComparison.Ordinal)
                    ? System.Text.RegularExpressions.Regex.Replace(address, $"([?&]{parameter}=)[^&]+", "$1changed-on-the-way")
                    : address
        );
    }

    [Fact]
    public async Task A_deactivated_person_does_not_come_in()
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        await ChangeAsync(
            portal,
            context =>
                context
                    .Users.Where(person => person.UserName == "drafter")
                    .ExecuteUpdateAsync(set => set.SetProperty(person => person.DeactivatedAt, DateTimeOffset.UnixEpoch), Token)
        );
        await IsRefusedAsync(portal, "FED-005", "drafter", reason: "NoRole");
    }

    [Fact]
    public async Task Without_the_section_there_is_no_other_door()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var visitor = new Visitor(portal.Address);
        Assert.DoesNotContain("/sign-in/external", (await visitor.GoAsync("/sign-in", Token)).Page, StringComparison.Ordinal);
        await visitor.GoAsync("/sign-in/external", Token);
        Assert.Empty(await LoginsAsync(portal));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_is_said_in_words()
    {
        var gone = await Provider.StartAsync();
        var settings = gone.Settings(ByName);
        await gone.DisposeAsync();
        await using var portal = await RunningPortal.StartAsync(null, settings);
        using var log = new Written();
        portal.Get<ILoggerFactory>().AddProvider(log);
        await IsRefusedAsync(portal, "FED-006", null);
        var line = Assert.Single(log.Lines);
        Assert.Contains("Northland identity cannot be reached", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_with_the_settings_is_told_at_once()
    {
        var problems = new OpenIdConnectSettings
        {
            ClientId = "portal",
            Issuer = "http://idp.example",
            TenantId = "common",
            ResponseMode = "fragment",
            ClientSecretFile = "not-there",
        }
            .Problems()
            .ToList();
        Assert.Equal(5, problems.Count);
        Assert.All(problems, problem => Assert.StartsWith("Mmhs:OpenIdConnect", problem, StringComparison.Ordinal));
        Assert.Empty(new OpenIdConnectSettings().Problems());
    }

    [Fact]
    public async Task A_group_gives_the_role_of_its_rule_and_no_other_and_takes_it_back_when_it_is_gone()
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        await ChangeAsync(
            portal,
            async context =>
            {
                var roles = await context.Roles.ToDictionaryAsync(role => role.Address, Token);
                RoleRuleRow Rule(
                    string address,
                    string by,
                    string type,
                    string value,
                    RoleFunction function,
                    string? organisation = null
                ) =>
                    new()
                    {
                        OrganisationId = roles[organisation ?? address].OrganisationId,
                        ProvidedBy = by,
                        ClaimType = type,
                        ClaimValue = value,
                        RoleId = roles[address].Id,
                        Function = function,
                    };
                context.RoleRules.AddRange(
                    Rule("j4@hq.northland.example", provider.Issuer, "groups", "logistics", RoleFunction.Releaser),
                    Rule("j3@hq.northland.example", provider.Issuer, "groups", "logistics", RoleFunction.Drafter), // held already, by hand
                    Rule("duty@hq.northland.example", provider.Issuer, "groups", "Logistics", RoleFunction.DutyOfficer), // another value
                    Rule("duty@hq.northland.example", provider.Issuer, "roles", "logistics", RoleFunction.DutyOfficer), // another claim
                    Rule("command@hq.northland.example", "certificate", "groups", "logistics", RoleFunction.Drafter), // another provider
                    Rule("j4@bde3.northland.example", provider.Issuer, "groups", "logistics", RoleFunction.Drafter), // another organisation
                    Rule(
                        "command@bde3.northland.example",
                        provider.Issuer,
                        "groups",
                        "logistics",
                        RoleFunction.Drafter,
                        "j4@hq.northland.example"
                    )
                ); // a role the rule's organisation has not
                await context.SaveChangesAsync(Token);
            }
        );

        provider.Claims = [("preferred_username", "drafter"), ("groups", "logistics"), ("groups", "other")];
        Assert.Equal("drafter", await SignInAsync(portal));
        var granted = Assert.Single(await MembershipsAsync(portal, "drafter"), membership => membership.GrantedBy is not null);
        Assert.Equal(("j4@hq.northland.example", RoleFunction.Releaser), (granted.Role.Address, granted.Function));
        Assert.InRange(granted.HeldUntil!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(11.9), RoleRules.Watch);
        Assert.Equal(
            "j4@hq.northland.example",
            (await portal.ActorAsync("drafter", RoleFunction.Releaser, Token)).Role.Address.ToString()
        );

        provider.Claims = [("preferred_username", "drafter")];
        Assert.Equal("drafter", await SignInAsync(portal));
        var left = Assert.Single(await MembershipsAsync(portal, "drafter"));
        Assert.Null(left.GrantedBy);
        var trail = await EntriesAsync(portal, "MEMBERSHIP_GRANTED", "MEMBERSHIP_REVOKED");
        Assert.Equal(["MEMBERSHIP_GRANTED", "MEMBERSHIP_REVOKED"], trail.Select(entry => entry.Row.EventType));
        Assert.All(trail, entry => Assert.Equal("j4@hq.northland.example", entry.Said("role")));
    }

    [Fact]
    public async Task What_an_administrator_ended_no_rule_gives_back_and_what_a_rule_gave_runs_out()
    {
        await using var provider = await Provider.StartAsync();
        await using var portal = await RunningPortal.StartAsync(null, provider.Settings(ByName));
        await ChangeAsync(
            portal,
            async context =>
            {
                var j4 = await context.Roles.SingleAsync(role => role.Address == "j4@hq.northland.example", Token);
                var person = await context.Users.SingleAsync(user => user.UserName == "drafter", Token);
                context.Memberships.Add(
                    new()
                    {
                        PersonId = person.Id,
                        RoleId = j4.Id,
                        Function = RoleFunction.Drafter,
                        HeldUntil = DateTimeOffset.UnixEpoch,
                    }
                );
                foreach (var function in new[] { RoleFunction.Drafter, RoleFunction.Releaser })
                    context.RoleRules.Add(
                        new()
                        {
                            OrganisationId = j4.OrganisationId,
                            ProvidedBy = provider.Issuer,
                            ClaimType = "groups",
                            ClaimValue = "logistics",
                            RoleId = j4.Id,
                            Function = function,
                        }
                    );
                await context.SaveChangesAsync(Token);
            }
        );
        provider.Claims = [("preferred_username", "drafter"), ("groups", "logistics")];
        Assert.Equal("drafter", await SignInAsync(portal));

        var memberships = await MembershipsAsync(portal, "drafter");
        Assert.Equal(
            DateTimeOffset.UnixEpoch,
            memberships.Single(m => m.Role.Address == "j4@hq.northland.example" && m.Function == RoleFunction.Drafter).HeldUntil
        );
        Assert.NotNull(await portal.ActorAsync("drafter", RoleFunction.Releaser, Token));
        await ChangeAsync(
            portal,
            context =>
                context
                    .Memberships.Where(m => m.GrantedBy != null)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(m => m.HeldUntil, TimeProvider.System.GetUtcNow().AddSeconds(-1)),
                        Token
                    )
        );
        Assert.Null(await portal.ActorAsync("drafter", RoleFunction.Releaser, Token));
    }

    private static async Task<string?> SignInAsync(RunningPortal portal)
    {
        using var visitor = new Visitor(portal.Address);
        var (at, _) = await visitor.GoAsync("/sign-in/external", Token);
        Assert.Equal(
            "/sign-in/callback",
            at.LocalPath + (at.Query.Contains("refused", StringComparison.Ordinal) ? at.Query : "")
        );
        return await visitor.NameAsync(Token);
    }

    private static async Task IsRefusedAsync(
        RunningPortal portal,
        string code,
        string? actor,
        Func<string, string>? onTheWay = null,
        string? reason = null
    )
    {
        using var visitor = new Visitor(portal.Address);
        if (onTheWay is not null)
            visitor.OnTheWay = onTheWay;
        var (at, page) = await visitor.GoAsync("/sign-in/external", Token);
        Assert.Equal($"/sign-in?refused={code}", at.PathAndQuery);
        Assert.Contains(
            System.Text.Encodings.Web.HtmlEncoder.Default.Encode(ExternalRefusals.Find(code)!.Text),
            page,
            StringComparison.Ordinal
        );
        Assert.Null(await visitor.NameAsync(Token));
        var entry = (await LoginsAsync(portal))[^1];
        Assert.Equal(("denied", actor, reason ?? code), (entry.Row.Outcome, entry.Row.Actor, entry.Said("reason")));
    }

    private static string? Code(Portal.Shared.Outcome outcome) =>
        outcome.Refusals.Select(refusal => refusal.Code).FirstOrDefault();

    private static Task<List<AuditEntryView>> LoginsAsync(RunningPortal portal) => EntriesAsync(portal, "LOGIN");

    private static async Task<List<AuditEntryView>> EntriesAsync(RunningPortal portal, params string[] types)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        return
        [
            .. (
                await context
                    .AuditEntries.AsNoTracking()
                    .Where(entry => types.Contains(entry.EventType))
                    .OrderBy(entry => entry.Seq)
                    .ToListAsync(Token)
            ).Select(row => new AuditEntryView(row)),
        ];
    }

    private static async Task<List<MembershipRow>> MembershipsAsync(RunningPortal portal, string name)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        var person = await context.Users.SingleAsync(user => user.UserName == name, Token);
        return await context
            .Memberships.AsNoTracking()
            .Include(membership => membership.Role)
            .Where(membership => membership.PersonId == person.Id)
            .ToListAsync(Token);
    }

    private static async Task ChangeAsync(RunningPortal portal, Func<PortalContext, Task> change)
    {
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        await change(context);
    }
}
