using System.Net;
using System.Net.Sockets;

namespace Mmhs.Wire.Smtp;

/// <summary>The TCP connection to a host: the first of its addresses that answers.</summary>
/// <remarks>To a door of this process it is announced for as long as this lives.</remarks>
internal sealed class Way(SmtpClientOptions options) : IDisposable
{
    private Socket? _socket;
    private IDisposable? _announced;

    /// <exception cref="SocketException">The host has no address, or none of them answers.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        IPAddress[] addresses = options.Address is { } known
            ? [known]
            : await Dns.GetHostAddressesAsync(options.Host, cancellationToken).ConfigureAwait(false);
        SocketException failure = new((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            Dispose();
            try
            {
                _socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                if (options.Own is { } own)
                {
                    _socket.Bind(
                        new IPEndPoint(
                            address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any,
                            0
                        )
                    );
                    _announced = own.Announce((IPEndPoint)_socket.LocalEndPoint!);
                }
                await _socket.ConnectAsync(address, options.Port, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SocketException refused)
            {
                failure = refused;
            }
        }
        throw failure;
    }

    /// <summary>The open connection, which is the caller's from here on.</summary>
    public Stream Take()
    {
        var socket = _socket!;
        _socket = null;
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose()
    {
        _announced?.Dispose();
        _socket?.Dispose();
        (_announced, _socket) = (null, null);
    }
}
