using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Mmhs.Wire.Smtp;

/// <summary>What of a client's address stands for one client: the whole of an IPv4 address, the first 64 bits of an IPv6 address.</summary>
/// <remarks>The other 64 bits of IPv6 are the client's to choose (RFC 4291 §2.5.1), and new ones cost him nothing.</remarks>
public readonly record struct SourceNetwork
{
    private readonly ulong _bits;
    private readonly bool _isV6;

    private SourceNetwork(ulong bits, bool isV6) => (_bits, _isV6) = (bits, isV6);

    /// <summary>The network of an address; an IPv4 address mapped into IPv6 is that IPv4 address.</summary>
    public static SourceNetwork Of(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> octets = stackalloc byte[16];
        plain.TryWriteBytes(octets, out _);
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? new(BinaryPrimitives.ReadUInt64BigEndian(octets), isV6: true)
            : new(BinaryPrimitives.ReadUInt32BigEndian(octets), isV6: false);
    }

    /// <summary><c>192.0.2.7</c> or <c>2001:db8::/64</c>.</summary>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[16];
        octets.Clear();
        if (_isV6)
        {
            BinaryPrimitives.WriteUInt64BigEndian(octets, _bits);
            return new IPAddress(octets) + "/64";
        }
        BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)_bits);
        return new IPAddress(octets[..4]).ToString();
    }
}
