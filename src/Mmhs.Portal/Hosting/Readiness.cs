using Mmhs.Hosting;
using Mmhs.Portal.Audit;
using Mmhs.Records;

namespace Mmhs.Portal.Hosting;

/// <summary>Whether we live, and whether we are ready.</summary>
internal static class Readiness
{
    private const string Ready = "ready";

    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<RecordsHealth<PortalContext>>("portal records", tags: [Ready])
            .AddCheck<RecordsHealth<RelayContext>>("relay records", tags: [Ready])
            .AddCheck<TrailHealth>("audit trail", tags: [Ready])
            .AddCheck<SigningHealth>("signing service", tags: [Ready])
            .AddCheck<OutboxHealth>("outbox", tags: [Ready]);
        return services;
    }

    public static void MapReadiness(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        endpoints
            .MapHealthChecks(
                "/health/ready",
                new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = HealthText.WriteAsync }
            )
            .AllowAnonymous();
    }
}
