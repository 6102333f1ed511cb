using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Routing;

/// <summary>One worker's sessions with next hosts, kept for the next message.</summary>
internal sealed class ConnectionPool(TimeProvider time) : IAsyncDisposable
{
    // A host that could not be reached is not asked again for each message of a backlog, and the longer the less it answered.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(2);

    private readonly Dictionary<NextHop, SmtpClientSession> _sessions = [];
    private readonly Dictionary<NextHop, (DateTimeOffset Until, SmtpConnectOutcome Outcome)> _unreachable = [];

    /// <summary>A session for one transaction. Reused ones may turn out to be dead; then ask again with <paramref name="fresh"/>.</summary>
    public async ValueTask<(SmtpConnectOutcome Outcome, bool Reused)> GetAsync(
        NextHop nextHop,
        bool fresh,
        CancellationToken cancellationToken
    )
    {
        if (_sessions.Remove(nextHop, out var kept))
        {
            if (!fresh && await kept.IsAliveAsync(cancellationToken).ConfigureAwait(false))
            {
                _sessions[nextHop] = kept;
                return (new SmtpConnectOutcome.Ready(kept), true);
            }
            await kept.DisposeAsync().ConfigureAwait(false);
        }
        if (_unreachable.TryGetValue(nextHop, out var known) && known.Until > time.GetUtcNow())
            return (known.Outcome, false);
        var started = time.GetTimestamp();
        var outcome = await ConnectAsync(nextHop, cancellationToken).ConfigureAwait(false);
        if (outcome is SmtpConnectOutcome.Ready ready)
        {
            _sessions[nextHop] = ready.Session;
            _unreachable.Remove(nextHop);
        }
        else
        {
            var pause = time.GetElapsedTime(started) * 2;
            _unreachable[nextHop] = (time.GetUtcNow() + (pause > LeastPause ? pause : LeastPause), outcome);
        }
        return (outcome, false);
    }

    /// <summary>Takes leave of all.</summary>
    public async ValueTask QuitAsync(CancellationToken cancellationToken)
    {
        foreach (var session in _sessions.Values)
            await session.QuitAsync(cancellationToken).ConfigureAwait(false);
        _sessions.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            await session.DisposeAsync().ConfigureAwait(false);
        _sessions.Clear();
    }

    private async ValueTask<SmtpConnectOutcome> ConnectAsync(NextHop nextHop, CancellationToken cancellationToken)
    {
        try
        {
            return await SmtpClientSession.ConnectAsync(nextHop.Client, time, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpProtocolException stranger)
        {
            return new SmtpConnectOutcome.Failed(SmtpConnectStage.Hello, stranger.Message);
        }
    }
}
