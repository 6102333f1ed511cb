using Microsoft.EntityFrameworkCore;
using Mmhs.Hosting;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Portal.Hosting;

/// <summary>What was made for the demonstration never serves in earnest, nor the reverse: its passwords are printed in the README.</summary>
internal static class ModeCheck
{
    /// <summary>Faults of the mode with what lies in records and data folder; empty when they go together.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(
        IServiceProvider services,
        PortalMode mode,
        CancellationToken cancellationToken
    )
    {
        await using var context = await services
            .GetRequiredService<IDbContextFactory<PortalContext>>()
            .CreateDbContextAsync(cancellationToken);
        var domains = await context.Organisations.Select(organisation => organisation.Domain).ToListAsync(cancellationToken);
        var isDemo = domains.Exists(domain =>
            DemoWorld.SigningOrganisations().Any(demo => string.Equals(demo.Domain, domain, StringComparison.OrdinalIgnoreCase))
        );
        var faults = new List<string>();
        if (mode == PortalMode.Demo && domains.Count > 0 && !isDemo)
            faults.Add(
                "Mmhs:Mode is Demo, and the records are not of the demonstration world. Set Mmhs:Mode to Production, or name another data folder or database."
            );
        if (mode == PortalMode.Production && isDemo)
            faults.Add(
                "Mmhs:Mode is Production, and the records hold the demonstration world, whose passwords everybody knows. Name an empty data folder or database."
            );
        if (mode == PortalMode.Production && DemoKeys.AreIn(services.GetRequiredService<DataFolder>()))
            faults.Add(
                "Mmhs:Mode is Production, and the data folder holds the demonstration's authority with its private key. Name another data folder."
            );
        return faults;
    }
}
