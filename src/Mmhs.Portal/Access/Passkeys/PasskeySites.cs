using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Mmhs.Messages;

namespace Mmhs.Portal.Access.Passkeys;

/// <summary>Which addresses are ours for passkeys.</summary>
public sealed class PasskeySites(IOptions<PasskeyOptions> options, IConfiguration configuration)
{
    public string? ServerDomain => options.Value.ServerDomain;

    /// <summary>Whether a ceremony was held on a page of ours, not framed by anybody.</summary>
    public bool IsOurs(PasskeyOriginValidationContext ceremony)
    {
        if (ceremony.CrossOrigin || ceremony.TopOrigin is not null)
            return false;
        var request = ceremony.HttpContext.Request;
        return options.Value.Origins is { Count: > 0 } origins
            ? origins.Contains(ceremony.Origin, StringComparer.Ordinal)
            : string.Equals(ceremony.Origin, $"{request.Scheme}://{request.Host}", StringComparison.Ordinal);
    }

    /// <summary>Why there can be no passkeys at this address; null when there can.</summary>
    /// <remarks>A circuit's address is what the browser says it is, so it is held against the hosts we answer to, as the host filter does for requests.</remarks>
    public Refusal? Objection(Uri address)
    {
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out _))
            return PasskeyRefusals.NumericAddress;
        var answered = (configuration["AllowedHosts"] ?? "*").Split(
            ';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return answered.Any(host =>
            host == "*"
            || string.Equals(host, address.Host, StringComparison.OrdinalIgnoreCase)
            || (
                host.StartsWith("*.", StringComparison.Ordinal)
                && address.Host.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
            )
        )
            ? null
            : PasskeyRefusals.UnknownSite;
    }

    /// <summary>The same page by name, where the numeric address is this machine's own; null elsewhere.</summary>
    public static string? ByName(Uri address) =>
        IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)
            ? new UriBuilder(address) { Host = "localhost" }.Uri.ToString()
            : null;

    /// <summary>A request as the ceremonies want to see it, for a page over a circuit, which has none.</summary>
    internal static HttpContext RequestOf(Uri address, IServiceProvider services)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Scheme = address.Scheme;
        context.Request.Host = address.IsDefaultPort ? new HostString(address.Host) : new HostString(address.Host, address.Port);
        return context;
    }
}
