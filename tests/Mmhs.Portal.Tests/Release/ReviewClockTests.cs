using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Tests.Release;

public sealed class ReviewClockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_late_comes_to_the_deputy_and_then_to_the_duty_officer()
    {
        await using var world = await WalkWorld.OpenAsync();
        var reviewer = await world.ActorAsync("reviewer", RoleFunction.Reviewer, Token);
        var duty = await world.ActorAsync("duty", RoleFunction.DutyOfficer, Token);
        var statement = world.Delegations.Statement(
            reviewer,
            "reviewer",
            "second",
            reviewer.Role.Address,
            world.Now,
            world.Now.AddDays(1)
        );
        Assert.Empty(
            (await world.Delegations.SetAsync(reviewer, statement, await world.ProveAsync(statement, Token), Token)).Refusals
        );
        var id = await StagedAsync(world);
        Assert.Empty(
            (await world.Review.TakeAsync(reviewer, (await world.Office.OpenAsync(reviewer, id, Token))!, Token)).Refusals
        );

        // pending work moves along to who stands in, by itself
        await world.WaitAsync(TimeSpan.FromSeconds(5), Token);
        var deputy = (await world.DeputyAsync("second", "reviewer", RoleFunction.Reviewer, Token))!;
        Assert.Equal("second", Operations(await world.Office.OpenAsync(deputy, id, Token)).TakenBy);

        Assert.Null(await world.Office.OpenAsync(duty, id, Token));
        await world.WaitAsync(TimeSpan.FromMinutes(10), Token); // the budget of IMMEDIATE
        Assert.Equal(Escalation.Deputy, Operations(await world.Office.OpenAsync(reviewer, id, Token)).Escalation);
        await world.WaitAsync(TimeSpan.FromMinutes(10), Token);
        var shown = await world.Office.OpenAsync(duty, id, Token);
        Assert.Equal(Escalation.DutyOfficer, Operations(shown).Escalation);
        Assert.Contains(shown!.History, one => one is { Kind: DecisionKind.Escalated, By: "portal", Stage: "Operations" });
    }

    [Fact]
    public async Task A_hold_ends_at_its_time_and_not_before()
    {
        await using var world = await WalkWorld.OpenAsync();
        var reviewer = await world.ActorAsync("reviewer", RoleFunction.Reviewer, Token);
        var id = await StagedAsync(world);
        Assert.Empty(
            (
                await world.Review.HoldAsync(
                    reviewer,
                    (await world.Office.OpenAsync(reviewer, id, Token))!,
                    world.Now.AddHours(2),
                    "Until the weather is known.",
                    Token
                )
            ).Refusals
        );
        await world.WaitAsync(TimeSpan.FromMinutes(119), Token);
        Assert.Equal(DraftState.Held, (await world.ReadAsync(id, Token)).State);
        await world.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(DraftState.InReview, (await world.ReadAsync(id, Token)).State);
    }

    [Fact]
    public async Task A_draft_changes_where_the_clock_moves_it_and_not_where_it_is_brought_up()
    {
        await using var world = await WalkWorld.OpenAsync();
        var reviewer = await world.ActorAsync("reviewer", RoleFunction.Reviewer, Token);
        var id = await StagedAsync(world);
        var shown = (await world.Office.OpenAsync(reviewer, id, Token))!;
        Assert.Empty(
            (await world.Review.HoldAsync(reviewer, shown, world.Now.AddMinutes(30), "Until it is known.", Token)).Refusals
        );
        await world.WaitAsync(TimeSpan.FromMinutes(30), Token);
        var moved = world.Now;
        Assert.Equal(moved, await UpdatedAsync(world, id));

        await world.WaitAsync(TimeSpan.FromMinutes(30), Token); // long past the budget of IMMEDIATE
        Assert.Equal(Escalation.DutyOfficer, Operations(await world.Office.OpenAsync(reviewer, id, Token)).Escalation);
        Assert.Equal(moved, await UpdatedAsync(world, id));
    }

    [Theory]
    [InlineData("a membership begins")]
    [InlineData("a membership ends")]
    [InlineData("a deputy's time begins")]
    [InlineData("a deputy's time ends")]
    public async Task Pages_hear_once_of_a_role_that_turns_by_its_dates(string what)
    {
        await using var world = await WalkWorld.OpenAsync();
        var reviewer = await world.ActorAsync("reviewer", RoleFunction.Reviewer, Token);
        var at = world.Now.AddHours(1);
        if (what.StartsWith("a deputy", StringComparison.Ordinal))
        {
            var (from, until) = what.EndsWith("begins", StringComparison.Ordinal) ? (at, at.AddDays(1)) : (world.Now, at);
            var set = world.Delegations.Statement(reviewer, "reviewer", "second", reviewer.Role.Address, from, until);
            Assert.Empty((await world.Delegations.SetAsync(reviewer, set, await world.ProveAsync(set, Token), Token)).Refusals);
        }
        else
        {
            await using var work = await world.Get<PortalRecords>().BeginAsync(Token);
            var membership = await work.Context.Memberships.FirstAsync(one => one.PersonId == reviewer.PersonId, Token);
            if (what.EndsWith("begins", StringComparison.Ordinal))
                membership.HeldFrom = at;
            else
                membership.HeldUntil = at;
            await work.CommitAsync(Token);
        }
        await world.WaitAsync(TimeSpan.FromSeconds(5), Token);
        var heard = new List<Change>();
        using var listening = world.Get<ChangeFeed>().Subscribe(heard.Add);

        await world.WaitAsync(TimeSpan.FromMinutes(59), Token);
        Assert.Empty(heard);
        await world.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Empty(Assert.Single(heard, one => one.Topic == ChangeTopic.Rights).Roles); // everybody: who stands in has another role
        await world.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Single(heard, one => one.Topic == ChangeTopic.Rights);
    }

    [Fact]
    public async Task The_deputys_name_and_whom_he_stands_in_for_are_in_the_history()
    {
        await using var world = await WalkWorld.OpenAsync();
        var reviewer = await world.ActorAsync("reviewer", RoleFunction.Reviewer, Token);
        var set = world.Delegations.Statement(
            reviewer,
            "reviewer",
            "second",
            reviewer.Role.Address,
            world.Now,
            world.Now.AddHours(1)
        );
        Assert.Empty((await world.Delegations.SetAsync(reviewer, set, await world.ProveAsync(set, Token), Token)).Refusals);
        var deputy = (await world.DeputyAsync("second", "reviewer", RoleFunction.Reviewer, Token))!;
        var id = await StagedAsync(world);
        var shown = (await world.Office.OpenAsync(deputy, id, Token))!;
        var statement = world.Concurring.Statement(deputy, shown, Operations(shown).Name, Operations(shown).RoleAddress);
        Assert.Empty(
            (
                await world.Concurring.ConcurAsync(
                    deputy,
                    statement,
                    "As he would.",
                    await world.ProveAsync(statement, Token),
                    Token
                )
            ).Refusals
        );
        var decision = Assert.Single(
            (await world.Office.OpenAsync(reviewer, id, Token))!.History,
            one => one.Kind == DecisionKind.Concurred
        );
        Assert.Equal(("Northland HQ Second", "Northland HQ Reviewer"), (decision.ByName, decision.OnBehalfOf));

        // his time is over: he is nobody here
        await world.WaitAsync(TimeSpan.FromHours(1), Token);
        Assert.Null(await world.DeputyAsync("second", "reviewer", RoleFunction.Reviewer, Token));
    }

    private static async Task<DateTimeOffset> UpdatedAsync(WalkWorld world, Guid id)
    {
        await using var context = await world.Get<PortalRecords>().ReadAsync(Token);
        return await context.Drafts.Where(draft => draft.Id == id).Select(draft => draft.UpdatedAt).SingleAsync(Token);
    }

    private static StageView Operations(OpenVersion? shown) => shown!.Stages.Single(stage => stage.Name == "Operations");

    private static async Task<Guid> StagedAsync(WalkWorld world)
    {
        var id = await world.CreateAsync(Token);
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        Assert.Empty(
            (await world.SubmitAsync(drafter, id, WalkWorld.Form(staged: true, Precedence.Immediate, "Move."), Token)).Refusals
        );
        return id;
    }
}
