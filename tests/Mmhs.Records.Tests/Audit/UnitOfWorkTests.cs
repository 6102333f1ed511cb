using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Audit;

/// <summary>Act and evidence are committed together or not at all (design §4).</summary>
public sealed class UnitOfWorkTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_act_and_evidence_are_there_together(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await using (var work = await world.Records().BeginAsync(Token))
        {
            work.Context.Drafts.Add(world.Draft());
            work.Audit(World.Event(AuditTypes.DraftSubmitted));
            work.Audit(World.Event(AuditTypes.Release));
            await work.CommitAsync(Token);
        }
        await using var context = world.Database.CreateDbContext();
        Assert.Equal(1, await context.Drafts.CountAsync(Token));
        Assert.Equal(
            [AuditTypes.DraftSubmitted, AuditTypes.Release],
            await context.AuditEntries.OrderBy(entry => entry.Seq).Select(entry => entry.EventType).ToListAsync(Token)
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_what_is_not_committed_leaves_neither(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await using (var work = await world.Records().BeginAsync(Token))
        {
            work.Context.Drafts.Add(world.Draft());
            work.Audit(World.Event());
        }
        await AssertNothingAsync(world);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_where_the_act_fails_there_is_no_evidence_of_it(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var draft = world.Draft();
        await using (var work = await world.Records().BeginAsync(Token))
        {
            work.Context.Add(draft);
            work.Context.Add(world.Release(draft, "drafter", "drafter"));
            work.Audit(World.Event());
            await Assert.ThrowsAsync<DbUpdateException>(() => work.CommitAsync(Token));
        }
        await AssertNothingAsync(world);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_where_the_evidence_fails_the_act_does_not_happen(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.Database.TamperAsync("DROP TABLE audit_entry");
        await using (var work = await world.Records().BeginAsync(Token))
        {
            work.Context.Drafts.Add(world.Draft());
            work.Audit(World.Event());
            await Assert.ThrowsAsync<DbUpdateException>(() => work.CommitAsync(Token));
        }
        await using var context = world.Database.CreateDbContext();
        Assert.Equal(0, await context.Drafts.CountAsync(Token));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_entry_outside_a_transaction_is_a_mistake(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await using var context = world.Database.CreateDbContext();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            AuditTrail.AppendAsync(context, "portal-1", [World.Event()], World.Now, Token)
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_concurrent_writers_keep_the_chain_whole(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(
                        async () =>
                        {
                            for (var n = 0; n < 15; n++)
                                await world.Records(writer % 2 == 0 ? "portal-1" : "portal-2").AuditAsync(World.Event(), Token);
                        },
                        Token
                    )
                )
        );

        await using var context = world.Database.CreateDbContext();
        var report = await new AuditVerifier(null).VerifyAsync(context, null, null, Token);
        Assert.Null(report.FirstFault);
        Assert.Equal([60L, 60L], report.Streams.Select(stream => stream.Entries));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_the_story_of_a_message_is_told_from_draft_to_delivery(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var records = world.Records();
        await records.AuditAsync(World.Event(AuditTypes.DraftCreated) with { Correlation = "draft-1" }, Token);
        await records.AuditAsync(World.Event(AuditTypes.DraftCreated) with { Correlation = "draft-2" }, Token);
        await records.AuditAsync(World.Event(AuditTypes.Release, messageId: "m1@hq.example"), Token);
        await records.AuditAsync(World.Event(AuditTypes.Submit, envelopeId: "E-1"), Token);
        await records.AuditAsync(World.Event(AuditTypes.Release, messageId: "m2@hq.example"), Token);

        await using var context = world.Database.CreateDbContext();
        var story = await context.Story(null, "m1@hq.example", ["draft-1"], ["E-1"]).ToListAsync(Token);
        Assert.Equal([0L, 2L, 3L], story.Select(entry => entry.Seq));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_a_search_pages_back_through_time_without_loss(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        for (var n = 0; n < 25; n++)
        {
            if (n % 3 == 0)
                world.Time.Advance(TimeSpan.FromSeconds(1)); // several share an instant
            await world.Records().AuditAsync(World.Event(actor: n % 5 == 0 ? "auditor" : "drafter"), Token);
        }
        await using var context = world.Database.CreateDbContext();
        var seen = new List<long>();
        AuditPageKey? after = null;
        while (true)
        {
            var page = await context.Page(AuditSearch.All with { Actor = "drafter" }, null, after, 6).ToListAsync(Token);
            seen.AddRange(page.Select(entry => entry.Seq));
            if (page.Count < 6)
                break;
            after = new(page[^1].At, page[^1].Seq, page[^1].Stream);
        }
        Assert.Equal(Enumerable.Range(0, 25).Where(n => n % 5 != 0).Select(n => (long)n).Reverse(), seen);
    }

    private static async Task AssertNothingAsync(World world)
    {
        await using var context = world.Database.CreateDbContext();
        Assert.Equal(0, await context.Drafts.CountAsync(Token));
        Assert.Equal(0, await context.AuditEntries.CountAsync(Token));
        Assert.Equal(0L, await context.AuditStreams.SumAsync(stream => stream.Size, Token));
    }
}
