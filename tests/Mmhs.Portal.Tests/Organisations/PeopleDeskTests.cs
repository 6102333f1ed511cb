using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Organisations;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Organisations;

/// <summary>An administrator keeps the people of the own organisation, and nobody else does.</summary>
public sealed class PeopleDeskTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_is_held_between_its_dates_and_not_after_it_was_ended()
    {
        await using var portal = await RunningPortal.StartAsync();
        var (desk, admin, view) = await OpenAsync(portal);
        var (drafter, j4) = (Person(view, "drafter"), Role(view, "J4 Logistics"));

        Assert.True(
            (
                await desk.GiveRoleAsync(admin, drafter.Id, j4, RoleFunction.Releaser, Now.AddHours(1), Now.AddHours(2), Token)
            ).IsDone
        );
        Assert.DoesNotContain(
            await portal.Get<ActorResolver>().HeldAsync(drafter.Id, Token),
            held => held.Role == "J4 Logistics"
        );

        Assert.True(
            (await desk.GiveRoleAsync(admin, drafter.Id, j4, RoleFunction.Drafter, Now.AddHours(-1), null, Token)).IsDone
        );
        Assert.Contains(
            await portal.Get<ActorResolver>().HeldAsync(drafter.Id, Token),
            held => held.Role == "J4 Logistics" && held.Function == RoleFunction.Drafter
        );
        Assert.Equal("PPL-003", Code(await desk.GiveRoleAsync(admin, drafter.Id, j4, RoleFunction.Drafter, null, null, Token)));

        var given = Person((await desk.ReadAsync(admin, Token))!, "drafter")
            .Memberships.Single(m => m.Role == "J4 Logistics" && m.Function == RoleFunction.Drafter);
        Assert.True((await desk.EndMembershipAsync(admin, given.Id, Token)).IsDone);
        Assert.DoesNotContain(
            await portal.Get<ActorResolver>().HeldAsync(drafter.Id, Token),
            held => held.Role == "J4 Logistics"
        );
        Assert.True((await desk.GiveRoleAsync(admin, drafter.Id, j4, RoleFunction.Drafter, null, null, Token)).IsDone); // and given anew

        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(
            ["ok", "ok", "denied", "ok", "ok"],
            await context
                .AuditEntries.Where(entry => entry.EventType.StartsWith("MEMBERSHIP"))
                .OrderBy(entry => entry.Seq)
                .Select(entry => entry.Outcome)
                .ToListAsync(Token)
        );
    }

    [Fact]
    public async Task A_deactivated_person_may_do_nothing_from_the_next_act_on()
    {
        await using var portal = await RunningPortal.StartAsync();
        var (desk, admin, view) = await OpenAsync(portal);
        var drafter = Person(view, "drafter");
        Assert.True((await desk.ActivateAsync(admin, drafter.Id, false, Token)).IsDone);
        Assert.Null(await portal.ActorAsync("drafter", RoleFunction.Drafter, Token));
        Assert.Empty(await portal.Get<ActorResolver>().HeldAsync(drafter.Id, Token));
        Assert.True((await desk.ActivateAsync(admin, drafter.Id, true, Token)).IsDone);
        Assert.NotNull(await portal.ActorAsync("drafter", RoleFunction.Drafter, Token));
    }

    [Fact]
    public async Task What_may_not_be_is_refused_with_its_code()
    {
        await using var portal = await RunningPortal.StartAsync();
        var (desk, admin, view) = await OpenAsync(portal);
        var (drafter, self, j4) = (Person(view, "drafter"), Person(view, "admin"), Role(view, "J4 Logistics"));
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        var stranger = await context.Users.SingleAsync(person => person.UserName == "bde3.drafter", Token);
        var strangeRole = await context.Roles.SingleAsync(role => role.Address == "j4@bde3.northland.example", Token);
        var strange = await context.Memberships.FirstAsync(membership => membership.PersonId == stranger.Id, Token);

        Assert.Equal("PPL-001", Code(await desk.GiveRoleAsync(admin, self.Id, j4, RoleFunction.Releaser, null, null, Token)));
        Assert.Equal("PPL-001", Code(await desk.EndMembershipAsync(admin, self.Memberships[0].Id, Token)));
        Assert.Equal("PPL-001", Code(await desk.ActivateAsync(admin, self.Id, false, Token)));
        Assert.Equal(
            "PPL-002",
            Code(await desk.GiveRoleAsync(admin, drafter.Id, j4, RoleFunction.Drafter, Now.AddHours(3), Now.AddHours(2), Token))
        );
        Assert.Equal(
            "PPL-002",
            Code(await desk.GiveRoleAsync(admin, drafter.Id, j4, RoleFunction.Drafter, null, Now.AddHours(-1), Token))
        );
        Assert.Equal("PPL-004", Code(await desk.AddRuleAsync(admin, "certificate", " ou", "x", j4, RoleFunction.Drafter, Token)));
        // another organisation is as if it were not there
        Assert.Equal("ACC-002", Code(await desk.GiveRoleAsync(admin, stranger.Id, j4, RoleFunction.Drafter, null, null, Token)));
        Assert.Equal(
            "ACC-002",
            Code(await desk.GiveRoleAsync(admin, drafter.Id, strangeRole.Id, RoleFunction.Drafter, null, null, Token))
        );
        Assert.Equal("ACC-002", Code(await desk.EndMembershipAsync(admin, strange.Id, Token)));
        Assert.Equal("ACC-002", Code(await desk.ActivateAsync(admin, stranger.Id, false, Token)));
        Assert.Equal(
            "ACC-002",
            Code(await desk.AddRuleAsync(admin, "certificate", "ou", "x", strangeRole.Id, RoleFunction.Drafter, Token))
        );
        Assert.DoesNotContain(view.People, person => person.Name.StartsWith("bde3.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("drafter", RoleFunction.Drafter)]
    [InlineData("releaser", RoleFunction.Releaser)]
    [InlineData("duty", RoleFunction.DutyOfficer)]
    [InlineData("auditor", RoleFunction.Auditor)]
    [InlineData("operator", RoleFunction.Operator)]
    [InlineData("security", RoleFunction.SecurityOfficer)]
    public async Task Nobody_but_an_administrator_sees_or_changes_anything_here(string name, RoleFunction function)
    {
        await using var portal = await RunningPortal.StartAsync();
        var (desk, _, view) = await OpenAsync(portal);
        var actor = await portal.ActorAsync(name, function, Token);
        Assert.Null(await desk.ReadAsync(actor, Token));
        Assert.Equal(
            "ACC-001",
            Code(
                await desk.GiveRoleAsync(
                    actor,
                    Person(view, "duty").Id,
                    Role(view, "J4 Logistics"),
                    RoleFunction.Administrator,
                    null,
                    null,
                    Token
                )
            )
        );
        Assert.Equal("ACC-001", Code(await desk.EndMembershipAsync(actor, Person(view, "admin").Memberships[0].Id, Token)));
        Assert.Equal("ACC-001", Code(await desk.ActivateAsync(actor, Person(view, "admin").Id, false, Token)));
        Assert.Equal(
            "ACC-001",
            Code(
                await desk.AddRuleAsync(
                    actor,
                    "certificate",
                    "ou",
                    "x",
                    Role(view, "J4 Logistics"),
                    RoleFunction.Administrator,
                    Token
                )
            )
        );
        Assert.Equal("ACC-001", Code(await desk.RemoveRuleAsync(actor, 1, Token)));
    }

    [Fact]
    public async Task A_rule_goes_with_what_it_granted()
    {
        await using var portal = await RunningPortal.StartAsync();
        var (desk, admin, view) = await OpenAsync(portal);
        var (drafter, j4) = (Person(view, "drafter"), Role(view, "J4 Logistics"));
        Assert.True((await desk.AddRuleAsync(admin, "certificate", "ou", "Logistics", j4, RoleFunction.Reviewer, Token)).IsDone);
        Assert.Equal(
            "PPL-005",
            Code(await desk.AddRuleAsync(admin, "certificate", "ou", "Logistics", j4, RoleFunction.Reviewer, Token))
        );
        var rule = Assert.Single((await desk.ReadAsync(admin, Token))!.Rules);

        await using (var context = await portal.Get<PortalRecords>().ReadAsync(Token))
        {
            var person = await context.Users.SingleAsync(p => p.Id == drafter.Id, Token);
            await portal
                .Get<Portal.Access.Federation.RoleRules>()
                .ApplyAsync(person, "certificate", [("ou", "Logistics")], Token);
        }
        Assert.Equal(
            rule.Id,
            Person((await desk.ReadAsync(admin, Token))!, "drafter")
                .Memberships.Single(m => m.Function == RoleFunction.Reviewer)
                .GrantedBy
        );
        Assert.True((await desk.RemoveRuleAsync(admin, rule.Id, Token)).IsDone);
        Assert.DoesNotContain(
            Person((await desk.ReadAsync(admin, Token))!, "drafter").Memberships,
            m => m.Function == RoleFunction.Reviewer
        );
    }

    private static async Task<(PeopleDesk Desk, Actor Admin, PeopleView View)> OpenAsync(RunningPortal portal)
    {
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        return (portal.Get<PeopleDesk>(), admin, (await portal.Get<PeopleDesk>().ReadAsync(admin, Token))!);
    }

    private static PersonLine Person(PeopleView view, string name) => view.People.Single(person => person.Name == name);

    private static int Role(PeopleView view, string name) => view.Roles.Single(role => role.Name == name).Id;

    private static string Code(Outcome outcome) => Assert.Single(outcome.Refusals).Code;
}
