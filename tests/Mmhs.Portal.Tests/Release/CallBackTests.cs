using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Portal.Track;
using Mmhs.Records;

namespace Mmhs.Portal.Tests.Release;

/// <summary>What was released and waits for its time stands in the sent list with that time, and is called back from there.</summary>
public sealed class CallBackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_waiting_release_is_shown_with_its_time_and_called_back_by_who_may()
    {
        await using var world = await WalkWorld.OpenAsync();
        var (drafter, releaser) = (
            await world.ActorAsync("drafter", RoleFunction.Drafter, Token),
            await world.ActorAsync("releaser", RoleFunction.Releaser, Token)
        );
        var other = await world.ActorAsync("chief", RoleFunction.Releaser, Token);
        var leaves = world.Now.AddHours(20);
        var id = await ReleasedAsync(world, leaves);
        var desk = world.Get<TrackingDesk>();
        var line = Assert.Single(await desk.PageAsync(drafter, null, 10, Token));
        Assert.Equal(leaves, line.LeavesAt);
        Assert.Equal($"waits, leaves {new DateTimeGroup(leaves)}", new SentRow(line, null).Progress);

        async Task<(DateTimeOffset? Leaves, bool May)> SeenAsync(Actor actor) =>
            await desk.OpenAsync(actor, line.Release.Id, Token) is { } seen ? (seen.LeavesAt, seen.MayCallBack) : default;
        Assert.Equal((leaves, false), await SeenAsync(drafter));
        Assert.Equal((leaves, true), await SeenAsync(releaser));
        Assert.Equal(default, await SeenAsync(other));

        Assert.Equal("ACC-001", (await world.Undoing.CallBackAsync(drafter, line.Release.Id, Token)).Refusals[0].Code);
        Assert.Equal("ACC-002", (await world.Undoing.CallBackAsync(other, line.Release.Id, Token)).Refusals[0].Code);
        Assert.Equal("ACC-002", (await world.Undoing.CallBackAsync(releaser, Guid.NewGuid(), Token)).Refusals[0].Code);
        Assert.NotNull((await world.ReadAsync(id, Token)).Release);
        Assert.True((await world.Undoing.CallBackAsync(releaser, line.Release.Id, Token)).IsDone);
        Assert.Equal(DraftState.ReadyForRelease, (await world.ReadAsync(id, Token)).State);
        Assert.Empty(await desk.PageAsync(drafter, null, 10, Token));
    }

    [Fact]
    public async Task What_has_begun_to_leave_no_longer_waits()
    {
        await using var world = await WalkWorld.OpenAsync();
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var id = await ReleasedAsync(world, world.Now.AddHours(1));
        var release = (await world.ReadAsync(id, Token)).Release!.Id;
        await world.WaitAsync(TimeSpan.FromHours(1), Token);
        var desk = world.Get<TrackingDesk>();
        Assert.Null(Assert.Single(await desk.PageAsync(releaser, null, 10, Token)).LeavesAt);
        var seen = (await desk.OpenAsync(releaser, release, Token))!;
        Assert.Equal((null, false), (seen.LeavesAt, seen.MayCallBack));
        Assert.Equal("REL-026", (await world.Undoing.CallBackAsync(releaser, release, Token)).Refusals[0].Code);
        await world.SignAsync(Token);
        Assert.True((await world.ReadAsync(id, Token)).Signed);
    }

    [Fact]
    public async Task An_older_release_of_the_draft_calls_no_later_one_back()
    {
        await using var world = await WalkWorld.OpenAsync();
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var id = await ReleasedAsync(world, world.Now.AddHours(1));
        var older = (await world.ReadAsync(id, Token)).Release!.Id;
        await using (var work = await world.Get<PortalRecords>().BeginAsync(Token))
        {
            await work
                .Context.Drafts.Where(draft => draft.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(draft => draft.State, DraftState.ReleaseFailed), Token);
            await work.CommitAsync(Token);
        }
        Assert.True(
            (
                await world
                    .Get<OperatorDesk>()
                    .ReturnAsync(await world.ActorAsync("operator", RoleFunction.Operator, Token), older, "Another way.", Token)
            ).IsDone
        );
        await ReleasedAsync(world, world.Now.AddHours(2), id);
        Assert.Equal("REL-026", (await world.Undoing.CallBackAsync(releaser, older, Token)).Refusals[0].Code);
        var later = (await world.ReadAsync(id, Token)).Release!.Id;
        Assert.NotEqual(older, later);
        Assert.True((await world.Undoing.CallBackAsync(releaser, later, Token)).IsDone);
    }

    private static async Task<Guid> ReleasedAsync(WalkWorld world, DateTimeOffset leaves, Guid? draft = null)
    {
        var (drafter, releaser) = (
            await world.ActorAsync("drafter", RoleFunction.Drafter, Token),
            await world.ActorAsync("releaser", RoleFunction.Releaser, Token)
        );
        var id = draft ?? await world.CreateAsync(Token);
        Assert.True(
            (
                await world.SubmitAsync(
                    drafter,
                    id,
                    WalkWorld.Form(false, Precedence.Flash, "Later.") with
                    {
                        Optional = new() { DeferUntil = new(leaves) },
                    },
                    Token
                )
            ).IsDone
        );
        var open = (await world.Office.OpenAsync(releaser, id, Token))!;
        Assert.Empty(
            (await world.Office.ReleaseAsync(releaser, open, world.Office.Prepare(open), DemoWorld.Password, Token)).Refusals
        );
        return id;
    }
}
