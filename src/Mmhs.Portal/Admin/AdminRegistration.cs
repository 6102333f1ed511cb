namespace Mmhs.Portal.Admin;

internal static class AdminRegistration
{
    /// <summary>Rights, release policies and deputies.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<RightsDesk>();
        services.AddSingleton<DelegationDesk>();
        services.AddScoped<RightsEditor>();
        services.AddSingleton<PolicySimulator>();
        return services;
    }
}
