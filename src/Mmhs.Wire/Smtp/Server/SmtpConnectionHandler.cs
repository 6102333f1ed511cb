using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Mmhs.Wire.Smtp;

/// <summary>The server engine as Kestrel hosts it: one instance a listener, one call a connection.</summary>
/// <remarks>
/// Use by <c>ListenOptions.Run(handler.OnConnectedAsync)</c>, or by <see cref="SmtpListener"/> without a web host. Behind
/// <c>UseHttps</c> the session begins under TLS, as on port 465 (RFC 8314 §3.3).
/// </remarks>
internal sealed class SmtpConnectionHandler : ConnectionHandler, IDisposable
{
    // Each is told why, which takes up to a second; beyond this many at one time they are dropped without a word.
    private const int MostTurnedAway = 200;

    private readonly SmtpServerShared _shared;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private int _sessions;
    private int _turnedAway;

    public SmtpConnectionHandler(
        SmtpServerOptions options,
        ISmtpReception reception,
        TimeProvider time,
        ILogger<SmtpConnectionHandler> log
    )
        : this(new SmtpServerShared(options, reception, time, log)) { }

    internal SmtpConnectionHandler(SmtpServerShared shared) => _shared = shared;

    /// <summary>Sessions open now.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>Lets every session end: each is told 421 4.3.2 once the command in hand is answered, and new ones at the greeting.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Ends every session in the middle of whatever it does.</summary>
    public void Abort() => _aborting.Cancel();

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var peer = Meet(connection);
        var isOwn = _shared.Options.Own?.Claim(peer.Remote, connection.LocalEndPoint as IPEndPoint) ?? false;
        var guard = SessionGuard.Enter(_shared.Door, _shared.Options.Limits, peer, isOwn);
        if (guard.Refusal is { } refusal || (refusal = isOwn || MayCall(peer) ? null : Replies.NotForYou) is not null)
            await RejectAsync(connection, peer, guard, refusal).ConfigureAwait(false);
        else
            await ServeAsync(connection, peer, guard).ConfigureAwait(false);
    }

    private async Task RejectAsync(ConnectionContext connection, SmtpPeer peer, SessionGuard guard, SmtpReply refusal)
    {
        _shared.Options.Refused?.Invoke(new(SmtpRefusedPart.Session, peer, refusal, null));
        try
        {
            if (Interlocked.Increment(ref _turnedAway) > MostTurnedAway)
                return;
            var pump = new SmtpServerPump(_shared, peer, connection.Transport, _stopping.Token, guard);
            await using (pump.ConfigureAwait(false))
                await pump.RejectAsync(refusal, _aborting.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // The peer has gone; there is nobody left to tell.
        }
        finally
        {
            Interlocked.Decrement(ref _turnedAway);
        }
    }

    private async Task ServeAsync(ConnectionContext connection, SmtpPeer met, SessionGuard guard)
    {
        var started = _shared.Time.GetTimestamp();
        var requested = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, requested);
        var pump = new SmtpServerPump(_shared, met, connection.Transport, stopping.Token, guard);
        // Not ConnectionClosed: Kestrel raises it as soon as the peer has closed his side, and what he sent before that still has its answers to come.
        var token = _aborting.Token;
        await using (pump.ConfigureAwait(false))
        {
            try
            {
                Interlocked.Increment(ref _sessions);
                await pump.RunAsync(token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException or ConnectionAbortedException)
            {
                // The peer has gone; there is nobody left to tell.
            }
            catch (Exception failure)
            {
                // A fault of ours must not take the other sessions along.
                _shared.Log.SessionFailed(pump.Peer.SessionId, failure);
            }
            finally
            {
                guard.Leave();
                Interlocked.Decrement(ref _sessions);
                var peer = pump.Peer;
                _shared.Log.SessionEnded(
                    peer.SessionId,
                    peer.Remote?.ToString(),
                    peer.Hello,
                    peer.Door,
                    pump.Accepted,
                    peer.AuthenticatedAs,
                    peer.Tls?.CipherSuite.ToString(),
                    (long)_shared.Time.GetElapsedTime(started).TotalMilliseconds
                );
            }
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private bool MayCall(SmtpPeer peer) =>
        _shared.Options.Callers is not { } callers
        || (peer.Remote?.Address is { } address && callers.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private SmtpPeer Meet(ConnectionContext connection)
    {
        var handshake = connection.Features.Get<ITlsHandshakeFeature>();
        return new()
        {
            SessionId = connection.ConnectionId,
            Door = _shared.Options.Door,
            Remote = connection.RemoteEndPoint as IPEndPoint,
            Tls = handshake is { NegotiatedCipherSuite: { } suite }
                ? new(
                    handshake.Protocol,
                    suite,
                    connection.Features.Get<Microsoft.AspNetCore.Http.Features.ITlsConnectionFeature>()?.ClientCertificate
                )
                : null,
        };
    }
}
