using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Inbox.AllRoles;
using Mmhs.Portal.Organisations;
using Mmhs.Portal.Tests.Release.Walk;

namespace Mmhs.Portal.Tests.Pages;

public sealed class AllRolesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_awaits_a_person_in_any_of_his_roles_is_in_one_list_and_goes_with_the_role()
    {
        await using var world = await WalkWorld.OpenAsync();
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        foreach (var precedence in new[] { Precedence.Routine, Precedence.Flash })
            Assert.True(
                (
                    await world.SubmitAsync(
                        drafter,
                        await world.CreateAsync(Token),
                        WalkWorld.Form(true, precedence, "Staged."),
                        Token
                    )
                ).IsDone
            );

        // logistics reviews in J4; given J3's reviews too he sees both stages of each message
        var admin = await world.ActorAsync("admin", RoleFunction.Administrator, Token);
        var (people, desk) = (world.Get<PeopleDesk>(), world.Get<AllRolesDesk>());
        var actor = await world.ActorAsync("logistics", RoleFunction.Drafter, Token);
        Assert.Equal(["Logistics", "Logistics"], (await desk.ReadAsync(actor, 50, Token)).ToDecide.Select(one => one.Line.Stage));
        var j3 = (await people.ReadAsync(admin, Token))!.Roles.Single(role => role.Name == "J3 Operations").Id;
        Assert.True((await people.GiveRoleAsync(admin, actor.PersonId, j3, RoleFunction.Reviewer, null, null, Token)).IsDone);

        var all = (await desk.ReadAsync(actor, 50, Token)).ToDecide;
        Assert.Equal(
            [(short)Precedence.Flash, (short)Precedence.Flash, (short)Precedence.Routine, (short)Precedence.Routine],
            all.Select(one => one.Line.Urgency)
        );
        Assert.Equal(["J3 Operations", "J4 Logistics"], all.Take(2).Select(one => one.Acting.Role).Order(StringComparer.Ordinal));
        Assert.Equal(4, all.Select(one => (one.Line.DraftId, one.Line.Stage)).Distinct().Count());

        var membership = (await people.ReadAsync(admin, Token))!
            .People.Single(person => person.Id == actor.PersonId)
            .Memberships.Single(one => one.Role == "J3 Operations")
            .Id;
        Assert.True((await people.EndMembershipAsync(admin, membership, Token)).IsDone);
        Assert.All((await desk.ReadAsync(actor, 50, Token)).ToDecide, one => Assert.Equal("J4 Logistics", one.Acting.Role));
    }
}
