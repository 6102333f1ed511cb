using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Audit;

/// <summary>Whoever has the database but not the signing key cannot change the past unseen (access-and-audit §3, §5).</summary>
public sealed class AuditVerifierTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_a_trail_nobody_touched_is_whole(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        var report = await trail.Maker.VerifyAsync();
        Assert.Equal(AuditVerdict.Whole, report.Verdict);
        Assert.Equal(new AuditStreamReport("portal-1", 30, 3, 30, null), Assert.Single(report.Streams));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_entries_after_the_last_checkpoint_are_incomplete_evidence(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        await trail.Maker.AppendAsync(4);
        var report = await trail.Maker.VerifyAsync();
        Assert.Equal(AuditVerdict.Incomplete, report.Verdict);
        Assert.Equal((34L, 30L, 4L), (report.Streams[0].Entries, report.Streams[0].Covered, report.Streams[0].Uncovered));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_without_a_trust_anchor_the_evidence_is_incomplete(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        Assert.Equal(AuditVerdict.Incomplete, (await trail.Maker.VerifyAsync(new AuditVerifier(null))).Verdict);
    }

    // One row, one way to tamper: what is done, the first entry that is named, and why.
    public static TheoryData<DatabaseProvider, string, string, long> Tampering()
    {
        var zeros = new string('0', 64);
        var table = new TheoryData<DatabaseProvider, string, string, long>();
        foreach (var provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql })
        {
            var octets = provider == DatabaseProvider.Sqlite ? $"X'{zeros}'" : $"decode('{zeros}', 'hex')";
            foreach (
                var (sql, code, seq) in new (string, string, long)[]
                {
                    ("UPDATE audit_entry SET entry_hash = " + octets + " WHERE seq = 12", AuditFaultCodes.EntryHash, 12),
                    ("UPDATE audit_entry SET chain_hash = " + octets + " WHERE seq = 12", AuditFaultCodes.ChainHash, 12),
                    ("DELETE FROM audit_entry WHERE seq = 17", AuditFaultCodes.Gap, 17),
                    ("DELETE FROM audit_entry WHERE seq = 0", AuditFaultCodes.Gap, 0),
                    ("DELETE FROM audit_entry", AuditFaultCodes.Truncated, 0),
                    (
                        "UPDATE audit_entry SET seq = 99 WHERE seq = 5; UPDATE audit_entry SET seq = 5 WHERE seq = 6; UPDATE audit_entry SET seq = 6 WHERE seq = 99",
                        AuditFaultCodes.Moved,
                        5
                    ),
                    (
                        "INSERT INTO audit_entry SELECT stream, 30, canon, entry_hash, chain_hash, at, event_type, outcome, actor, message_id, envelope_id, correlation FROM audit_entry WHERE seq = 29",
                        AuditFaultCodes.Moved,
                        30
                    ),
                    (
                        "INSERT INTO audit_entry SELECT stream, -1, canon, entry_hash, chain_hash, at, event_type, outcome, actor, message_id, envelope_id, correlation FROM audit_entry WHERE seq = 29",
                        AuditFaultCodes.Gap,
                        0
                    ),
                    ("UPDATE audit_entry SET stream = 'portal-2'", AuditFaultCodes.Truncated, 0),
                    ("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("UPDATE audit_entry SET actor = NULL WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("UPDATE audit_entry SET message_id = 'm9@hq.example' WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("UPDATE audit_entry SET envelope_id = 'E-9' WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("UPDATE audit_entry SET correlation = 'item-9' WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("UPDATE audit_entry SET event_type = 'LOGIN' WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("UPDATE audit_entry SET outcome = 'denied' WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("UPDATE audit_entry SET at = at + 1 WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("DELETE FROM audit_address WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    ("DELETE FROM audit_address WHERE seq = 3 AND name LIKE '@%'", AuditFaultCodes.SearchColumn, 3),
                    (
                        "UPDATE audit_address SET name = '@else.example' WHERE seq = 3 AND name = '@hq.example'",
                        AuditFaultCodes.SearchColumn,
                        3
                    ),
                    ("UPDATE audit_address SET at = at + 1 WHERE seq = 3", AuditFaultCodes.SearchColumn, 3),
                    (
                        "INSERT INTO audit_address (stream, seq, name, at) SELECT stream, seq, '@else.example', at FROM audit_address WHERE seq = 3 AND name = '@hq.example'",
                        AuditFaultCodes.SearchColumn,
                        3
                    ),
                    ("UPDATE audit_stream SET size = size + 1", AuditFaultCodes.StreamEnd, 30),
                    ("UPDATE audit_stream SET frontier = chain", AuditFaultCodes.StreamEnd, 30),
                    ("DELETE FROM audit_stream", AuditFaultCodes.StreamEnd, 30),
                    (
                        "UPDATE audit_checkpoint SET text = replace(text, 'size: 20', 'size: 21')",
                        AuditFaultCodes.CheckpointMoved,
                        19
                    ),
                    ("UPDATE audit_checkpoint SET size = 21 WHERE size = 20", AuditFaultCodes.CheckpointMoved, 20),
                    (
                        "UPDATE audit_checkpoint SET text = replace(text, 'stream: portal-1', 'stream: portal-2') WHERE size = 10",
                        AuditFaultCodes.CheckpointMoved,
                        9
                    ),
                    ("UPDATE audit_checkpoint SET text = 'x' || text WHERE size = 10", AuditFaultCodes.CheckpointUnreadable, 9),
                    (
                        "UPDATE audit_checkpoint SET text = replace(text, 'first: 0', 'first: 4') WHERE size = 10",
                        AuditFaultCodes.CheckpointUnreadable,
                        9
                    ),
                    (
                        "UPDATE audit_checkpoint SET signature = " + octets + " WHERE size = 20",
                        AuditFaultCodes.CheckpointSignature,
                        19
                    ),
                    (
                        "UPDATE audit_checkpoint SET text = replace(text, 'key: 0', 'key: 1') WHERE size = 10",
                        AuditFaultCodes.CheckpointSignature,
                        9
                    ),
                    ("DELETE FROM audit_checkpoint WHERE size = 10", AuditFaultCodes.CheckpointLink, 19),
                }
            )
                table.Add(provider, sql, code, seq);
        }
        return table;
    }

    [Theory, MemberData(nameof(Tampering))]
    public async Task AUD_5_2_int_tampering_is_named_by_its_first_entry(
        DatabaseProvider provider,
        string sql,
        string code,
        long seq
    )
    {
        using var trail = await TrailAsync(provider);
        await trail.Database.TamperAsync(sql);
        var report = await trail.Maker.VerifyAsync();
        Assert.Equal(AuditVerdict.Violated, report.Verdict);
        Assert.Equal((code, "portal-1", seq), (report.FirstFault!.Code, report.FirstFault.Stream, report.FirstFault.Seq));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_one_octet_anywhere_in_an_entry_is_found(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        int length;
        await using (var context = trail.Database.CreateDbContext())
            length = (await context.AuditEntries.SingleAsync(entry => entry.Seq == 12, Token)).Canon.Length;
        for (var at = 0; at < length; at += 5)
        {
            await FlipAsync(trail, 12, at);
            var fault = (await trail.Maker.VerifyAsync()).FirstFault;
            Assert.NotNull(fault);
            Assert.Equal(12, fault.Seq);
            await FlipAsync(trail, 12, at);
        }
        Assert.Equal(AuditVerdict.Whole, (await trail.Maker.VerifyAsync()).Verdict);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_another_spelling_with_hashes_to_fit_is_found(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider, checkpoints: false);
        await using (var context = trail.Database.CreateDbContext())
        {
            var entry = await context.AuditEntries.SingleAsync(row => row.Seq == 12, Token);
            entry.Canon = Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(entry.Canon).Replace("\"seq\":12", "\"seq\": 12", StringComparison.Ordinal)
            );
            await context.SaveChangesAsync(Token);
        }
        await trail.Maker.RewriteAllHashesAsync(checkpointsToo: false);
        Assert.Equal((AuditFaultCodes.NotCanonical, 12L), Named(await trail.Maker.VerifyAsync()));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_a_clock_set_back_is_found(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider, checkpoints: false);
        await using (var context = trail.Database.CreateDbContext())
        {
            var entry = await context.AuditEntries.SingleAsync(row => row.Seq == 12, Token);
            var early = entry.At - AuditVerifier.ClockSkew - TimeSpan.FromSeconds(1);
            entry.Canon = World
                .Event("SUBMIT", entry.Actor, entry.MessageId, entry.EnvelopeId)
                .ToCanonicalBytes("portal-1", 12, early);
            entry.At = early;
            await context.SaveChangesAsync(Token);
        }
        await trail.Maker.RewriteAllHashesAsync(checkpointsToo: false);
        Assert.Equal((AuditFaultCodes.TimeBack, 12L), Named(await trail.Maker.VerifyAsync()));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Attack_AUD_5_2_int_an_entry_that_does_not_state_what_its_kind_states_is_found(DatabaseProvider provider)
    {
        var database = await engines.PortalAsync(provider);
        using var maker = new TrailMaker(database);
        await maker.AppendAsync(2);
        var release = World.Event(AuditTypes.Release);
        foreach (
            var (entry, isFound) in new[]
            {
                (release with { Outcome = AuditOutcome.Denied, Data = new() }, false), // what did not go through may state less
                (release with { Type = "OF_ANOTHER_VERSION", Data = new() }, false),
                (release with { Data = new() { ["version"] = 1 } }, true),
            }
        )
        {
            await using (var context = database.CreateDbContext())
            {
                await using var transaction = await context.Database.BeginTransactionAsync(Token);
                await AuditTrail.AppendAsync(context, "portal-1", [entry], World.Now.AddHours(1), Token);
                await context.SaveChangesAsync(Token);
                await transaction.CommitAsync(Token);
            }
            var report = await maker.VerifyAsync();
            Assert.Equal(isFound ? AuditFaultCodes.FactMissing : null, report.FirstFault?.Code);
            Assert.Equal(isFound ? 4 : null, report.FirstFault?.Seq);
        }
        Assert.Contains("contentHash", (await maker.VerifyAsync()).FirstFault!.What, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_hashes_rewritten_to_fit_do_not_fit_the_checkpoint(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        await ForgeAsync(trail, 12);
        await trail.Maker.RewriteAllHashesAsync(checkpointsToo: false);
        Assert.Equal((AuditFaultCodes.CheckpointContent, 19L), Named(await trail.Maker.VerifyAsync()));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_a_trail_rewritten_as_a_whole_fails_by_its_signature(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        await ForgeAsync(trail, 12);
        await trail.Maker.RewriteAllHashesAsync(checkpointsToo: true);
        Assert.Equal((AuditFaultCodes.CheckpointSignature, 19L), Named(await trail.Maker.VerifyAsync()));
        Assert.NotEqual(AuditVerdict.Whole, (await trail.Maker.VerifyAsync(new AuditVerifier(null))).Verdict); // who cannot check signatures is not told all is well
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_a_tail_cut_off_below_a_checkpoint_is_found(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        await trail.Database.TamperAsync("DELETE FROM audit_entry WHERE seq >= 25");
        await trail.Maker.RewriteAllHashesAsync(checkpointsToo: false);
        Assert.Equal((AuditFaultCodes.Truncated, 25L), Named(await trail.Maker.VerifyAsync()));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_a_tail_cut_off_above_the_last_checkpoint_shows_in_the_streams_row_only(
        DatabaseProvider provider
    )
    {
        using var trail = await TrailAsync(provider);
        await trail.Maker.AppendAsync(5);
        await trail.Database.TamperAsync("DELETE FROM audit_entry WHERE seq >= 32");
        Assert.Equal((AuditFaultCodes.StreamEnd, 32L), Named(await trail.Maker.VerifyAsync()));

        // The limit of what one database can prove: said in so many words, and the reason for copies elsewhere (access-and-audit §4.5).
        await trail.Maker.RewriteAllHashesAsync(checkpointsToo: false);
        Assert.Equal(AuditVerdict.Incomplete, (await trail.Maker.VerifyAsync()).Verdict);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_a_number_there_twice_is_found_though_the_key_was_dropped(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        await trail.Database.TamperAsync(
            provider == DatabaseProvider.Sqlite
                ? "CREATE TABLE copy AS SELECT * FROM audit_entry; DROP TABLE audit_entry; ALTER TABLE copy RENAME TO audit_entry; INSERT INTO audit_entry SELECT * FROM audit_entry WHERE seq = 8"
                : "ALTER TABLE audit_entry DROP CONSTRAINT \"PK_audit_entry\"; INSERT INTO audit_entry SELECT * FROM audit_entry WHERE seq = 8"
        );
        Assert.Equal((AuditFaultCodes.Gap, 9L), Named(await trail.Maker.VerifyAsync()));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_streams_are_told_apart(DatabaseProvider provider)
    {
        using var trail = await TrailAsync(provider);
        using var other = new TrailMaker(trail.Database, "msa-1");
        await other.AppendAsync(3);
        await trail.Database.TamperAsync("UPDATE audit_entry SET actor = 'nobody' WHERE stream = 'msa-1' AND seq = 1");

        await using var context = trail.Database.CreateDbContext();
        var both = await trail.Maker.VerifyAsync();
        Assert.Equal(["msa-1", "portal-1"], both.Streams.Select(stream => stream.Stream));
        Assert.Equal(("msa-1", 1L), (both.FirstFault!.Stream, both.FirstFault.Seq));
        Assert.Equal(AuditVerdict.Whole, (await trail.Maker.Verifier.VerifyAsync(context, "portal-1", null, Token)).Verdict);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_6_2_int_the_relays_trail_is_verified_the_same_way(DatabaseProvider provider)
    {
        var relay = await engines.RelayAsync(provider);
        await using var context = relay.CreateDbContext();
        await using (var transaction = await context.Database.BeginTransactionAsync(Token))
        {
            await AuditTrail.AppendAsync(
                context,
                "msa-1",
                [World.Event("MSA_ACCEPT"), World.Event("TRANSFER_OUT")],
                World.Now,
                Token
            );
            await context.SaveChangesAsync(Token);
            await transaction.CommitAsync(Token);
        }
        await relay.TamperAsync("UPDATE audit_entry SET outcome = 'failed' WHERE seq = 1");
        Assert.Equal(
            (AuditFaultCodes.SearchColumn, 1L),
            Named(await new AuditVerifier(null).VerifyAsync(context, null, null, Token))
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_a_hundred_thousand_entries_take_no_more_memory_than_a_few(DatabaseProvider provider)
    {
        using var trail = new Trail(await engines.PortalAsync(provider));
        for (var n = 0; n < 5; n++)
        {
            await trail.Maker.AppendAsync(20_000);
            await trail.Maker.CheckpointAsync();
        }
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var reading = trail.Maker.VerifyAsync();
        var most = 0L;
        while (!reading.IsCompleted)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            await Task.WhenAny(reading, Task.Delay(100, Token));
        }
        var report = await reading;
        Assert.Equal((AuditVerdict.Whole, 100_000L), (report.Verdict, report.Streams[0].Entries));
        Assert.InRange(most, long.MinValue, 24 * 1024 * 1024); // the entries alone are more than 30 MB
    }

    private static (string Code, long Seq) Named(AuditReport report) => (report.FirstFault!.Code, report.FirstFault.Seq);

    private async Task<Trail> TrailAsync(DatabaseProvider provider, bool checkpoints = true)
    {
        var trail = new Trail(await engines.PortalAsync(provider));
        for (var n = 0; n < 3; n++)
        {
            await trail.Maker.AppendAsync(10);
            if (checkpoints)
                await trail.Maker.CheckpointAsync();
        }
        return trail;
    }

    private static async Task FlipAsync(Trail trail, long seq, int at)
    {
        await using var context = trail.Database.CreateDbContext();
        var entry = await context.AuditEntries.SingleAsync(row => row.Seq == seq, Token);
        var octets = entry.Canon.ToArray();
        octets[at] ^= 0x01;
        entry.Canon = octets;
        await context.SaveChangesAsync(Token);
    }

    private static async Task ForgeAsync(Trail trail, long seq)
    {
        await using var context = trail.Database.CreateDbContext();
        var entry = await context.AuditEntries.SingleAsync(row => row.Seq == seq, Token);
        entry.Actor = "somebody-else";
        entry.Canon = World
            .Event("SUBMIT", "somebody-else", entry.MessageId, entry.EnvelopeId)
            .ToCanonicalBytes("portal-1", seq, entry.At);
        await context.SaveChangesAsync(Token);
    }

    private sealed class Trail(Database<PortalContext> database) : IDisposable
    {
        public Database<PortalContext> Database { get; } = database;

        public TrailMaker Maker { get; } = new(database);

        public void Dispose() => Maker.Dispose();
    }
}
