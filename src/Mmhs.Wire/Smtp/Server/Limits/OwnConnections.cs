using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Mmhs.Wire.Smtp;

/// <summary>Connections this process makes to doors of its own, so that the doors know them from strangers' and always have room for them.</summary>
/// <remarks>
/// The client binds its port first, announces it and connects; the door admits the connection that comes from that port of this
/// machine, once. Nobody else can come from it: the port is bound by our socket from before the announcement until after it is taken
/// back, and an address of this machine cannot be another host's at the other end of an established connection.
/// </remarks>
public sealed class OwnConnections
{
    private readonly ConcurrentDictionary<(bool IsV6, int Port), byte> _coming = new();

    /// <summary>A connection is about to be made from this end; dispose the result when the greeting was read or nothing came of it.</summary>
    /// <param name="local">Bound by the caller already, and by nobody else.</param>
    internal IDisposable Announce(IPEndPoint local)
    {
        var key = (local.AddressFamily == AddressFamily.InterNetworkV6, local.Port);
        _coming[key] = 0;
        return new Announcement(_coming, key);
    }

    /// <summary>Whether the connection was announced; each is only once.</summary>
    /// <param name="remote">Where it comes from.</param>
    /// <param name="local">Where it was accepted.</param>
    internal bool Claim(IPEndPoint? remote, IPEndPoint? local)
    {
        if (remote is null || local is null)
            return false;
        var (from, to) = (Plain(remote.Address), Plain(local.Address));
        return (IPAddress.IsLoopback(from) || from.Equals(to))
            && _coming.TryRemove((from.AddressFamily == AddressFamily.InterNetworkV6, remote.Port), out _);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private sealed class Announcement(ConcurrentDictionary<(bool IsV6, int Port), byte> coming, (bool IsV6, int Port) key)
        : IDisposable
    {
        public void Dispose() => coming.TryRemove(key, out _);
    }
}
