using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Mmhs.Messages.Release;
using Mmhs.Records.Audit;
using Mmhs.Records.Compose;
using Mmhs.Records.Deliver;
using Mmhs.Records.Relay;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Search;
using Mmhs.Records.Storage;
using Mmhs.Records.Submit;

namespace Mmhs.Records.Tests.Storage;

/// <summary>The lists and claims that run all day go by the index made for them, and sort nothing.</summary>
public sealed class QueryPlanTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_page_of_an_inbox_goes_by_arrival(DatabaseProvider provider) =>
        await OfPortalAsync(provider, "ix_inbox_role_arrival", context => context.Inbox.Page(7, [1, 2], 5000, 50));

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_expires_goes_by_its_expiry(DatabaseProvider provider) =>
        await OfPortalAsync(
            provider,
            "ix_inbox_role_expiry",
            context => context.Inbox.Expiring(7, [1, 2], (World.Now, 5000), 50)
        );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_not_searchable_yet_goes_by_its_index(DatabaseProvider provider) =>
        await OfPortalAsync(provider, "ix_inbox_to_index", context => context.Inbox.ToIndex(50));

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_release_queue_goes_by_urgency(DatabaseProvider provider) =>
        await OfPortalAsync(provider, "ix_draft_release_queue", context => context.Drafts.ReleaseQueue(7, [1, 2]).Take(50));

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_review_queue_goes_by_urgency(DatabaseProvider provider) =>
        await OfPortalAsync(provider, "ix_review_stage_queue", context => context.Stages.ReviewQueue(7, [1, 2]).Take(50));

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Drafts_in_a_state_go_by_their_latest_change(DatabaseProvider provider) =>
        await OfPortalAsync(
            provider,
            "ix_draft_role_state_updated",
            context => context.Drafts.InState(7, DraftState.Draft, [1, 2], new Unlabelled(false, "drafter"), 50)
        );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_sent_list_goes_by_number(DatabaseProvider provider) =>
        await OfPortalAsync(provider, "ix_release_role_number", context => context.Releases.Page(7, [1, 2], 5000, 50));

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_a_search_by_message_goes_by_its_index(DatabaseProvider provider) =>
        await OfPortalAsync(
            provider,
            "ix_audit_entry_message",
            context => context.Page(AuditSearch.All with { MessageId = "m@hq.example" }, null, null, 50)
        );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_a_search_by_envelope_goes_by_its_index(DatabaseProvider provider) =>
        await OfPortalAsync(
            provider,
            "ix_audit_entry_envelope",
            context => context.Page(AuditSearch.All with { EnvelopeId = "E-1" }, null, null, 50)
        );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_a_search_by_actor_goes_by_its_index(DatabaseProvider provider) =>
        await OfPortalAsync(
            provider,
            "ix_audit_entry_actor",
            context => context.Page(AuditSearch.All with { Actor = "drafter", From = World.Now }, null, null, 50)
        );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_a_search_by_time_goes_by_its_index(DatabaseProvider provider) =>
        await OfPortalAsync(
            provider,
            "ix_audit_entry_at",
            context =>
                context.Page(
                    AuditSearch.All with
                    {
                        From = World.Now,
                        Until = World.Now.AddDays(1),
                    },
                    null,
                    new(World.Now, 7, "msa-1"),
                    50
                )
        );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_AUD_6_2_AUD_7_2_a_search_by_address_goes_by_its_index(DatabaseProvider provider) =>
        await OfPortalAsync(
            provider,
            "ix_audit_address_name",
            context =>
                context.Page(
                    AuditSearch.All with
                    {
                        Address = "j3@hq.example",
                        From = World.Now,
                    },
                    new("hq.example", ["else.example"]),
                    new(World.Now, 7, "msa-1"),
                    50
                )
        );

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_claim_of_the_outbox_goes_by_urgency(DatabaseProvider provider)
    {
        var plans = new PlanRecorder();
        await using var context = WithRecorder(await engines.PortalAsync(provider), plans, options => new PortalContext(options));
        await context.ClaimAsync(World.Now, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        AssertGoesBy("ix_outbox_claim", plans);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_claim_of_the_queue_goes_by_urgency(DatabaseProvider provider)
    {
        var plans = new PlanRecorder();
        await using var context = WithRecorder(await engines.RelayAsync(provider), plans, options => new RelayContext(options));
        await context.ClaimAsync(World.Now, TimeSpan.FromMinutes(1), -4, 10, TestContext.Current.CancellationToken);
        AssertGoesBy("ix_queue_message_claim", plans);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_was_handed_over_goes_by_envelope_and_by_message(DatabaseProvider provider)
    {
        var plans = new PlanRecorder();
        var database = await engines.RelayAsync(provider);
        if (provider == DatabaseProvider.PostgreSql) // of an empty table one index is as good as the other
            await database.TamperAsync(
                """
                INSERT INTO hand_over (envelope_id, message_id, recipient, hop_address, reply, at)
                SELECT 'E-' || n, n || '@hq.example', 'ops@far.example', '192.0.2.1', '250', n FROM generate_series(1, 2000) AS n;
                ANALYZE hand_over
                """
            );
        await using var context = WithRecorder(database, plans, options => new RelayContext(options));
        await context.HandOvers.OfEnvelopes("192.0.2.1", ["E-1", "E-2"]).ToListAsync(TestContext.Current.CancellationToken);
        await context.HandOvers.OfMessages("192.0.2.1", ["a@hq.example"]).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains("ix_hand_over_envelope", plans.Plans[0], StringComparison.Ordinal);
        Assert.Contains("ix_hand_over_message", plans.Plans[1], StringComparison.Ordinal);
    }

    private async Task OfPortalAsync<TRow>(DatabaseProvider provider, string index, Func<PortalContext, IQueryable<TRow>> query)
    {
        var plans = new PlanRecorder();
        await using var context = WithRecorder(await engines.PortalAsync(provider), plans, options => new PortalContext(options));
        await query(context).ToListAsync(TestContext.Current.CancellationToken);
        AssertGoesBy(index, plans);
    }

    private static void AssertGoesBy(string index, PlanRecorder plans)
    {
        var plan = Assert.Single(plans.Plans);
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    private static TContext WithRecorder<TContext>(
        Database<TContext> database,
        PlanRecorder plans,
        Func<DbContextOptions<TContext>, TContext> make
    )
        where TContext : DbContext =>
        make(
            (DbContextOptions<TContext>)
                new DbContextOptionsBuilder<TContext>()
                    .UseMmhs(database.Provider, database.ConnectionString)
                    .AddInterceptors(plans)
                    .Options
        );

    /// <summary>Asks the engine for the plan of each query that is about to run, with the query's own parameters.</summary>
    private sealed class PlanRecorder : DbCommandInterceptor
    {
        public List<string> Plans { get; } = [];

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            var asked = command.CommandText;
            var isSqlite = command is Microsoft.Data.Sqlite.SqliteCommand;
            if (!isSqlite)
            {
                // an empty table is read through whatever the index: forbid that, and see whether the index is left as a way to the order
                command.CommandText = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            command.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + asked;
            var lines = new List<string>();
            await using (var plan = await command.ExecuteReaderAsync(cancellationToken))
                while (await plan.ReadAsync(cancellationToken))
                    lines.Add(plan.GetString(isSqlite ? 3 : 0));
            Plans.Add(string.Join('\n', lines));
            command.CommandText = asked;
            return result;
        }
    }
}
