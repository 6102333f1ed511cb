using Microsoft.Extensions.DependencyInjection;
using Mmhs.Signing.Approvals;
using Mmhs.Signing.Checkpoints;
using Mmhs.Signing.Client;
using Mmhs.Signing.Keys;
using Mmhs.Signing.Ledger;

namespace Mmhs.Signing;

public static class SigningRegistration
{
    /// <summary>Adds the signing service in this process. It needs <c>PolicyCatalog</c> and <c>TimeProvider</c> beside it.</summary>
    public static IServiceCollection AddSigning(this IServiceCollection services)
    {
        services
            .AddOptions<SigningOptions>()
            .BindConfiguration(SigningOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<LedgerFile>();
        services.AddSingleton<FileEntries>();
        services.AddSingleton<ReleaseLedger>();
        services.AddSingleton<Roster>();
        services.AddSingleton<RosterDesk>();
        services.AddSingleton<Anchors>();
        services.AddSingleton<CheckpointDesk>();
        services.AddSingleton<SigningService>();
        services.AddSingleton<IReleaseSigning>(provider => provider.GetRequiredService<SigningService>());
        services.AddSingleton<IReleaseLedger>(provider => provider.GetRequiredService<SigningService>());
        services.AddSingleton<IApprovals>(provider => provider.GetRequiredService<SigningService>());
        services.AddSingleton<IRosterChanges>(provider => provider.GetRequiredService<SigningService>());
        services.AddSingleton<ICheckpoints>(provider => provider.GetRequiredService<SigningService>());
        return services;
    }
}
