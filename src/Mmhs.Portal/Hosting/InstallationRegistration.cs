using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Hosting;

internal static class InstallationRegistration
{
    /// <summary>What this installation is: its options, its data folder, its roots, the policies in force.</summary>
    public static IServiceCollection AddInstallation(this IServiceCollection services)
    {
        services
            .AddOptions<MmhsOptions>()
            .BindConfiguration(MmhsOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart()
            // before anybody opens a door, because the relay must know the delivery door's port too
            .PostConfigure(mmhs => mmhs.DeliveryEndpoint = FreePort.InPlaceOfZero(mmhs.DeliveryEndpoint));
        // As it is written: data protection asks for it while the pipeline is made, when nobody could yet be told that another option is wrong.
        services.AddSingleton(provider => new DataFolder(
            provider.GetRequiredService<IConfiguration>()[$"{MmhsOptions.Section}:{nameof(MmhsOptions.DataFolder)}"]
                is { Length: > 0 } written
                ? written
                : new MmhsOptions().DataFolder
        ));
        services.AddSingleton(provider => TrustFolders.Read(provider.GetRequiredService<DataFolder>().File(TrustFolders.Name)));
        services.AddSingleton(provider =>
            PolicyFolder.Load(Path.Combine(AppContext.BaseDirectory, Options(provider).PolicyFolder))
        );
        return services;
    }

    private static MmhsOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<MmhsOptions>>().Value;
}
