using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Storage;
using Mmhs.Records.Submit;
using Mmhs.Signing;

namespace Mmhs.Portal.Hosting;

/// <summary>What must be true before the doors open: options, databases, policies, roots, and in Demo mode the demo world.</summary>
internal static class Startup
{
    /// <summary>False when the portal must not start; every reason has been written to the log.</summary>
    public static async Task<bool> RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Mmhs.Portal.Start");
        var faults = new StartupFaults();
        faults.Try(() => CheckConfiguration(app, faults));
        try
        {
            if (faults.Reasons.Count == 0)
                await PrepareAsync(app.Services, faults, cancellationToken);
        }
        catch (Exception cannot) when (StartupFaults.Explains(cannot))
        {
            faults.Add(cannot);
        }
        foreach (var fault in faults.Reasons)
            logger.CannotStart(fault);
        if (faults.Reasons.Count > 0)
            return false;
        app.Lifetime.ApplicationStarted.Register(() => Passkeys(app));
        app.Lifetime.ApplicationStarted.Register(() => logger.Ready(string.Join(", ", app.Urls)));
        return true;
    }

    /// <summary>Opens the doors and serves until the end; false when a door could not be opened.</summary>
    public static async Task<bool> OpenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception cannot) when (StartupFaults.Explains(cannot))
        {
            var faults = new StartupFaults();
            if (
                cannot is Microsoft.AspNetCore.Connections.AddressInUseException
                || cannot.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
            )
                faults.Add(
                    $"{cannot.Message} Another program, perhaps another portal, listens there; end it, or set --urls, Mmhs:DeliveryEndpoint, Mmhs:Relay:Submission and Mmhs:Relay:Transfer."
                );
            else
                faults.Add(cannot);
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Mmhs.Portal.Start");
            foreach (var fault in faults.Reasons)
                logger.CannotStart(fault);
            await app.DisposeAsync();
            return false;
        }
        await app.WaitForShutdownAsync(cancellationToken);
        return true;
    }

    // What is wrong with the configuration as it is written, before anything is made.
    private static void CheckConfiguration(WebApplication app, StartupFaults faults)
    {
        var options = app.Services.GetRequiredService<IOptions<MmhsOptions>>().Value;
        if (options.Mode == PortalMode.Demo)
            faults.AddRange(
                Doors(app, options)
                    .Where(door => !Loopback.Is(door))
                    .Select(door =>
                        $"Demo mode listens on loopback only, and {door} is not. Listen on 127.0.0.1, or set Mmhs:Mode to Production."
                    )
            );
        faults.Try(() => app.Services.GetRequiredService<PolicyCatalog>());
        var proxies = app.Services.GetRequiredService<IOptions<ForwardingOptions>>().Value.Proxies;
        if (options.Mode == PortalMode.Production && proxies.Count == 0)
            faults.AddRange(
                People(app)
                    .Where(IsPlain)
                    .Select(door =>
                        $"People would come in by plain HTTP at {door}. Give an https address with a certificate, listen on 127.0.0.1 behind a proxy that ends TLS, or name that proxy in Mmhs:Forwarding:Proxies."
                    )
            );
    }

    // Databases of today's schema, and in Demo mode its world.
    private static async Task PrepareAsync(IServiceProvider services, StartupFaults faults, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptions<MmhsOptions>>().Value;
        await MigrateAsync(services, cancellationToken);
        faults.AddRange(await ModeCheck.FaultsAsync(services, options.Mode, cancellationToken));
        if (options.Mode == PortalMode.Demo && faults.Reasons.Count == 0)
        {
            DemoKeys.Make(services);
            await DemoWorld.SeedAsync(services, cancellationToken);
        }
        faults.AddRange(await TrustCheck.FaultsAsync(services, cancellationToken));
        if (faults.Reasons.Count > 0)
            return;
        await ReclaimAsync(services, options, cancellationToken);
    }

    // Where no address is configured the portal is asked under its own, by name: of a numeric address browsers make no passkey.
    private static void Passkeys(WebApplication app)
    {
        var signing = app.Services.GetRequiredService<IOptions<SigningOptions>>().Value;
        if (signing.RelyingPartyOrigins.Count > 0)
            return;
        foreach (
            var address in app.Urls.Select(url => new Uri(
                url.Replace("//*", "//localhost", StringComparison.Ordinal)
                    .Replace("//+", "//localhost", StringComparison.Ordinal)
            ))
        )
            signing.RelyingPartyOrigins.Add($"{address.Scheme}://{signing.RelyingPartyId}:{address.Port}");
    }

    private static IEnumerable<string> Doors(WebApplication app, MmhsOptions options)
    {
        var relay = app.Configuration.GetSection(Relay.RelayOptions.Section).Get<Relay.RelayOptions>() ?? new();
        return People(app)
            .Concat(
                new[] { relay.Submission, relay.Transfer, options.DeliveryEndpoint }
                    .OfType<string>()
                    .Where(door => door.Length > 0)
            );
    }

    // where people come in
    private static IEnumerable<string> People(WebApplication app)
    {
        var urls = (app.Configuration["urls"] ?? "http://127.0.0.1:5080").Split(';', StringSplitOptions.RemoveEmptyEntries);
        var endpoints = app.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "");
        return urls.Concat(endpoints);
    }

    // passwords and messages go over it: a proxy that ends TLS stands on this machine, speaks TLS to us, or is named
    private static bool IsPlain(string door) =>
        door.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && !Loopback.Is(door);

    private static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var portal = await services
            .GetRequiredService<IDbContextFactory<PortalContext>>()
            .CreateDbContextAsync(cancellationToken);
        await using var relay = await services
            .GetRequiredService<IDbContextFactory<RelayContext>>()
            .CreateDbContextAsync(cancellationToken);
        await SchemaHistory.MigrateAsync([portal, relay], cancellationToken);
        foreach (var database in new[] { "portal.db", "relay.db" })
            services.GetRequiredService<DataFolder>().CloseToOthers(database);
    }

    // A SQLite file belongs to one process: whatever is leased in it, its holder is gone. The relay does the same for its queue.
    private static async Task ReclaimAsync(IServiceProvider services, MmhsOptions options, CancellationToken cancellationToken)
    {
        if (options.DatabaseProvider != DatabaseProvider.Sqlite)
            return;
        await using var portal = await services
            .GetRequiredService<IDbContextFactory<PortalContext>>()
            .CreateDbContextAsync(cancellationToken);
        await portal
            .Outbox.Where(entry => entry.State == OutboxState.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.LeasedUntil, DateTimeOffset.UnixEpoch), cancellationToken);
    }
}

internal static partial class StartLog
{
    [LoggerMessage(
        EventId = 9101,
        EventName = "Ready",
        Level = LogLevel.Information,
        Message = "Ready. Open {Address} in a browser"
    )]
    public static partial void Ready(this ILogger logger, string address);

    [LoggerMessage(
        EventId = 9102,
        EventName = "CannotStart",
        Level = LogLevel.Critical,
        Message = "The portal cannot start: {Reason}"
    )]
    public static partial void CannotStart(this ILogger logger, string reason);
}
