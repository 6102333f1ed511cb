using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mmhs.Relay;

/// <summary>A host by name or address, and a port: <c>mda.hq.example:24</c>, <c>127.0.0.1:5524</c>, <c>[::1]:5524</c>.</summary>
internal sealed record HostPort(string Host, int Port)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out HostPort? value)
    {
        value = null;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (
            colon < 1
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535
        )
            return false;
        var host = text![..colon].TrimStart('[').TrimEnd(']');
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            return false;
        value = new(host, port);
        return true;
    }

    /// <exception cref="FormatException">The text is no host with a port.</exception>
    public static HostPort Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException("This is not of the form host:port.");
}
