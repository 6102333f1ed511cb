using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mmhs.Wire.Smtp;

/// <summary>One listening socket with the server engine behind it, without a web host.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly IConnectionListener _listener;
    private readonly SmtpConnectionHandler _handler;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<ConnectionContext, Task> _connections = new();
    private readonly Task _accepting;
    private int _stopped;

    private SmtpListener(IConnectionListener listener, SmtpConnectionHandler handler, TimeProvider time)
    {
        (_listener, _handler, _time) = (listener, handler, time);
        EndPoint = (IPEndPoint)listener.EndPoint;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port the system chose when 0 was asked for.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Sessions open now.</summary>
    public int Sessions => _handler.Sessions;

    /// <summary>Whether this machine has a key of the mail service to take Kerberos tickets with: <c>KRB5_KTNAME</c>, or the system's keytab.</summary>
    public static bool AcceptsKerberos => KerberosLogin.IsPossible();

    /// <summary>Binds and begins to accept.</summary>
    /// <exception cref="AddressInUseException">The port is taken.</exception>
    public static async Task<SmtpListener> StartAsync(
        IPEndPoint endPoint,
        SmtpServerOptions options,
        ISmtpReception reception,
        TimeProvider time,
        ILoggerFactory logs,
        CancellationToken cancellationToken
    )
    {
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs);
        var listener = await transport.BindAsync(endPoint, cancellationToken).ConfigureAwait(false);
        return new(listener, new(options, reception, time, logs.CreateLogger<SmtpConnectionHandler>()), time);
    }

    /// <summary>Accepts nobody any more, tells every session 421 4.3.2 after the command in hand, and cuts those that have not ended after the grace.</summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        await _listener.UnbindAsync(cancellationToken).ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _handler.Stop();
        var ended = Task.WhenAll(_connections.Values);
        try
        {
            await ended.WaitAsync(grace, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            _handler.Abort();
            foreach (var connection in _connections.Keys)
                connection.Abort();
            await ended.ConfigureAwait(false);
        }
        await _listener.DisposeAsync().ConfigureAwait(false);
        _handler.Dispose();
    }

    /// <summary>Stops without grace.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);

    private async Task AcceptAsync()
    {
        while (await _listener.AcceptAsync().ConfigureAwait(false) is { } connection)
        {
            _connections[connection] = Task.CompletedTask;
            var served = ServeAsync(connection);
            if (!served.IsCompleted)
                _connections.TryUpdate(connection, served, Task.CompletedTask);
        }
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using (connection.ConfigureAwait(false))
        {
            await _handler.OnConnectedAsync(connection).ConfigureAwait(false);
        }
        _connections.TryRemove(connection, out _);
    }
}
