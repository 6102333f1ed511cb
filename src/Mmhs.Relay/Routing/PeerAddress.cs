using System.Net;

namespace Mmhs.Relay.Routing;

/// <summary>The address of another host in the one form it is compared in.</summary>
internal static class PeerAddress
{
    /// <summary>IPv4 where it is one, however the socket gave it (RFC 4291 §2.5.5.2).</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
