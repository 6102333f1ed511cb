using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mmhs.Portal.Audit;

/// <summary>Not ready while anything speaks against the audit trail: evidence that was bent is for people to look at before work goes on.</summary>
public sealed class TrailHealth(CheckpointWorker checkpoints) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        checkpoints.Findings is [_, ..] findings ? HealthCheckResult.Unhealthy("VIOLATED: " + string.Join(' ', findings)) : HealthCheckResult.Healthy());
}
