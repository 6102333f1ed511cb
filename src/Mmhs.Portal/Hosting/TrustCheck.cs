using Microsoft.EntityFrameworkCore;
using Mmhs.Hosting;
using Mmhs.Portal.Demo;
using Mmhs.Records;
using Mmhs.Relay;

namespace Mmhs.Portal.Hosting;

/// <summary>Whether the roots lie where they say what they are for: one in the wrong place would be believed for the wrong thing, or not at all.</summary>
internal static class TrustCheck
{
    /// <summary>All that is wrong with the folder of roots; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await services
            .GetRequiredService<IDbContextFactory<PortalContext>>()
            .CreateDbContextAsync(cancellationToken);
        var ours = await context.Organisations.Select(organisation => organisation.Domain).ToListAsync(cancellationToken);
        // as they are written: the options of the relay hold keys, which are read when the doors open
        ours.AddRange(
            services
                .GetRequiredService<IConfiguration>()
                .GetSection($"{RelayOptions.Section}:{nameof(RelayOptions.LocalDomains)}")
                .Get<string[]>()
                ?? []
        );
        var trust = services.GetRequiredService<TrustFolders>();
        List<string> faults = [.. trust.Faults, .. trust.FaultsAgainst(ours)];
        var data = services.GetRequiredService<DataFolder>();
        if (!DemoKeys.AreIn(data) && TrustFolders.LeftOver(data.Path) is { } leftOver)
            faults.Add(leftOver);
        return faults;
    }
}
