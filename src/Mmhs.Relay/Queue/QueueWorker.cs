using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Mmhs.Records;
using Mmhs.Records.Relay;
using Mmhs.Relay.Border;
using Mmhs.Relay.Routing;

namespace Mmhs.Relay.Queue;

/// <summary>Claims messages, carries them to their next hosts, and settles what became of them.</summary>
/// <param name="lowest">Takes messages of this level and above: some workers are kept for the urgent (RFC 6710 §5).</param>
internal sealed class QueueWorker(
    RelayRecords records,
    GroupCommit writer,
    QueueSignal signal,
    RouteTable routes,
    LinkRule links,
    SettlementRules desk,
    TimeProvider time,
    TimeSpan lease,
    short lowest,
    ILogger log
)
{
    private const int BatchSize = 16; // claimed at once: a flush serves several, and what comes later and is more urgent waits for few
    private const int MaxWriteAttempts = 3;

    private static readonly TimeSpan IdleSessions = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, byte> _held = new();

    /// <summary>What is in hand now, so that its leases are renewed.</summary>
    public ICollection<Guid> Held => _held.Keys;

    /// <summary>Works until it is told to stop.</summary>
    /// <param name="stopping">Ends it after the message in hand; what was claimed and not begun is given back.</param>
    /// <param name="abandoning">Breaks off the message in hand, which may then be handed over a second time.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandoning)
    {
        var pool = new ConnectionPool(time);
        await using (pool.ConfigureAwait(false))
        {
            var transmission = new Transmission(routes, links, pool);
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    if (await WorkAsync(transmission, stopping, abandoning).ConfigureAwait(false))
                        continue;
                    if (await signal.WaitAsync(lowest, IdleSessions, stopping).ConfigureAwait(false))
                        continue;
                    await pool.QuitAsync(stopping).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    break;
                }
                catch (Exception failure)
                {
                    log.WorkerFailed(failure);
                    await Task.Delay(AfterFailure, time, CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>False when there was nothing to do.</summary>
    private async Task<bool> WorkAsync(Transmission transmission, CancellationToken stopping, CancellationToken abandoning)
    {
        var claim = new ClaimBatch(time, lease, lowest, BatchSize);
        await writer.CommitAsync(claim).ConfigureAwait(false);
        if (claim.Claimed.Count == 0)
            return false;
        if (claim.Claimed.Count == BatchSize)
            signal.Wake(claim.Claimed[0].HandledAs); // there may be more: let another look
        foreach (var message in claim.Claimed)
            _held[message.Id] = 0;
        List<Task> settling = new(claim.Claimed.Count);
        var begun = 0;
        try
        {
            var context = await records.ReadAsync(abandoning).ConfigureAwait(false);
            await using (context.ConfigureAwait(false))
            {
                await context.Database.OpenConnectionAsync(abandoning).ConfigureAwait(false); // one for all of the handful
                var ids = claim.Claimed.Select(message => message.Id).ToArray();
                var recipients = (
                    await context
                        .QueueRecipients.AsNoTracking()
                        .Where(to => ids.Contains(to.MessageId))
                        .ToListAsync(abandoning)
                        .ConfigureAwait(false)
                ).ToLookup(to => to.MessageId);
                while (begun < claim.Claimed.Count && !stopping.IsCancellationRequested)
                {
                    var message = claim.Claimed[begun++];
                    var octets = await context
                        .QueueBodies.AsNoTracking()
                        .Where(body => body.Id == message.Id)
                        .Select(body => body.Octets)
                        .FirstOrDefaultAsync(abandoning)
                        .ConfigureAwait(false);
                    if (octets is null)
                        continue; // somebody else settled it: our claim had run out
                    settling.Add(
                        await TransmitAsync(
                                transmission,
                                message,
                                octets,
                                [.. recipients[message.Id].OrderBy(to => to.Number)],
                                abandoning
                            )
                            .ConfigureAwait(false)
                    );
                }
            }
        }
        finally
        {
            if (begun < claim.Claimed.Count)
                settling.Add(writer.CommitAsync(new ReturnLease([.. claim.Claimed.Skip(begun)])));
            await Task.WhenAll(settling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var message in claim.Claimed)
                _held.TryRemove(message.Id, out _);
        }
        return true;
    }

    /// <summary>Carries one message; the settling goes on while the next is carried.</summary>
    private async Task<Task> TransmitAsync(
        Transmission transmission,
        QueueMessageRow message,
        byte[] octets,
        IReadOnlyList<QueueRecipientRow> recipients,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        // RFC 2852 §4.1.4: past its time it is not handed to anybody, however willing
        var attempts =
            message is { DeliverBy: { } by, ReturnWhenLate: true } && by <= time.GetUtcNow()
                ?
                [
                    .. recipients.Select(to => new Attempt(
                        to,
                        AttemptResult.Refused,
                        SettlementRules.GivenUp,
                        null,
                        null,
                        IsLocal: false,
                        HopReports: false
                    )),
                ]
                : await TryCarryAsync(transmission, message, octets, recipients, cancellationToken).ConfigureAwait(false);
        var settlement = desk.Decide(message, octets, attempts, time.GetUtcNow(), Random.Shared.NextDouble());
        log.Carried(
            QueuedMessage.IdOf(message.Id),
            message.EnvelopeId,
            message.Attempts,
            attempts.Count(attempt => attempt.Result == AttemptResult.Accepted),
            attempts.Count(attempt => attempt.Result == AttemptResult.Refused),
            attempts.Count(attempt => attempt.Result == AttemptResult.Deferred),
            (long)time.GetElapsedTime(started).TotalMilliseconds
        );
        return SettleAsync(message, settlement);
    }

    // One message that cannot be carried as it stands in the queue is put off with its reason: those claimed with it go on.
    private async Task<IReadOnlyList<Attempt>> TryCarryAsync(
        Transmission transmission,
        QueueMessageRow message,
        byte[] octets,
        IReadOnlyList<QueueRecipientRow> recipients,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await transmission
                .TransmitAsync(message, octets, recipients, time.GetUtcNow(), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            log.CarryFailed(QueuedMessage.IdOf(message.Id), failure);
            return CarryFault.Of(recipients, failure);
        }
    }

    // The message is with its recipients already: not to write that down means to hand it over again.
    private async Task SettleAsync(QueueMessageRow message, Settlement settlement)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await writer.CommitAsync(settlement).ConfigureAwait(false);
                if (!settlement.WasHeld)
                    log.ClaimLost(QueuedMessage.IdOf(message.Id));
                if (settlement.Reports)
                    signal.Wake(message.HandledAs);
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
}
