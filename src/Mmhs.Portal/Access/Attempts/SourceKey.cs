using System.Net;
using System.Net.Sockets;

namespace Mmhs.Portal.Access.Attempts;

/// <summary>Where somebody comes from, as attempts are counted: an IPv4 address, or the /64 of an IPv6 one, which is one line's (RFC 4291 §2.5.4).</summary>
public static class SourceKey
{
    public const string Unknown = "unknown";

    public static string Of(IPAddress? address)
    {
        if (address is null) return Unknown;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address.ToString();
        var octets = address.GetAddressBytes();
        octets.AsSpan(8).Clear();
        return $"{new IPAddress(octets)}/64";
    }
}
