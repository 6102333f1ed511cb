using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Audit;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Records.Storage;
using Mmhs.Signing.Client;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Audit;

/// <summary>The signing service's own trouble, and portals beside each other, say nothing against the trail.</summary>
public sealed class CheckpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engine.Both), MemberType = typeof(Engine))]
    public async Task AUD_5_2_int_portals_beside_each_other_take_turns_and_nothing_is_called_violated(DatabaseProvider provider)
    {
        await using var engine = await Engine.StartAsync(provider);
        await using var portal = await RunningPortal.StartAsync(null, engine.Settings);
        var workers = Enumerable
            .Range(0, 3)
            .Select(_ => new CheckpointWorker(
                portal.Get<IDbContextFactory<PortalContext>>(),
                portal.Get<IDbContextFactory<RelayContext>>(),
                portal.Get<ICheckpoints>(),
                TimeProvider.System,
                portal.Get<ILogger<CheckpointWorker>>()
            ))
            .ToList();
        for (var round = 0; round < 15; round++)
        {
            await portal
                .Get<PortalRecords>()
                .AuditAsync(
                    new(
                        AuditTypes.AuditQuery,
                        AuditOutcome.Ok,
                        "auditor",
                        null,
                        null,
                        null,
                        null,
                        new() { ["what"] = "search", ["about"] = default }
                    ),
                    Token
                );
            await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.AttestAsync(1, Token), Token)));
            Assert.All(workers, worker => Assert.Empty(worker.Violations));
        }
        Assert.All(workers, worker => Assert.Empty(worker.Faults));
        var found = (
            await portal.Get<AuditDesk>().VerifyAsync(await portal.ActorAsync("auditor", RoleFunction.Auditor, Token), Token)
        )!;
        Assert.Equal(AuditVerdict.Whole, found.Verdict);
        foreach (var worker in workers)
            worker.Dispose();
    }

    [Fact]
    public async Task AUD_5_2_int_what_keeps_the_signing_service_from_attesting_is_a_fault_and_no_violation()
    {
        await using var portal = await RunningPortal.StartAsync();
        var auditor = await portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
        var desk = portal.Get<AuditDesk>();
        Assert.Equal(AuditVerdict.Whole, (await desk.VerifyAsync(auditor, Token))!.Verdict);
        var state = Assert.Single(
            Directory.GetFiles(Path.Combine(portal.Folder, "signing", "checkpoints"), "*.json"),
            file => File.ReadAllText(file).Contains("portal-1", StringComparison.Ordinal)
        );
        var whole = await File.ReadAllBytesAsync(state, Token);
        await File.WriteAllTextAsync(state, "{", Token);

        var found = (await desk.VerifyAsync(auditor, Token))!;
        Assert.Equal(AuditVerdict.Incomplete, found.Verdict);
        Assert.Empty(found.Findings);
        Assert.Contains(found.Faults, fault => fault.Contains("CHK-006", StringComparison.Ordinal));
        var health = await portal.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "audit trail", Token);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.DoesNotContain("VIOLATED", health.Entries["audit trail"].Description, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(state, whole, Token);
        Assert.Equal(AuditVerdict.Whole, (await desk.VerifyAsync(auditor, Token))!.Verdict);
        Assert.Equal(
            HealthStatus.Healthy,
            (await portal.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "audit trail", Token)).Status
        );
    }
}
