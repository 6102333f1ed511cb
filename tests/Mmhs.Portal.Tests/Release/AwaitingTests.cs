using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Records;

namespace Mmhs.Portal.Tests.Release;

/// <summary>Nothing that awaits a person is out of his sight: in another role, failed, or held.</summary>
public sealed class AwaitingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deputy_is_told_in_his_own_role_what_awaits_him_for_his_principal()
    {
        await using var world = await WalkWorld.OpenAsync();
        var (drafter, releaser) = (
            await world.ActorAsync("drafter", RoleFunction.Drafter, Token),
            await world.ActorAsync("releaser", RoleFunction.Releaser, Token)
        );
        var logistics = await world.ActorAsync("logistics", RoleFunction.Reviewer, Token);
        var desk = world.Get<RolesAwaiting>();
        await SubmitAsync(Precedence.Routine);
        Assert.All(await desk.ReadAsync(logistics, Token), role => Assert.Equal(0, role.Count));

        var statement = world.Delegations.Statement(
            releaser,
            "releaser",
            "logistics",
            releaser.Role.Address,
            world.Now,
            world.Now.AddHours(1)
        );
        Assert.True(
            (await world.Delegations.SetAsync(releaser, statement, await world.ProveAsync(statement, Token), Token)).IsDone
        );
        await SubmitAsync(Precedence.Flash);
        var told = Assert.Single(await desk.ReadAsync(logistics, Token), role => role.Count > 0);
        Assert.Equal((releaser.MembershipId, 2, (short?)Precedence.Flash), (told.Held.MembershipId, told.Count, told.Urgency));
        Assert.Equal("Northland HQ Releaser", told.Held.OnBehalfOf);
        Assert.StartsWith("2 await you, FLASH due in ", told.ToText(world.Now), StringComparison.Ordinal);
        Assert.StartsWith("2 await you, FLASH late ", told.ToText(told.DueAt!.Value.AddMinutes(5)), StringComparison.Ordinal);

        // where he acts for him already it stands in the queue, and not a second time beside it
        var deputy = (await world.DeputyAsync("logistics", "releaser", RoleFunction.Releaser, Token))!;
        Assert.All(await desk.ReadAsync(deputy, Token), role => Assert.Equal(0, role.Count));
        await world.WaitAsync(TimeSpan.FromHours(1), Token);
        Assert.DoesNotContain(await desk.ReadAsync(logistics, Token), role => role.Count > 0);

        async Task SubmitAsync(Precedence precedence) =>
            Assert.True(
                (
                    await world.SubmitAsync(
                        drafter,
                        await world.CreateAsync(Token),
                        WalkWorld.Form(false, precedence, "Decide."),
                        Token
                    )
                ).IsDone
            );
    }

    [Fact]
    public async Task An_operator_is_told_how_much_failed_in_his_organisation()
    {
        await using var world = await WalkWorld.OpenAsync();
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var id = await world.CreateAsync(Token);
        Assert.True((await world.SubmitAsync(drafter, id, WalkWorld.Form(false, Precedence.Routine, "It fails."), Token)).IsDone);
        var desk = world.Get<OperatorDesk>();
        var @operator = await world.ActorAsync("operator", RoleFunction.Operator, Token);
        Assert.Equal(0, await desk.WaitingAsync(@operator, Token));
        await using (var work = await world.Get<PortalRecords>().BeginAsync(Token))
        {
            await work
                .Context.Drafts.Where(draft => draft.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(draft => draft.State, DraftState.ReleaseFailed), Token);
            work.Context.SetAsides.AddRange(
                new()
                {
                    Work = Records.Operate.SetAsideWork.Index,
                    Item = "1",
                    RoleId = drafter.RoleId,
                    FirstAt = world.Now,
                    LastAt = world.Now,
                },
                new()
                {
                    Work = Records.Operate.SetAsideWork.Index,
                    Item = "2",
                    RoleId = drafter.RoleId,
                    FirstAt = world.Now,
                    LastAt = world.Now,
                    SettledAt = world.Now,
                }
            );
            await work.CommitAsync(Token);
        }
        Assert.Equal(2, await desk.WaitingAsync(@operator, Token));
        Assert.Equal(
            0,
            await desk.WaitingAsync(
                await world.ActorAsync("bde3.releaser", RoleFunction.Releaser, Token) with
                {
                    Function = RoleFunction.Operator,
                },
                Token
            )
        );
        Assert.Equal(0, await desk.WaitingAsync(drafter, Token));
    }

    [Fact]
    public async Task What_is_held_stands_below_with_who_until_since_and_why_under_its_label_only()
    {
        await using var world = await WalkWorld.OpenAsync();
        var (drafter, releaser) = (
            await world.ActorAsync("drafter", RoleFunction.Drafter, Token),
            await world.ActorAsync("releaser", RoleFunction.Releaser, Token)
        );
        var queue = world.Get<ReleaseQueue>();
        var id = await world.CreateAsync(Token);
        Assert.True((await world.SubmitAsync(drafter, id, WalkWorld.Form(false, Precedence.Flash, "Wait."), Token)).IsDone);
        Assert.Empty(await queue.HeldAsync(releaser, 10, Token));
        var since = world.Now;
        Assert.True(
            (
                await world.Review.HoldAsync(
                    releaser,
                    (await world.Office.OpenAsync(releaser, id, Token))!,
                    since.AddHours(3),
                    "The bank is not reached.",
                    Token
                )
            ).IsDone
        );

        Assert.Empty(await queue.PageAsync(releaser, 10, Token));
        var line = Assert.Single(await queue.HeldAsync(releaser, 10, Token));
        Assert.Equal(
            (id, releaser.DisplayName, (DateTimeOffset?)since, (DateTimeOffset?)since.AddHours(3), "The bank is not reached."),
            (line.DraftId, line.By, line.Since, line.Until, line.Reason)
        );
        Assert.Empty(await queue.HeldAsync(releaser with { Clearances = [] }, 10, Token));
        foreach (
            var other in new[]
            {
                drafter,
                await world.ActorAsync("chief", RoleFunction.Releaser, Token),
                await world.ActorAsync("logistics", RoleFunction.Reviewer, Token),
                await world.ActorAsync("duty", RoleFunction.DutyOfficer, Token),
            }
        )
            Assert.Empty(await queue.HeldAsync(other, 10, Token));

        Assert.True(
            (await world.Review.ResumeAsync(releaser, (await world.Office.OpenAsync(releaser, id, Token))!, Token)).IsDone
        );
        Assert.Empty(await queue.HeldAsync(releaser, 10, Token));
        Assert.Single(await queue.PageAsync(releaser, 10, Token));
    }

    [Fact]
    public async Task A_reviewer_sees_held_what_is_held_at_his_open_stage()
    {
        await using var world = await WalkWorld.OpenAsync();
        var (drafter, logistics) = (
            await world.ActorAsync("drafter", RoleFunction.Drafter, Token),
            await world.ActorAsync("logistics", RoleFunction.Reviewer, Token)
        );
        var id = await world.CreateAsync(Token);
        Assert.True((await world.SubmitAsync(drafter, id, WalkWorld.Form(true, Precedence.Priority, "Wait."), Token)).IsDone);
        Assert.True(
            (
                await world.Review.HoldAsync(
                    logistics,
                    (await world.Office.OpenAsync(logistics, id, Token))!,
                    world.Now.AddHours(1),
                    "Stores are counted.",
                    Token
                )
            ).IsDone
        );
        var queue = world.Get<ReleaseQueue>();
        Assert.Single(await queue.HeldAsync(logistics, 10, Token));
        Assert.Empty(await queue.HeldAsync(await world.ActorAsync("chief", RoleFunction.Reviewer, Token), 10, Token)); // his stage is not open yet
    }
}
