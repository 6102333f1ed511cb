using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mmhs.Records;
using Mmhs.Records.Submit;

namespace Mmhs.Portal.Hosting;

/// <summary>Degraded while something in the outbox could not be handed to the MSA: people can work, and what they release does not leave.</summary>
internal sealed class OutboxHealth(PortalRecords records) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        await using var read = await records.ReadAsync(cancellationToken);
        var waiting = await read.Outbox.Where(OutboxRow.Waits).CountAsync(cancellationToken);
        return waiting == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"{waiting} in the outbox could not be handed on and will be tried again; the operator's page says why."
            );
    }
}
