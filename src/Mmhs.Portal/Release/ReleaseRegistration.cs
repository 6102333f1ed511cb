namespace Mmhs.Portal.Release;

internal static class ReleaseRegistration
{
    /// <summary>Review and release: the desks, and the clock that escalates and expires.</summary>
    public static IServiceCollection AddRelease(this IServiceCollection services)
    {
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<ReviewReader>();
        services.AddSingleton<ReviewActs>();
        services.AddSingleton<ReviewDesk>();
        services.AddSingleton<ConcurrenceDesk>();
        services.AddSingleton<PrecedenceDesk>();
        services.AddSingleton<ReleaseCheck>();
        services.AddSingleton<ReleaseWriter>();
        services.AddSingleton<ReleaseDesk>();
        services.AddSingleton<UndoDesk>();
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
