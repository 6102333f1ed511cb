using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Records;
using Mmhs.Records.Relay;

namespace Mmhs.Relay.Queue;

/// <summary>What one attempt changes: recipients that are done go, reports come, the rest waits; all with its evidence, or nothing.</summary>
/// <param name="claimed">The message as it was claimed; whoever no longer holds it changes nothing.</param>
/// <param name="settled">Numbers of the recipients that are done.</param>
/// <param name="waiting">Those that are not, with the peer's last words.</param>
/// <param name="next">When those are tried again.</param>
/// <param name="isLate">It is late, and its sender has been told now or before (RFC 2852 §4.1.4).</param>
/// <param name="report">The report on it; null when none is due.</param>
/// <param name="stream">Where the evidence goes.</param>
/// <param name="events">The evidence.</param>
internal sealed class Settlement(
    QueueMessageRow claimed,
    IReadOnlyList<int> settled,
    IReadOnlyList<(int Number, string? LastReply)> waiting,
    DateTimeOffset next,
    bool isLate,
    QueuedMessage? report,
    string stream,
    IReadOnlyList<AuditEvent> events
) : IRelayChange
{
    /// <summary>What next hosts took by it.</summary>
    public IReadOnlyList<HandOverRow> HandOvers { get; init; } = [];

    /// <summary>Whether it puts a report into the queue.</summary>
    public bool Reports => report is not null;

    public int Weight => report?.Octets.Length ?? 0;

    /// <summary>False when somebody else holds the message by now, and this was not written.</summary>
    public bool WasHeld { get; private set; }

    public async Task ApplyAsync(RelayWriter records, CancellationToken cancellationToken)
    {
        WasHeld =
            waiting.Count == 0
                ? await records.RemoveAsync(claimed, cancellationToken).ConfigureAwait(false)
                : await records.Context.HoldsAsync(claimed, cancellationToken).ConfigureAwait(false);
        if (!WasHeld)
            return;
        if (waiting.Count > 0)
        {
            if (settled.Count > 0)
                await records
                    .Context.QueueRecipients.Where(to => to.MessageId == claimed.Id && settled.Contains(to.Number))
                    .ExecuteDeleteAsync(cancellationToken)
                    .ConfigureAwait(false);
            foreach (var words in waiting.GroupBy(to => to.LastReply))
            {
                var numbers = words.Select(to => to.Number).ToArray();
                await records
                    .Context.QueueRecipients.Where(to => to.MessageId == claimed.Id && numbers.Contains(to.Number))
                    .ExecuteUpdateAsync(set => set.SetProperty(to => to.LastReply, words.Key), cancellationToken)
                    .ConfigureAwait(false);
            }
            await records
                .Context.QueueMessages.Where(message => message.Id == claimed.Id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(message => message.State, QueueState.Deferred)
                            .SetProperty(message => message.DueAt, next)
                            .SetProperty(message => message.LateTold, isLate),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        if (report is not null)
            await report.AddToAsync(records, cancellationToken).ConfigureAwait(false);
        foreach (var handOver in HandOvers)
            await records.AddAsync(handOver, cancellationToken).ConfigureAwait(false);
        foreach (var happened in events)
            records.Audit(stream, happened);
    }
}
