using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Labels;
using Mmhs.Records.Storage;

namespace Mmhs.Portal.Hosting;

internal static class RecordsRegistration
{
    /// <summary>Both databases, and who is told of what changes in the portal's.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services)
    {
        services.AddSingleton<ChangeFeed>();
        services.AddDbContextFactory<PortalContext>(
            (provider, options) => Use(provider, options, "portal.db", mmhs => mmhs.PortalConnection)
        );
        services.AddDbContextFactory<RelayContext>(
            (provider, options) => Use(provider, options, "relay.db", mmhs => mmhs.RelayConnection)
        );
        services.AddSingleton(provider => new PortalRecords(
            provider.GetRequiredService<IDbContextFactory<PortalContext>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<MmhsOptions>>().Value.Instance,
            provider.GetRequiredService<ChangeFeed>()
        ));
        services.AddSingleton<LabelTable>();
        return services;
    }

    private static void Use(
        IServiceProvider provider,
        DbContextOptionsBuilder options,
        string file,
        Func<MmhsOptions, string?> connection
    )
    {
        var mmhs = provider.GetRequiredService<IOptions<MmhsOptions>>().Value;
        options.UseMmhs(
            mmhs.DatabaseProvider,
            connection(mmhs) ?? "Data Source=" + provider.GetRequiredService<DataFolder>().File(file)
        );
    }
}
