namespace Mmhs.Portal.Release;

public static class ReleaseRegistration
{
    /// <summary>Review and release: the desks, and the clock that escalates and expires.</summary>
    public static IServiceCollection AddRelease(this IServiceCollection services)
    {
        services.AddSingleton<ProofDesk>();
        services.AddSingleton<ReviewStart>();
        services.AddSingleton<ReviewReader>();
        services.AddSingleton<ReviewDesk>();
        services.AddSingleton<ReleaseDesk>();
        services.AddSingleton<ReleaseQueue>();
        services.AddSingleton<RolesAwaiting>();
        services.AddSingleton<OperatorDesk>();
        services.AddSingleton<BreakGlassDesk>();
        services.AddSingleton<MinimizeDesk>();
        services.AddSingleton<WhoMayRelease>();
        services.AddSingleton<BulkRelease>();
        services.AddSingleton<ReviewClock>();
        services.AddHostedService(provider => provider.GetRequiredService<ReviewClock>());
        return services;
    }
}
