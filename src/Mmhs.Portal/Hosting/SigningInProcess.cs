using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Shared;
using Mmhs.Signing;

namespace Mmhs.Portal.Hosting;

/// <summary>The signing service in this process.</summary>
internal static class SigningInProcess
{
    public static IServiceCollection AddSigningInProcess(this IServiceCollection services)
    {
        services.AddSigning();
        services
            .AddOptions<SigningOptions>()
            .PostConfigure<DataFolder, IOptions<MmhsOptions>, IOptions<PasskeyOptions>>(
                (signing, data, options, passkeys) =>
                {
                    signing.Folder = Path.Combine(data.Path, "signing");
                    signing.TakeOver |= options.Value.Mode == PortalMode.Demo; // the demo world writes its book before there is a ledger
                    signing.RelyingPartyId = passkeys.Value.ServerDomain ?? signing.RelyingPartyId;
                    foreach (var origin in passkeys.Value.Origins)
                        signing.RelyingPartyOrigins.Add(origin);
                }
            );
        return services;
    }
}
