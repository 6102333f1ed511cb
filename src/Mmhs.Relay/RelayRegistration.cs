using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Records;

namespace Mmhs.Relay;

public static class RelayRegistration
{
    /// <summary>Adds the post room to a host, which starts and stops it with itself.</summary>
    /// <remarks>
    /// The host provides <see cref="IRelayDirectory"/>, <see cref="RelayAccounts"/> and
    /// <see cref="IDbContextFactory{TContext}"/> of <see cref="RelayContext"/>, and sets <see cref="RelayOptions.Certificate"/> by
    /// <c>PostConfigure</c>. <see cref="RelayHost"/> is a singleton, for its end points.
    /// </remarks>
    public static IServiceCollection AddRelay(this IServiceCollection services)
    {
        services.AddOptions<PrecedenceTable>().BindConfiguration(PrecedenceTable.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PrecedenceTable>, PrecedenceTableCheck>();
        services
            .AddOptions<RelayOptions>()
            .BindConfiguration(RelayOptions.Section)
            // bound here and not taken from its own options, so that all that is wrong is said at once
            .Configure<IConfiguration>(
                (options, configuration) => configuration.GetSection(PrecedenceTable.Section).Bind(options.Precedence)
            )
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RelayOptions>, RelayOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RelayRecords>();
        services.AddSingleton<RelayHost>();
        services.AddHostedService(provider => provider.GetRequiredService<RelayHost>());
        return services;
    }
}
