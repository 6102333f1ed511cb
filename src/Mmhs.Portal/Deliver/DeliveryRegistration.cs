namespace Mmhs.Portal.Deliver;

internal static class DeliveryRegistration
{
    /// <summary>What comes in by LMTP: keep, read, check, file.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<ReportProcessor>();
        services.AddSingleton<InboxPlacing>();
        services.AddSingleton<DeliveryReception>();
        return services;
    }
}
