namespace Mmhs.Portal.Track;

internal static class TrackingRegistration
{
    /// <summary>What became of what was sent, and what the operators look after.</summary>
    public static IServiceCollection AddTracking(this IServiceCollection services)
    {
        services.AddSingleton<TrackingDesk>();
        services.AddSingleton<UnmatchedReportDesk>();
        services.AddSingleton<SetAsideDesk>();
        services.AddSingleton<HealthDesk>();
        services.AddSingleton<StuckDesk>();
        return services;
    }
}
