using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mmhs.Messages.Release;
using Mmhs.Portal.Audit;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Audit;

/// <summary>Somebody has the database and sets it back, or empties the trail: page and health say so, though the records are right in themselves.</summary>
public sealed class BentTrailTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DELETE FROM audit_entry; DELETE FROM audit_checkpoint; DELETE FROM audit_stream")]
    [InlineData("DELETE FROM audit_checkpoint")]
    public async Task Attack_AUD_5_2_int_an_emptied_trail_is_violated_in_page_and_health(string sql)
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        await using (var portal = await RunningPortal.StartAsync(folder))
        {
            var auditor = await portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
            var desk = portal.Get<AuditDesk>();
            Assert.Equal(AuditVerdict.Whole, (await desk.VerifyAsync(auditor, Token))!.Verdict);
            await desk.VerifyAsync(auditor, Token); // the second asks for a second checkpoint: the first is known to be held
            Assert.Equal(HealthStatus.Healthy, await HealthAsync(portal));

            await using (var context = await portal.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync(Token))
                await context.Database.ExecuteSqlRawAsync(sql, Token);
            var found = (await desk.VerifyAsync(auditor, Token))!;
            Assert.Equal(AuditVerdict.Violated, found.Verdict);
            Assert.NotEmpty(
                found.Findings.Concat(
                    found.Reports.SelectMany(report => report.Streams).Select(stream => stream.Fault?.What).OfType<string>()
                )
            );
            Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(portal));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HealthStatus> HealthAsync(RunningPortal portal) =>
        (await portal.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "audit trail", Token)).Status;
}
