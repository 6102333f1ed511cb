using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Mmhs.Portal.Shared;
using IPNetwork = System.Net.IPNetwork;

namespace Mmhs.Portal.Hosting;

/// <summary>The proxies before us whose word on the client is believed.</summary>
internal sealed class ForwardingOptions
{
    public const string Section = "Mmhs:Forwarding";

    /// <summary>Addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/28</c>). Empty: nobody is believed, whatever headers come.</summary>
    public IList<string> Proxies { get; } = [];
}

/// <summary>Forwarded headers are taken from named proxies, and from nobody else (RFC 7239 §8.1: who may send them must be known).</summary>
internal static class NamedProxies
{
    public static void AddNamedProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardingOptions>().BindConfiguration(ForwardingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ForwardingOptions>, Check>();
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<ForwardingOptions>, IConfiguration>(
                (headers, forwarding, configuration) =>
                {
                    headers.ForwardedHeaders =
                        ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
                    headers.ForwardLimit = null; // as far back as each is named
                    headers.KnownProxies.Clear();
                    headers.KnownIPNetworks.Clear();
                    foreach (var text in forwarding.Value.Proxies)
                        if (Read(text) is { } network)
                            headers.KnownIPNetworks.Add(network);
                    // the hosts we answer to, as for requests that come straight
                    headers.AllowedHosts =
                    [
                        .. (configuration["AllowedHosts"] ?? "*").Split(
                            ';',
                            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                        ),
                    ];
                }
            );
    }

    /// <summary>First of all, so that everything behind sees the client. Then, in earnest, nobody goes on over a plain line from beyond this machine.</summary>
    public static void UseNamedProxies(this WebApplication app)
    {
        if (app.Configuration.GetSection(ForwardingOptions.Section).Get<ForwardingOptions>() is not { Proxies.Count: > 0 })
            return;
        app.UseForwardedHeaders();
        if (app.Services.GetRequiredService<IOptions<MmhsOptions>>().Value.Mode != PortalMode.Production)
            return;
        app.Use(
            (context, next) =>
            {
                if (
                    context.Request.IsHttps
                    || context.Connection.RemoteIpAddress is not { } client
                    || IPAddress.IsLoopback(client)
                    || context.Request.Path.StartsWithSegments("/health")
                )
                    return next();
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Response.ContentType = "text/plain; charset=utf-8";
                return context.Response.WriteAsync("Open the portal by https.", context.RequestAborted);
            }
        );
    }

    /// <summary>Null when it is neither an address nor a network.</summary>
    private static IPNetwork? Read(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    private sealed class Check(IConfiguration configuration) : IValidateOptions<ForwardingOptions>
    {
        public ValidateOptionsResult Validate(string? name, ForwardingOptions options)
        {
            var faults = new List<string>();
            foreach (var text in options.Proxies)
            {
                if (Read(text) is not { } network)
                    faults.Add(
                        $"{ForwardingOptions.Section}:Proxies names {text}, which is neither an address nor a network. Write it as 10.0.0.7 or 10.0.0.0/28."
                    );
                else if (network.PrefixLength < 8)
                    faults.Add(
                        $"{ForwardingOptions.Section}:Proxies names {text}, which is nearly everybody. Name the proxies themselves."
                    );
            }
            if (string.Equals(configuration["FORWARDEDHEADERS_ENABLED"], "true", StringComparison.OrdinalIgnoreCase))
                faults.Add(
                    $"ASPNETCORE_FORWARDEDHEADERS_ENABLED believes everybody. Remove it, and name the proxies in {ForwardingOptions.Section}:Proxies."
                );
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
