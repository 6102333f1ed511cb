using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;

namespace Mmhs.Portal.Track;

/// <summary>A part of the portal that is not well, in words.</summary>
public sealed record Ailment(string Part, string Words);

/// <summary>What <c>/health/ready</c> names without words, with them, for the operator.</summary>
public sealed class HealthDesk(HealthCheckService health)
{
    public async Task<IReadOnlyList<Ailment>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Function != RoleFunction.Operator)
            return [];
        var report = await health.CheckHealthAsync(check => check.Tags.Contains("ready"), cancellationToken);
        return
        [
            .. report
                .Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new Ailment(entry.Key, entry.Value.Description ?? "It gives no answer.")),
        ];
    }
}
