using System.Buffers;
using Mmhs.Messages.Compose;
using Mmhs.Records.Relay;
using Mmhs.Relay.Border;
using Mmhs.Relay.Queue;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Routing;

/// <summary>Carries one claimed message to the next hosts of its recipients: one transaction a host (RFC 5321 §4.1.1.3).</summary>
internal sealed class Transmission(RouteTable routes, LinkRule links, ConnectionPool pool)
{
    /// <summary>Makes one attempt for each recipient given.</summary>
    public async Task<IReadOnlyList<Attempt>> TransmitAsync(
        QueueMessageRow message,
        byte[] octets,
        IReadOnlyList<QueueRecipientRow> recipients,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        List<Attempt> attempts = new(recipients.Count);
        List<(NextHop NextHop, QueueRecipientRow Row, EnvelopeRecipient Recipient)> ways = new(recipients.Count);
        foreach (var row in recipients)
        {
            // What was accepted was readable; the domain of Postmaster alone was filled in on the way in.
            if (!SmtpPath.TryParse(row.ForwardPath, out var path) || path.Domain is not { } domain)
                attempts.Add(Never(row, "5.1.3"));
            else if (
                await routes.FindAsync(domain.ToLowerInvariant(), cancellationToken).ConfigureAwait(false) is not { } nextHop
            )
                attempts.Add(Never(row, "5.4.4"));
            else
                ways.Add((nextHop, row, new(path, (NotifyOn?)row.Notify, Original(row))));
        }
        foreach (var way in ways.GroupBy(way => way.NextHop))
            attempts.AddRange(
                await OverAsync(
                        way.Key,
                        message,
                        octets,
                        [.. way.Select(to => to.Row)],
                        [.. way.Select(to => to.Recipient)],
                        now,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            );
        return attempts;
    }

    private async Task<IEnumerable<Attempt>> OverAsync(
        NextHop nextHop,
        QueueMessageRow message,
        byte[] octets,
        QueueRecipientRow[] rows,
        EnvelopeRecipient[] recipients,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        Envelope Said(IEnumerable<EnvelopeRecipient> to) =>
            new()
            {
                ReversePath = message.ReversePath is { } path ? SmtpPath.Parse(path) : null,
                EnvelopeId = message.EnvelopeId is { } id ? EnvelopeId.Parse(id) : null,
                Return = message.Return switch
                {
                    "FULL" => ReturnContent.Full,
                    "HDRS" => ReturnContent.Headers,
                    _ => null,
                },
                Body = message.Body switch
                {
                    "7BIT" => BodyType.SevenBit,
                    "8BITMIME" => BodyType.EightBitMime,
                    _ => null,
                },
                DeterminedPriority = new MtPriority(message.Priority),
                DeliverBy = nextHop.IsLocal ? null : Remaining(message, now), // a mailbox here is the end of the way
                Recipients = [.. to],
            };
        var fresh = false;
        while (true)
        {
            var (outcome, reused) = await pool.GetAsync(nextHop, fresh, cancellationToken).ConfigureAwait(false);
            if (outcome is not SmtpConnectOutcome.Ready { Session: var session })
                return rows.Select(row => Unreached(nextHop, row, outcome));
            if (!nextHop.IsLocal && !session.IsSecure && !MayBeInTheClear(octets))
                return rows.Select(row => InTheClear(nextHop, row));
            var offered = session.Capabilities;
            var content = offered.Priority
                ? octets
                : PriorityField.ForPlainHop(octets, new MtPriority(message.Priority), message.PriorityGiven);
            TransactionResult result;
            try
            {
                result = await session
                    .SendAsync(
                        Said(
                            !nextHop.IsLocal && LeavesItsTime(message, offered) ? recipients.Select(AskingForDelay) : recipients
                        ),
                        new ReadOnlySequence<byte>(content),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
            catch (SmtpProtocolException)
            {
                return rows.Select(row => Later(nextHop, row, null, "4.5.0"));
            }
            if (
                reused
                && (
                    result.SessionHadEnded
                    || result is { Outcome: TransactionOutcome.NotSent, Reason: NotSentReason.ConnectionLost }
                )
            )
            {
                fresh = true; // the host had closed a session it had no use for; that is no failure of the message
                continue;
            }
            return rows.Zip(result.Recipients, (row, fate) => Judge(nextHop, session, row, result, fate));
        }
    }

    private static Attempt Judge(
        NextHop nextHop,
        SmtpClientSession session,
        QueueRecipientRow row,
        TransactionResult result,
        RecipientResult fate
    )
    {
        Attempt Made(AttemptResult made, string status) =>
            new(
                row,
                made,
                fate.Reply?.Status?.ToString() ?? status,
                fate.Reply,
                nextHop.IsLocal ? null : nextHop.Client.Host,
                nextHop.IsLocal,
                session.Capabilities.DeliveryNotifications,
                session.Capabilities.Offers("DELIVERBY")
            )
            {
                RemoteAddress = session.Remote?.Address,
            };

        return fate.Outcome switch
        {
            RecipientOutcome.Accepted => Made(AttemptResult.Accepted, "2.0.0"),
            RecipientOutcome.Refused => Made(AttemptResult.Refused, "5.0.0"),
            RecipientOutcome.Deferred => Made(AttemptResult.Deferred, "4.0.0"),
            RecipientOutcome.Ambiguous => Made(AttemptResult.Deferred, "4.4.2"),
            RecipientOutcome.NotSent => result.Reason switch
            {
                NotSentReason.ContentNotLines => Made(AttemptResult.Refused, "5.6.0"),
                NotSentReason.EightBitNotOffered => Made(AttemptResult.Refused, "5.6.3"), // RFC 6152 §3
                NotSentReason.TooBig => Made(AttemptResult.Refused, "5.3.4"),
                NotSentReason.DeliverByNotOffered => Made(AttemptResult.Refused, "5.3.3"), // RFC 2852 §4.2.2: returned, not relayed
                NotSentReason.TooLate => Made(AttemptResult.Refused, "5.4.7"), // RFC 2852 §4.1.4
                NotSentReason.HoldNotOffered or NotSentReason.HoldNotPossible => Made(AttemptResult.Refused, "5.3.3"), // never asked of a hop: holding is done here
                NotSentReason.None or NotSentReason.ConnectionLost => Made(AttemptResult.Deferred, "4.4.2"),
            },
        };
    }

    private static bool LeavesItsTime(QueueMessageRow message, SmtpCapabilities offered) =>
        message is { DeliverBy: not null, ReturnWhenLate: false } && !offered.Offers("DELIVERBY");

    // RFC 2852 §4.2: beyond the hosts that keep its time, delay is all that can still be told of lateness
    private static EnvelopeRecipient AskingForDelay(EnvelopeRecipient recipient) =>
        recipient.Notify switch
        {
            NotifyOn.Never => recipient,
            { } said => recipient with { Notify = said | NotifyOn.Delay },
            null => recipient with { Notify = NotifyOn.Failure | NotifyOn.Delay },
        };

    // RFC 2852 §4.2: what is left, mode and trace kept; the worker has seen that in mode R something is
    private static DeliverBy? Remaining(QueueMessageRow message, DateTimeOffset now)
    {
        if (message.DeliverBy is not { } by)
            return null;
        var seconds = (long)Math.Floor((by - now).TotalSeconds);
        return message.ReturnWhenLate
            ? new(Math.Max(1, seconds), DeliverByMode.Return, message.TraceDelivery)
            : new(seconds, DeliverByMode.Notify, message.TraceDelivery);
    }

    // RFC 5321 §3.8, §4.2.1: a greeting or a login refused for good is refused for this message; everything else may mend
    private static Attempt Unreached(NextHop nextHop, QueueRecipientRow row, SmtpConnectOutcome outcome) =>
        outcome switch
        {
            SmtpConnectOutcome.Refused { Stage: SmtpConnectStage.Greeting, Reply: { IsPermanent: true } reply } => new(
                row,
                AttemptResult.Refused,
                reply.Status?.ToString() ?? "5.3.2",
                reply,
                nextHop.IsLocal ? null : nextHop.Client.Host,
                nextHop.IsLocal,
                HopReports: false
            ),
            SmtpConnectOutcome.Refused { Reply: var reply } => Later(nextHop, row, reply, "4.7.0"),
            SmtpConnectOutcome.Failed { Stage: SmtpConnectStage.Tls } => Later(nextHop, row, null, "4.7.5"),
            _ => Later(nextHop, row, null, "4.4.1"),
        };

    private static Attempt Later(NextHop nextHop, QueueRecipientRow row, SmtpReply? reply, string status) =>
        new(
            row,
            AttemptResult.Deferred,
            reply is { IsTransient: true, Status: { } said } ? said.ToString() : status,
            reply,
            nextHop.IsLocal ? null : nextHop.Client.Host,
            nextHop.IsLocal,
            HopReports: false
        );

    private bool MayBeInTheClear(byte[] octets) =>
        MessageHeader.TryRead(new ReadOnlySequence<byte>(octets), out var header, mayBeAbsent: true)
        && links.MayBeInTheClear(header);

    // X.7.10, encryption needed (RFC 5248 registry): its sender is told, and nothing of it went over the line
    private static Attempt InTheClear(NextHop nextHop, QueueRecipientRow row) =>
        new(row, AttemptResult.Refused, "5.7.10", null, nextHop.Client.Host, IsLocal: false, HopReports: false);

    private static Attempt Never(QueueRecipientRow row, string status) =>
        new(row, AttemptResult.Refused, status, null, null, IsLocal: false, HopReports: false);

    private static OriginalRecipient? Original(QueueRecipientRow row) =>
        row.OriginalRecipient is { } text && OriginalRecipient.TryParse(text, out var original) ? original : null;
}
