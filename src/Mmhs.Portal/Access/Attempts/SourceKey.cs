using System.Net;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Access.Attempts;

/// <summary>Where somebody comes from, as attempts are counted: an IPv4 address, or the /64 of an IPv6 one, which is one line's (RFC 4291 §2.5.4).</summary>
internal static class SourceKey
{
    public const string Unknown = "unknown";

    public static string Of(IPAddress? address) =>
        address is null ? Unknown
        : IPAddress.IsLoopback(address) && !address.IsIPv4MappedToIPv6 ? address.ToString() // this machine, and nobody's line
        : SourceNetwork.Of(address).ToString();
}
