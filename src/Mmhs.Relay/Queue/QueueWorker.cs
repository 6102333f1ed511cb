using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Mmhs.Records;
using Mmhs.Records.Relay;
using Mmhs.Relay.Routing;

namespace Mmhs.Relay.Queue;

/// <summary>Claims messages, carries them to their next hosts, and settles what became of them.</summary>
/// <param name="lowest">Takes messages of this level and above: some workers are kept for the urgent (RFC 6710 §5).</param>
internal sealed class QueueWorker(
    RelayRecords records, GroupCommit writer, QueueSignal signal, RouteTable routes, SettlementDesk desk, TimeProvider time, TimeSpan lease, short lowest, ILogger log)
{
    private const int Handful = 16; // claimed at once: a flush serves several, and what comes later and is more urgent waits for few
    private const int MaxWriteAttempts = 3;

    private static readonly TimeSpan IdleSessions = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, byte> _held = new();

    /// <summary>What is in hand now, so that its leases are renewed.</summary>
    public ICollection<Guid> Held => _held.Keys;

    /// <summary>Works until the token ends it. What is in hand then is not settled, and is taken up again when its lease has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pool = new HopPool(time);
        await using (pool.ConfigureAwait(false))
        {
            var carrier = new Carrier(routes, pool);
            while (!cancellationToken.IsCancellationRequested)
            {
                try
                {
                    var next = signal.Next;
                    if (await WorkAsync(carrier, cancellationToken).ConfigureAwait(false)) continue;
                    if (await WaitAsync(next, cancellationToken).ConfigureAwait(false)) continue;
                    await pool.QuitAsync(cancellationToken).ConfigureAwait(false);
                    await next.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    break;
                }
                catch (Exception failure)
                {
                    log.WorkerFailed(failure);
                    await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>False when there was nothing to do.</summary>
    private async Task<bool> WorkAsync(Carrier carrier, CancellationToken cancellationToken)
    {
        var claim = new Claim(time, lease, lowest, Handful);
        await writer.CommitAsync(claim).ConfigureAwait(false);
        if (claim.Claimed.Count == 0) return false;
        foreach (var message in claim.Claimed) _held[message.Id] = 0;
        List<Task> settling = new(claim.Claimed.Count);
        try
        {
            foreach (var message in claim.Claimed) settling.Add(await CarryAsync(carrier, message, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await Task.WhenAll(settling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var message in claim.Claimed) _held.TryRemove(message.Id, out _);
        }
        return true;
    }

    /// <summary>Carries one message; the settling goes on while the next is carried.</summary>
    private async Task<Task> CarryAsync(Carrier carrier, QueueMessageRow message, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        byte[]? octets;
        List<QueueRecipientRow> recipients;
        var context = await records.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            octets = await context.QueueBodies.AsNoTracking().Where(body => body.Id == message.Id).Select(body => body.Octets)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            recipients = await context.QueueRecipients.AsNoTracking().Where(to => to.MessageId == message.Id).OrderBy(to => to.Number)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        if (octets is null) return Task.CompletedTask; // somebody else settled it: our claim had run out
        var attempts = await carrier.CarryAsync(message, octets, recipients, cancellationToken).ConfigureAwait(false);
        var settlement = desk.Decide(message, octets, attempts, time.GetUtcNow(), Random.Shared.NextDouble());
        log.Carried(
            QueuedMessage.IdOf(message.Id), message.EnvelopeId, message.Attempts,
            attempts.Count(attempt => attempt.Result == AttemptResult.Accepted), attempts.Count(attempt => attempt.Result == AttemptResult.Refused),
            attempts.Count(attempt => attempt.Result == AttemptResult.Deferred), (long)time.GetElapsedTime(started).TotalMilliseconds);
        return SettleAsync(message, settlement);
    }

    // The message is with its recipients already: not to write that down means to hand it over again.
    private async Task SettleAsync(QueueMessageRow message, Settlement settlement)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await writer.CommitAsync(settlement).ConfigureAwait(false);
                if (!settlement.WasHeld) log.ClaimLost(QueuedMessage.IdOf(message.Id));
                if (settlement.Reports) signal.Wake();
                return;
            }
            catch (RelayWriteException failure) when (attempt < MaxWriteAttempts)
            {
                log.SettlementDelayed(QueuedMessage.IdOf(message.Id), attempt, failure);
            }
            catch (RelayWriteException failure)
            {
                log.SettlementLost(QueuedMessage.IdOf(message.Id), failure);
                return;
            }
        }
    }

    private async Task<bool> WaitAsync(Task next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(IdleSessions, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
