using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;
using Mmhs.Records.Review;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Review;

/// <summary>Where a draft stands is moved lawfully or not at all, and decision, revision and change go with the move.</summary>
public sealed class DraftLifecycleTests(Engines engines)
{
    private static readonly DecidedBy Releaser = new("releaser", "The Releaser", "The Principal");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_move_brings_its_decision_its_revision_and_its_change(DatabaseProvider provider)
    {
        var (world, draft) = await DraftAsync(provider, DraftState.ReadyForRelease);
        var heard = new List<Change>();
        var feed = new ChangeFeed();
        feed.Subscribe(heard.Add);
        var records = new PortalRecords(world.Database, world.Time, "portal-1", feed);

        await using (var work = await records.BeginAsync(Token))
        {
            var row = await work.Context.Drafts.SingleAsync(Token);
            var life = new DraftLifecycle(work, row, Releaser, World.Now);
            await life.HoldAsync(World.Now.AddHours(1), "Wait.", Token);
            await work.CommitAsync(Token);
        }

        await using var context = world.Database.CreateDbContext();
        var held = await context.Drafts.SingleAsync(Token);
        Assert.Equal((DraftState.Held, draft.Revision + 1, "Wait."), (held.State, held.Revision, held.HeldReason));
        var decision = await context.Decisions.SingleAsync(Token);
        Assert.Equal(
            (DecisionKind.Held, "releaser", "The Principal", "Wait."),
            (decision.Kind, decision.By, decision.OnBehalfOf, decision.Words)
        );
        Assert.Equal([world.Role], Assert.Single(heard, one => one.Topic == ChangeTopic.Drafts).Roles);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_no_rule_knows_as_a_move_is_a_mistake_and_moves_nothing(DatabaseProvider provider)
    {
        var (world, _) = await DraftAsync(provider, DraftState.Released);
        await using var work = await world.Records().BeginAsync(Token);
        var row = await work.Context.Drafts.SingleAsync(Token);
        var life = new DraftLifecycle(work, row, Releaser, World.Now);
        await Assert.ThrowsAsync<InvalidOperationException>(() => life.WithdrawAsync(null, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => life.RetryAsync(Token));
        Assert.Equal(DraftState.Released, row.State);
        Assert.Empty(work.Context.Decisions.Local);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Whom_it_was_brought_up_to_hears_that_it_left_him(DatabaseProvider provider)
    {
        var (world, _) = await DraftAsync(provider, DraftState.Held);
        await world.Database.TamperAsync("UPDATE draft SET escalation = 2");
        var heard = new List<Change>();
        var feed = new ChangeFeed();
        feed.Subscribe(heard.Add);
        await using var work = await new PortalRecords(world.Database, world.Time, "portal-1", feed).BeginAsync(Token);
        var life = new DraftLifecycle(work, await work.Context.Drafts.SingleAsync(Token), DecidedBy.Portal, World.Now);
        await life.ResumeAsync([], new PrecedenceTable(), null, Token);
        await work.CommitAsync(Token);
        Assert.Empty(Assert.Single(heard, one => one.Topic == ChangeTopic.Drafts).Roles); // everybody
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_operator_hears_that_a_release_failed_whatever_his_role(DatabaseProvider provider)
    {
        var (world, _) = await DraftAsync(provider, DraftState.Releasing);
        var heard = new List<Change>();
        var feed = new ChangeFeed();
        feed.Subscribe(heard.Add);
        await using var work = await new PortalRecords(world.Database, world.Time, "portal-1", feed).BeginAsync(Token);
        var life = new DraftLifecycle(work, await work.Context.Drafts.SingleAsync(Token), DecidedBy.Portal, World.Now);
        await life.FailAsync("The MSA took no copy.", Token);
        await work.CommitAsync(Token);
        Assert.Empty(Assert.Single(heard, one => one.Topic == ChangeTopic.Drafts).Roles); // everybody
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_became_of_a_release_is_not_lost_to_somebody_who_touches_the_draft(DatabaseProvider provider)
    {
        var (world, _) = await DraftAsync(provider, DraftState.Releasing);
        await world.Database.TamperAsync("UPDATE draft SET locked_by = 'drafter'");
        await using var work = await world.Records().BeginAsync(Token);
        var life = await DraftLifecycle.OfReleasingAsync(
            work,
            work.Context.Drafts.Select(one => one.Id).Single(),
            World.Now,
            Token
        );
        // his page closes and gives the lock back; on SQLite it has its turn after ours
        var unlock = Task.Run(
            () => world.Database.TamperAsync("UPDATE draft SET locked_by = NULL, revision = revision + 1"),
            Token
        );
        await Task.Delay(200, Token);
        await life!.SentAsync(Token);
        await work.CommitAsync(Token);
        await unlock;

        await using var context = world.Database.CreateDbContext();
        var row = await context.Drafts.SingleAsync(Token);
        Assert.Equal((DraftState.Released, null), (row.State, row.LockedBy));
        await using var again = await world.Records().BeginAsync(Token);
        Assert.Null(await DraftLifecycle.OfReleasingAsync(again, row.Id, World.Now, Token));
    }

    private async Task<(World World, DraftRow Draft)> DraftAsync(DatabaseProvider provider, DraftState state)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var draft = world.Draft(state);
        await world.AddAsync(draft);
        return (world, draft);
    }
}
