using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;
using Mmhs.Records.Labels;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Changes;

/// <summary>A change is told by the commit, once, and to those it concerns.</summary>
public sealed class ChangeTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_committed_is_told_once_and_is_there_when_it_is_told(DatabaseProvider provider)
    {
        var (world, records, heard) = await ListeningAsync(provider);
        await using var work = await records.BeginAsync(Token);
        work.Context.Labels.Add(new LabelRow { Key = "1.2.3;7;-" });
        work.Changed(ChangeTopic.Inbox, 1);
        work.Changed(ChangeTopic.Inbox, [2, 1]);
        work.Changed(ChangeTopic.Drafts, 3);
        work.Changed(ChangeTopic.Drafts);
        work.Changed(ChangeTopic.Drafts, 4);
        Assert.Empty(heard);

        await work.CommitAsync(Token);
        Assert.Equal(["Inbox 1 2, 1 labels", "Drafts , 1 labels"], heard); // for everybody stays for everybody
        Assert.NotNull(world);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_not_committed_is_not_told(DatabaseProvider provider)
    {
        var (_, records, heard) = await ListeningAsync(provider);
        await using (var given = await records.BeginAsync(Token))
        {
            given.Context.Labels.Add(new LabelRow { Key = "1.2.3;7;-" });
            given.Changed(ChangeTopic.Inbox);
        }
        await using (var first = await records.BeginAsync(Token))
        {
            first.Context.Labels.Add(new LabelRow { Key = "1.2.3;8;-" });
            await first.CommitAsync(Token);
        }
        await using var second = await records.BeginAsync(Token);
        second.Context.Labels.Add(new LabelRow { Key = "1.2.3;8;-" }); // taken
        second.Changed(ChangeTopic.Inbox);
        Assert.False(await second.TryCommitAsync(Token));
        Assert.Empty(heard);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_put_under_a_row_that_went_meanwhile_is_not_committed(DatabaseProvider provider)
    {
        var (world, records, heard) = await ListeningAsync(provider);
        var draft = world.Draft(DraftState.Draft);
        await world.AddAsync(draft);
        await using (var gone = await records.BeginAsync(Token))
        {
            await gone.Context.Drafts.ExecuteDeleteAsync(Token);
            await gone.CommitAsync(Token);
        }
        await using var work = await records.BeginAsync(Token);
        work.Context.Attachments.Add(new AttachmentRow { DraftId = draft.Id, Sha256 = new string('0', 64) });
        work.Changed(ChangeTopic.Drafts);
        Assert.False(await work.TryCommitAsync(Token));
        Assert.Empty(heard);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_listener_that_fails_keeps_neither_the_work_nor_the_others_back(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var feed = new ChangeFeed();
        var heard = 0;
        feed.Subscribe(_ => throw new InvalidOperationException());
        feed.Subscribe(_ => heard++);
        feed.Subscribe(_ => throw new DbUpdateException());
        await using var work = await new PortalRecords(world.Database, world.Time, "portal-1", feed).BeginAsync(Token);
        work.Context.Labels.Add(new LabelRow { Key = "1.2.3;7;-" });
        work.Changed(ChangeTopic.Inbox);
        Assert.True(await work.TryCommitAsync(Token));
        Assert.Equal(1, heard);
    }

    [Fact]
    public void A_change_is_seen_in_its_roles_and_by_whom_it_is_about()
    {
        var person = Guid.NewGuid();
        var everybody = new Change(ChangeTopic.Rights);
        var some = new Change(ChangeTopic.Inbox, [1, 2]);
        var one = new Change(ChangeTopic.Sessions, [], person);
        Assert.True(everybody.IsSeenIn(1) && everybody.IsAbout(person));
        Assert.True(some.IsSeenIn(2) && some.IsAbout(person) && !some.IsSeenIn(3));
        Assert.True(one.IsSeenIn(3) && one.IsAbout(person) && !one.IsAbout(Guid.NewGuid()));
    }

    private async Task<(World World, PortalRecords Records, List<string> Heard)> ListeningAsync(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var feed = new ChangeFeed();
        var heard = new List<string>();
        feed.Subscribe(change =>
        {
            using var context = world.Database.CreateDbContext();
            heard.Add($"{change.Topic} {string.Join(' ', change.Roles.Order())}, {context.Labels.Count()} labels");
        });
        return (world, new PortalRecords(world.Database, world.Time, "portal-1", feed), heard);
    }
}
