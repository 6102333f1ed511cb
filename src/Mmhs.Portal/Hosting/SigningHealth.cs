using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Hosting;

/// <summary>Degraded while there is something about approvals and releases that an operator must look at; pages and mail of others go on.</summary>
internal sealed class SigningHealth(IApprovals approvals) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await approvals.FaultAsync(cancellationToken) is { } fault
            ? HealthCheckResult.Degraded($"{fault.Text} ({fault.Code})")
            : HealthCheckResult.Healthy();
}
