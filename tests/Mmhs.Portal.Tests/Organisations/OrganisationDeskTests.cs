using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Organisations;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Organisations;

/// <summary>Units lie in a tree, roles are closed and never removed, and a name that changes changes nothing that was approved.</summary>
public sealed class OrganisationDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Units_lie_in_a_tree_of_bounded_depth_with_one_of_a_name_at_each_place()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var (desk, admin) = (portal.Get<OrganisationDesk>(), await portal.ActorAsync("admin", RoleFunction.Administrator, Token));
        int? above = null;
        for (var depth = 1; depth <= OrganisationDesk.Deepest; depth++)
        {
            Assert.True((await desk.AddUnitAsync(admin, $"Unit {depth}", above, Token)).IsDone);
            above = (await desk.ReadAsync(admin, Token))!.Units.Single(unit => unit.Name == $"Unit {depth}").Id;
        }
        Assert.Equal("ORG-004", Code(await desk.AddUnitAsync(admin, "Too deep", above, Token)));
        var units = (await desk.ReadAsync(admin, Token))!.Units;
        Assert.Equal(Enumerable.Range(0, 8), units.Select(unit => unit.Depth));
        Assert.Equal("ORG-003", Code(await desk.ChangeUnitAsync(admin, units[1].Id, "Unit 2", units[4].Id, Token)));
        Assert.Equal("ORG-003", Code(await desk.ChangeUnitAsync(admin, units[1].Id, "Unit 2", units[1].Id, Token)));
        Assert.Equal("ORG-002", Code(await desk.AddUnitAsync(admin, "unit 1", null, Token)));
        Assert.Equal("ORG-001", Code(await desk.AddUnitAsync(admin, " blank", null, Token)));
        Assert.Equal("ORG-005", Code(await desk.RemoveUnitAsync(admin, units[0].Id, Token)));
        Assert.True((await desk.RemoveUnitAsync(admin, units[^1].Id, Token)).IsDone);
    }

    [Fact]
    public async Task A_closed_role_is_written_to_by_nobody_and_what_it_has_stays()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var (desk, admin) = (portal.Get<OrganisationDesk>(), await portal.ActorAsync("admin", RoleFunction.Administrator, Token));
        Assert.Equal("ORG-006", Code(await desk.AddRoleAsync(admin, "Watch", "Watch Keeper", null, Token)));
        Assert.Equal("ORG-007", Code(await desk.AddRoleAsync(admin, "Watch", "drafter", null, Token))); // a person's own mailbox
        Assert.True((await desk.AddRoleAsync(admin, "Watch", "watch", null, Token)).IsDone);
        var role = (await desk.ReadAsync(admin, Token))!.Roles.Single(one => one.Name == "Watch");
        var book = portal.Get<AddresseeLookup>();
        var address = EmailAddress.Parse(role.Address);
        Assert.Empty(await book.ObjectionsAsync(null, [(address, "to")], Token));

        var people = portal.Get<PeopleDesk>();
        var drafter = (await people.ReadAsync(admin, Token))!.People.Single(person => person.Name == "drafter");
        Assert.True((await people.GiveRoleAsync(admin, drafter.Id, role.Id, RoleFunction.Drafter, null, null, Token)).IsDone);
        var held = (await portal.Get<ActorResolver>().HeldAsync(drafter.Id, Token)).Single(one => one.Role == "Watch");
        var writer = (await portal.Get<ActorResolver>().FindAsync(drafter.Id, held.MembershipId, Token))!;
        var draft = (await portal.Get<DraftDesk>().CreateAsync(writer, Token))!.Value;
        Assert.Equal("ORG-008", Code(await desk.ActivateRoleAsync(admin, role.Id, false, Token)));
        Assert.True((await portal.Get<DraftDesk>().WithdrawAsync(writer, draft, Token)).IsDone);
        Assert.True((await desk.ActivateRoleAsync(admin, role.Id, false, Token)).IsDone);

        Assert.Equal("DIR-001", Assert.Single(await book.ObjectionsAsync(null, [(address, "to")], Token)).Code);
        Assert.Empty(await book.SearchAsync("watch", Token));
        var closed = (await portal.Get<ActorResolver>().FindAsync(drafter.Id, held.MembershipId, Token))!;
        Assert.Null(await portal.Get<DraftDesk>().CreateAsync(closed, Token));
        Assert.Contains(
            Assert
                .IsType<ComposeResult.Incomplete>(
                    await portal.Get<DraftDesk>().CheckAsync(closed, null, WholeWayTests.Form(), Token)
                )
                .Refusals,
            refusal => refusal.Code == "DIR-005"
        );
        Assert.True((await desk.ActivateRoleAsync(admin, role.Id, true, Token)).IsDone);
        Assert.Empty(await book.ObjectionsAsync(null, [(address, "to")], Token));
    }

    [Fact]
    public async Task A_role_the_rights_book_counts_on_stays_open()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var (desk, admin) = (portal.Get<OrganisationDesk>(), await portal.ActorAsync("admin", RoleFunction.Administrator, Token));
        var j3 = (await desk.ReadAsync(admin, Token))!.Roles.Single(role => role.Name == "J3 Operations");
        var refused = await desk.ActivateRoleAsync(admin, j3.Id, false, Token);
        Assert.Equal("ORG-009", Code(refused));
        Assert.Contains("releaser", refused.Refusals[0].Text, StringComparison.Ordinal);
        Assert.Contains("Operation orders", refused.Refusals[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EOS_206c_a_role_renamed_after_submission_leaves_the_content_as_it_was_approved()
    {
        await using var world = await WalkWorld.OpenAsync();
        var id = await world.CreateAsync(Token);
        Assert.True(
            (
                await world.SubmitAsync(
                    await world.ActorAsync("drafter", RoleFunction.Drafter, Token),
                    id,
                    WalkWorld.Form(false, Precedence.Flash, "Renamed."),
                    Token
                )
            ).IsDone
        );

        var (desk, admin) = (world.Get<OrganisationDesk>(), await world.ActorAsync("admin", RoleFunction.Administrator, Token));
        var j3 = (await desk.ReadAsync(admin, Token))!.Roles.Single(role => role.Name == "J3 Operations");
        Assert.True((await desk.ChangeRoleAsync(admin, j3.Id, "Plans and Operations", null, Token)).IsDone);

        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var open = (await world.Office.OpenAsync(releaser, id, Token))!;
        Assert.Equal("Northland HQ J3 Operations", open.Version.Content.From.DisplayName);
        var statement = world.Office.Statement(releaser, open, world.Office.Prepare(open));
        Assert.True(
            (
                await world.Office.ReleaseAsync(
                    releaser,
                    open.Revision,
                    statement,
                    await world.ProveAsync(statement, Token),
                    Token
                )
            ).IsDone
        );
        await world.SignAsync(Token);
        Assert.True((await world.ReadAsync(id, Token)).Signed);
    }

    [Fact]
    public async Task A_person_is_added_with_a_first_password_that_ends_and_never_cleared_beyond_the_organisation()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var portal = await RunningPortal.PrepareAsync(null, time);
        var (desk, admin) = (portal.Get<PeopleDesk>(), await portal.ActorAsync("admin", RoleFunction.Administrator, Token));
        var beyond = admin
            .OrganisationClearances.Select(one => one with { Classifications = one.Classifications.Add(9) })
            .ToList();
        Assert.Equal(
            "PPL-011",
            (await desk.AddPersonAsync(admin, "newcomer", "New Comer", [.. beyond], Token)).Outcome.Refusals[0].Code
        );
        Assert.Equal("PPL-008", (await desk.AddPersonAsync(admin, "New Comer", "New Comer", [], Token)).Outcome.Refusals[0].Code);
        Assert.Equal("PPL-009", (await desk.AddPersonAsync(admin, "drafter", "New Comer", [], Token)).Outcome.Refusals[0].Code);
        var given = await desk.AddPersonAsync(admin, "newcomer", "New Comer", admin.OrganisationClearances, Token);
        Assert.True(given.Outcome.IsDone);
        Assert.Matches("^[2-9a-z]{4}(-[2-9a-z]{4}){3}$", given.FirstPassword);

        var person = (await desk.ReadAsync(admin, Token))!.People.Single(one => one.Name == "newcomer");
        var j3 = (await desk.ReadAsync(admin, Token))!.Roles.Single(role => role.Name == "J3 Operations").Id;
        Assert.True((await desk.GiveRoleAsync(admin, person.Id, j3, RoleFunction.Drafter, null, null, Token)).IsDone);
        var newcomer = await portal.ActorAsync("newcomer", RoleFunction.Drafter, Token);
        Assert.True(newcomer.HasFirstPassword);
        Assert.Equal(["first password"], person.Ways);
        Assert.Equal(
            PasswordGate.Answer.Right,
            await portal.Get<PasswordGate>().CheckAsync(newcomer, given.FirstPassword!, Token)
        );
        time.Advance(PeopleDesk.FirstPasswordLifetime + TimeSpan.FromMinutes(1));
        Assert.Equal(
            PasswordGate.Answer.Wrong,
            await portal.Get<PasswordGate>().CheckAsync(newcomer, given.FirstPassword!, Token)
        );
        Assert.Equal(
            ["first password, over"],
            (await desk.ReadAsync(admin, Token))!.People.Single(one => one.Name == "newcomer").Ways
        );

        Assert.Equal(
            "PPL-012",
            Code(
                await desk.ChangePersonAsync(
                    admin,
                    (await desk.ReadAsync(admin, Token))!.People.Single(one => one.Name == "releaser").Id,
                    "Somebody Else",
                    [],
                    Token
                )
            )
        );
        Assert.True((await desk.ChangePersonAsync(admin, person.Id, "New Name", [], Token)).IsDone);
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.DoesNotContain(
            await context.AuditEntries.Select(entry => entry.Canon).ToListAsync(Token),
            canon => System.Text.Encoding.UTF8.GetString(canon).Contains(given.FirstPassword!, StringComparison.Ordinal)
        );
    }

    private static string Code(Outcome outcome) => outcome.Refusals[0].Code;
}
