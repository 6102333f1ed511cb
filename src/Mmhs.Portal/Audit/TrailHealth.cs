using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mmhs.Portal.Audit;

/// <summary>Not ready while anything speaks against the audit trail: evidence that was bent is for people to look at before work goes on. Degraded while it cannot be attested.</summary>
internal sealed class TrailHealth(CheckpointWorker checkpoints) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            checkpoints.Violations is [_, ..] violations
                ? HealthCheckResult.Unhealthy("VIOLATED: " + string.Join(' ', violations))
            : checkpoints.Faults is [_, ..] faults
                ? HealthCheckResult.Degraded("Not attested for now: " + string.Join(' ', faults))
            : HealthCheckResult.Healthy()
        );
}
