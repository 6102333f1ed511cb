using Microsoft.Extensions.DependencyInjection.Extensions;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Shared;

internal static class SharedRegistration
{
    /// <summary>What the frame and the controls ask for; the clock only where none is registered yet.</summary>
    public static IServiceCollection AddShared(this IServiceCollection services)
    {
        services.AddScoped<Notices>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
