using Mmhs.Portal.Directory;

namespace Mmhs.Portal.Hosting;

/// <summary>MSA, MTA and the delivery door, in this process.</summary>
internal static class PostRoom
{
    public static IServiceCollection AddPostRoom(this IServiceCollection services)
    {
        services.AddSingleton<DirectorySnapshot>();
        return services;
    }
}
