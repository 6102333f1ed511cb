namespace Mmhs.Portal.Audit;

internal static class AuditRegistration
{
    /// <summary>The auditors' desk, and the worker that has the streams attested. To be added last of those that work: at a stop it attests what the others wrote.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditDesk>();
        services.AddSingleton<CheckpointWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<CheckpointWorker>());
        return services;
    }
}
