using System.Collections.Immutable;
using Mmhs.Records;
using Mmhs.Records.Relay;

namespace Mmhs.Relay.Queue;

/// <summary>A message as it goes into the queue.</summary>
internal sealed record QueuedMessage(QueueMessageRow Message, byte[] Octets, ImmutableArray<QueueRecipientRow> Recipients)
{
    /// <summary>How a queue identifier is written: an atom, the same in replies, Received fields, logs and the audit trail.</summary>
    public static string IdOf(Guid id) => id.ToString("N");

    public Task AddToAsync(RelayWriter records, CancellationToken cancellationToken) =>
        records.AddAsync(Message, Octets, Recipients, cancellationToken);
}
