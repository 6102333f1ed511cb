namespace Mmhs.Portal.Shell;

internal static class ShellRegistration
{
    /// <summary>Pages and the line they are kept alive by.</summary>
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 256 * 1024);
        return services;
    }
}
