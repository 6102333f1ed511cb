using Mmhs.Records.Audit;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Audit;

/// <summary>What the records alone cannot show, and what the signing service remembers does: set back, emptied, written anew.</summary>
public sealed class AttestedTrailTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_a_trail_is_whole_with_what_was_attested_and_one_lost_signature_speaks_not_against_it(
        DatabaseProvider provider
    )
    {
        var database = await engines.PortalAsync(provider);
        using var maker = await TrailAsync(database);
        var attested = await maker.AttestedAsync();
        Assert.Equal(AuditVerdict.Whole, (await maker.VerifyAsync(null, attested)).Verdict);
        await database.TamperAsync("DELETE FROM audit_checkpoint WHERE number = 2"); // signed and never stored
        Assert.Equal(AuditVerdict.Incomplete, (await maker.VerifyAsync(null, attested)).Verdict);
        await maker.AppendAsync(3); // what came since then was not attested yet
        Assert.Equal(AuditVerdict.Incomplete, (await maker.VerifyAsync(null, attested)).Verdict);
    }

    // What is done to records that stay consistent in themselves, and the fault that names it.
    [Theory, MemberData(nameof(Attacks))]
    public async Task Attack_AUD_5_2_int_records_set_back_or_emptied_are_violated(
        DatabaseProvider provider,
        string sql,
        string code
    )
    {
        var database = await engines.PortalAsync(provider);
        using var maker = await TrailAsync(database);
        var attested = await maker.AttestedAsync();
        await database.TamperAsync(sql);
        if (!sql.Contains("audit_stream", StringComparison.Ordinal))
            await maker.RewriteAllHashesAsync(checkpointsToo: false);
        var report = await maker.VerifyAsync(null, attested);
        Assert.Equal(AuditVerdict.Violated, report.Verdict);
        Assert.Equal(code, report.FirstFault!.Code);
    }

    public static TheoryData<DatabaseProvider, string, string> Attacks()
    {
        var table = new TheoryData<DatabaseProvider, string, string>();
        foreach (var provider in new[] { DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql })
        {
            table.Add(
                provider,
                "DELETE FROM audit_entry WHERE seq >= 20; DELETE FROM audit_checkpoint WHERE size > 20",
                AuditFaultCodes.RolledBack
            );
            table.Add(
                provider,
                "DELETE FROM audit_entry; DELETE FROM audit_checkpoint; DELETE FROM audit_stream",
                AuditFaultCodes.StreamMissing
            );
            table.Add(provider, "DELETE FROM audit_checkpoint", AuditFaultCodes.NotAttested);
        }
        return table;
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Attack_AUD_5_2_int_another_past_of_the_same_length_is_not_the_one_attested(DatabaseProvider provider)
    {
        var database = await engines.PortalAsync(provider);
        using var maker = await TrailAsync(database);
        var other = await engines.PortalAsync(provider);
        using var forged = await TrailAsync(other, "forger");
        var report = await forged.VerifyAsync(null, await maker.AttestedAsync());
        Assert.Equal(
            (AuditVerdict.Violated, AuditFaultCodes.NotAttested, 29L),
            (report.Verdict, report.FirstFault!.Code, report.FirstFault.Seq)
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task AUD_5_2_int_no_stream_at_all_is_never_called_whole(DatabaseProvider provider)
    {
        var database = await engines.PortalAsync(provider);
        using var maker = new TrailMaker(database);
        Assert.Equal(AuditVerdict.Incomplete, (await maker.VerifyAsync()).Verdict);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Attack_AUD_5_2_int_a_stream_emptied_down_to_its_row_is_never_called_whole(DatabaseProvider provider)
    {
        var database = await engines.PortalAsync(provider);
        using var maker = await TrailAsync(database);
        var attested = await maker.AttestedAsync();
        await database.TamperAsync("DELETE FROM audit_entry; DELETE FROM audit_checkpoint; DELETE FROM audit_address");
        await maker.RewriteAllHashesAsync(checkpointsToo: false);
        Assert.Equal(AuditVerdict.Incomplete, (await maker.VerifyAsync()).Verdict);
        Assert.Equal(AuditVerdict.Violated, (await maker.VerifyAsync(null, attested)).Verdict);
    }

    private static async Task<TrailMaker> TrailAsync(Database<PortalContext> database, string actor = "actor")
    {
        var maker = new TrailMaker(database) { Actor = actor };
        for (var i = 0; i < 3; i++)
        {
            await maker.AppendAsync(10);
            await maker.CheckpointAsync();
        }
        return maker;
    }
}
