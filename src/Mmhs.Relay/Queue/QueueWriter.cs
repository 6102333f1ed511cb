using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Records;
using Mmhs.Records.Relay;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Queue;

/// <summary>Takes accepted messages into the queue, durably: when <see cref="AcceptAsync"/> has ended the message is on disk with its evidence.</summary>
internal sealed class QueueWriter(GroupCommit writer, QueueSignal signal, RetrySchedule periods)
{
    /// <exception cref="RelayWriteException">Nothing was stored.</exception>
    public async Task AcceptAsync(QueuedMessage message, string stream, AuditEvent accepted)
    {
        await writer.CommitAsync(new Acceptance(message, stream, accepted)).ConfigureAwait(false);
        if (message.Message.State == QueueState.Ready)
            signal.Wake(message.Message.HandledAs);
    }

    /// <summary>Writes evidence of refusals.</summary>
    /// <exception cref="RelayWriteException">Nothing was stored.</exception>
    public Task RefuseAsync(string stream, params IReadOnlyList<AuditEvent> refused) =>
        writer.CommitAsync(new Refusal(stream, refused));

    /// <summary>The rows of a message that came by SMTP.</summary>
    /// <param name="id">The queue's name for it, made beforehand for its Received field.</param>
    /// <param name="envelope">With the determined priority.</param>
    /// <param name="octets">With our Received field on top.</param>
    /// <param name="messageId">Null when it has none that can be read.</param>
    /// <param name="priorityGiven">The parameter was there.</param>
    /// <param name="arrivedAt">Now.</param>
    /// <param name="submittedAt">As far as it can be known.</param>
    public QueuedMessage Rows(
        Guid id,
        Envelope envelope,
        IReadOnlyList<EnvelopeRecipient> recipients,
        byte[] octets,
        MessageId? messageId,
        bool priorityGiven,
        DateTimeOffset arrivedAt,
        DateTimeOffset submittedAt
    )
    {
        var priority = envelope.DeterminedPriority ?? default;
        // RFC 2852 §4: the seconds become a moment when they are received; in mode R nothing is tried after it
        DateTimeOffset? deliverBy = envelope.DeliverBy is { } by ? arrivedAt.AddSeconds(by.Seconds) : null;
        var returns = envelope.DeliverBy is { Mode: DeliverByMode.Return };
        var release = envelope.ReleaseAt > arrivedAt ? envelope.ReleaseAt : null;
        // What is held is not late while it is held: its periods count from the release, but BY from its receipt (RFC 4865 §4)
        var givenUp = (release ?? arrivedAt) + periods.Of(priority).GiveUp;
        var row = new QueueMessageRow
        {
            Id = id,
            State = release is null ? QueueState.Ready : QueueState.Deferred,
            HandledAs = (short)priority.HandledAs().Value,
            Priority = (short)priority.Value,
            PriorityGiven = priorityGiven,
            ArrivedAt = arrivedAt,
            DueAt = release ?? arrivedAt,
            ExpiresAt = returns && deliverBy < givenUp ? deliverBy.Value : givenUp,
            DeliverBy = deliverBy,
            ReturnWhenLate = returns,
            TraceDelivery = envelope.DeliverBy?.Trace ?? false,
            HeldUntil = envelope.ReleaseAt,
            HoldRequest = envelope.Hold?.ToString(),
            ReversePath = envelope.ReversePath?.ToString(),
            EnvelopeId = envelope.EnvelopeId?.Value,
            MessageId = messageId?.Value,
            Return = envelope.Return is { } content ? Word(content) : null,
            Body = envelope.Body is { } body ? Word(body) : null,
            AuthenticatedAs = envelope.AuthenticatedAs,
            SubmittedAt = submittedAt,
            Size = octets.Length,
        };
        return new(
            row,
            octets,
            [
                .. recipients.Select(
                    (recipient, number) =>
                        new QueueRecipientRow
                        {
                            MessageId = id,
                            Number = number,
                            ForwardPath = recipient.ForwardPath.ToString(),
                            Notify = (int?)recipient.Notify,
                            OriginalRecipient = recipient.OriginalRecipient?.Text,
                        }
                ),
            ]
        );
    }

    private static string Word(ReturnContent content) =>
        content switch
        {
            ReturnContent.Full => "FULL",
            ReturnContent.Headers => "HDRS",
        };

    private static string Word(BodyType body) =>
        body switch
        {
            BodyType.SevenBit => "7BIT",
            BodyType.EightBitMime => "8BITMIME",
        };

    private sealed class Acceptance(QueuedMessage message, string stream, AuditEvent accepted) : IRelayChange
    {
        public int Weight => message.Octets.Length;

        public Task ApplyAsync(RelayWriter records, CancellationToken cancellationToken)
        {
            records.Audit(stream, accepted);
            return message.AddToAsync(records, cancellationToken);
        }
    }

    private sealed class Refusal(string stream, IReadOnlyList<AuditEvent> refused) : IRelayChange
    {
        public int Weight => 0;

        public Task ApplyAsync(RelayWriter records, CancellationToken cancellationToken)
        {
            foreach (var one in refused)
                records.Audit(stream, one);
            return Task.CompletedTask;
        }
    }
}
