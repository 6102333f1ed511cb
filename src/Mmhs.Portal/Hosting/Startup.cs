using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Demo;
using Mmhs.Records;
using Mmhs.Records.Storage;
using Mmhs.Records.Submit;
using Mmhs.Signing;

namespace Mmhs.Portal.Hosting;

/// <summary>What must be true before the doors open: options, databases, policies, and in Demo mode the demo world.</summary>
public static class Startup
{
    /// <summary>False when the portal must not start; every reason has been written to the log.</summary>
    public static async Task<bool> RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Mmhs.Portal.Start");
        try
        {
            var options = app.Services.GetRequiredService<IOptions<MmhsOptions>>().Value;
            if (
                options.Mode == PortalMode.Demo
                && Doors(app, options).Where(door => !Loopback.Is(door)).ToList() is { Count: > 0 } open
            )
            {
                foreach (var door in open)
                    logger.DemoBeyondLoopback(door);
                return false;
            }
            var proxies = app.Services.GetRequiredService<IOptions<ForwardingOptions>>().Value.Proxies;
            if (
                options.Mode == PortalMode.Production
                && proxies.Count == 0
                && People(app).Where(IsPlain).ToList() is { Count: > 0 } plain
            )
            {
                foreach (var door in plain)
                    logger.PlainBeyondLoopback(door);
                return false;
            }
            app.Services.GetRequiredService<PolicyCatalog>();
            await MigrateAsync(app.Services, cancellationToken);
            if (await ModeCheck.FaultsAsync(app.Services, options.Mode, cancellationToken) is { Count: > 0 } faults)
            {
                foreach (var fault in faults)
                    logger.CannotStart(fault);
                return false;
            }
            if (options.Mode == PortalMode.Demo)
            {
                DemoKeys.Make(app.Services);
                await DemoWorld.SeedAsync(app.Services, cancellationToken);
            }
            await ReclaimAsync(app.Services, options, cancellationToken);
        }
        catch (Exception cannot)
            when (cannot is OptionsValidationException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            logger.CannotStart(cannot.Message);
            return false;
        }
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
        catch (Exception cannot) when (cannot is IOException or OptionsValidationException or InvalidOperationException)
        {
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Mmhs.Portal.Start");
            logger.CannotStart(
                cannot is Microsoft.AspNetCore.Connections.AddressInUseException
                || cannot.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                    ? $"{cannot.Message} Another program, perhaps another portal, listens there; end it, or set --urls, Mmhs:DeliveryEndpoint, Mmhs:Relay:Submission and Mmhs:Relay:Transfer."
                    : cannot.Message
            );
            await app.DisposeAsync();
            return false;
        }
        await app.WaitForShutdownAsync(cancellationToken);
        return true;
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

    [LoggerMessage(
        EventId = 9103,
        EventName = "DemoBeyondLoopback",
        Level = LogLevel.Critical,
        Message = "Demo mode listens on loopback only, and {Door} is not. Listen on 127.0.0.1, or set Mmhs:Mode to Production"
    )]
    public static partial void DemoBeyondLoopback(this ILogger logger, string door);

    [LoggerMessage(
        EventId = 9104,
        EventName = "PlainBeyondLoopback",
        Level = LogLevel.Critical,
        Message = "People would come in by plain HTTP at {Door}. Give an https address with a certificate, listen on 127.0.0.1 behind a proxy that ends TLS, or name that proxy in Mmhs:Forwarding:Proxies"
    )]
    public static partial void PlainBeyondLoopback(this ILogger logger, string door);
}
