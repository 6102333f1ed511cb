using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mmhs.Records;
using Mmhs.Records.Submit;

namespace Mmhs.Portal.Hosting;

/// <summary>Degraded while something in the outbox could not be handed to the MSA: people can work, and what they release does not leave.</summary>
public sealed class OutboxHealth(PortalRecords records) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var read = await records.ReadAsync(cancellationToken);
        var waiting = await read.Outbox.Where(OutboxRow.Waits).CountAsync(cancellationToken);
        return waiting == 0 ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"{waiting} in the outbox could not be handed on and will be tried again; the operator's page says why.");
    }
}

/// <summary>The answer to who asks after our health: one word, and below it what is not well.</summary>
internal static class HealthWords
{
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"\n{entry.Key}: {entry.Value.Description ?? "no answer"}");
        await context.Response.WriteAsync(report.Status + string.Concat(lines), context.RequestAborted);
    }
}
