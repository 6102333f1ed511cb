using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Records.Compose;
using Mmhs.Records.Deliver;
using Mmhs.Records.Release;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Deliver;

/// <summary>What a reader may not see is not listed: not on this page, not on the next, not by its absence (design §6).</summary>
public sealed class LabelFilterTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task SEC_4_1_1_2_an_inbox_page_holds_readable_labels_only(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var labels = await world.LabelsAsync(3);
        var stored = new StoredMessageRow
        {
            Id = Guid.NewGuid(),
            Octets = [1],
            StoredAt = World.Now,
        };
        await world.AddAsync([stored, .. Enumerable.Range(0, 30).Select(n => world.Inbox(stored, labels[n % 3]))]);

        await using var context = world.Database.CreateDbContext();
        var seen = new List<InboxRow>();
        for (long? before = null; ; before = seen[^1].Id)
        {
            var page = await context.Inbox.Page(world.Role, [labels[0], labels[2]], before, 7).ToListAsync(Token);
            seen.AddRange(page);
            if (page.Count < 7)
                break; // a page is full unless it is the last: hidden rows leave no hole
        }
        Assert.Equal(20, seen.Count);
        Assert.DoesNotContain(seen, entry => entry.LabelId == labels[1]);
        Assert.Equal(seen.OrderByDescending(entry => entry.Id).Select(entry => entry.Id), seen.Select(entry => entry.Id));
        Assert.Empty(await context.Inbox.Page(world.Role, [], null, 50).ToListAsync(Token));
        Assert.Empty(await context.Inbox.Page(world.Role + 1, labels, null, 50).ToListAsync(Token));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task SEC_4_1_1_2_release_queue_and_sent_list_hold_readable_labels_only(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var labels = await world.LabelsAsync(2);
        var drafts = Enumerable.Range(0, 4).Select(n => world.Draft(urgency: (short)n, label: labels[n % 2])).ToList();
        await world.AddAsync([.. drafts, .. drafts.Select((draft, n) => world.Release(draft, label: labels[n % 2]))]);

        await using var context = world.Database.CreateDbContext();
        Assert.Equal(
            [3, 1],
            (await context.Drafts.ReleaseQueue(world.Role, [labels[1]]).Take(50).ToListAsync(Token)).Select(draft =>
                (int)draft.Urgency
            )
        );
        Assert.All(
            await context.Releases.Page(world.Role, [labels[0]], null, 50).ToListAsync(Token),
            release => Assert.Equal(labels[0], release.LabelId)
        );
        Assert.Empty(await context.Drafts.ReleaseQueue(world.Role, []).Take(50).ToListAsync(Token));
        Assert.Empty(await context.Releases.Page(world.Role, [], null, 50).ToListAsync(Token));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_draft_without_a_label_is_listed_as_draft_but_never_for_release(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.AddAsync(world.Draft(DraftState.Draft), world.Draft(DraftState.ReadyForRelease));

        await using var context = world.Database.CreateDbContext();
        Assert.Single(
            await context.Drafts.InState(world.Role, DraftState.Draft, [], new Unlabelled(true, null), 50).ToListAsync(Token)
        );
        Assert.Empty(await context.Drafts.ReleaseQueue(world.Role, [1, 2, 3]).Take(50).ToListAsync(Token));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_label_has_one_number_however_many_ask(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var numbers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => new Records.Labels.LabelTable(world.Database).NumberAsync("1.2.3;4;-", Token), Token))
        );
        Assert.Single(numbers.Distinct());
    }
}
