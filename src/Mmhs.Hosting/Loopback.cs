using System.Net;

namespace Mmhs.Hosting;

/// <summary>Demo credentials are good on loopback only, so Demo mode listens nowhere else.</summary>
public static class Loopback
{
    /// <summary>Whether an address to listen on is this machine's own: a URL, or host and port.</summary>
    public static bool Is(string address)
    {
        var host =
            Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Host.Length > 0 ? url.Host
            : IPEndPoint.TryParse(address, out var end) ? end.Address.ToString()
            : address;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
