using System.Net;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Records.Relay;
using Mmhs.Relay.Reports;
using Mmhs.Relay.Routing;
using Mmhs.Wire.Reports;

namespace Mmhs.Relay.Queue;

/// <summary>From the attempts of one message to what is written about them; no database and no socket.</summary>
internal sealed class SettlementRules(RetrySchedule periods, ReportDesk reports, string stream)
{
    internal const string GivenUp = "5.4.7"; // RFC 3463 §3.5: delivery time expired
    private const string Late = "4.4.7"; // the same, and it is still tried
    private const int LongestReply = 2000;

    public Settlement Decide(
        QueueMessageRow claimed,
        byte[] octets,
        IReadOnlyList<Attempt> attempts,
        DateTimeOffset now,
        double dice
    )
    {
        var priority = new MtPriority(claimed.Priority);
        var isGivenUp = now >= claimed.ExpiresAt;
        var isLocal = attempts.All(attempt => attempt.Result != AttemptResult.Deferred || attempt.IsLocal);
        var next =
            now
            + (isLocal ? periods.LocalRetry(priority, claimed.Attempts, dice) : periods.Retry(priority, claimed.Attempts, dice));
        if (next > claimed.ExpiresAt)
            next = claimed.ExpiresAt; // the last attempt is made at the end
        var objective =
            (claimed.HeldUntil > claimed.ArrivedAt ? claimed.HeldUntil.Value : claimed.ArrivedAt)
            + periods.Of(priority).Objective;
        // RFC 2852 §4.1.4, mode N: tried at its time once more; late is told, once and whatever was told of the objective, and it goes on
        var notifyAt = claimed.ReturnWhenLate ? null : claimed.DeliverBy;
        if (notifyAt > now && next > notifyAt)
            next = notifyAt.Value;
        var isLate = notifyAt <= now;

        List<int> settled = [];
        List<(int, string?)> waiting = [];
        List<Messages.Audit.AuditEvent> events = [];
        List<(Attempt, ReportAction, string)> told = [];
        foreach (var attempt in attempts)
        {
            var isSettled = attempt.Result != AttemptResult.Deferred || isGivenUp;
            var status = attempt.Result == AttemptResult.Deferred && isGivenUp ? GivenUp : attempt.Status;
            if (isSettled)
                settled.Add(attempt.Recipient.Number);
            else
                waiting.Add((attempt.Recipient.Number, Short(attempt)));
            events.Add(
                AuditFacts.TransferOut(claimed, attempt, status, attempt.IsLocal ? "local" : attempt.RemoteHost, isSettled, now)
            );
            if (!isSettled && isLate)
            {
                if (!claimed.LateTold && ReportRules.OnLate(attempt) is { } late)
                    told.Add((attempt, late, Late));
                continue;
            }
            var action = isSettled
                ? ReportRules.OnSettled(attempt, isGivenUp, claimed.TraceDelivery, isTimed: notifyAt is not null)
                : ReportRules.OnDeferred(attempt, claimed.Attempts, now, objective, next);
            if (action is { } due)
                told.Add((attempt, due, status));
        }
        QueuedMessage? report = null;
        // RFC 5321 §6.1: never a report on a message with the null reverse-path
        if (claimed.ReversePath is not null && told.Count > 0)
        {
            report = reports.Report(claimed, octets, told, now);
            events.Add(AuditFacts.ReportIssued(claimed, report, told));
        }
        return new(claimed, settled, waiting, next, isLate, report, stream, events)
        {
            HandOvers = claimed.ReversePath is null
                ? []
                : [.. attempts.Select(one => HandOver(claimed, one, now)).OfType<HandOverRow>()],
        };
    }

    // Null where nobody took it, or nobody can say who did.
    private static HandOverRow? HandOver(QueueMessageRow claimed, Attempt attempt, DateTimeOffset now) =>
        attempt.Result == AttemptResult.Accepted
        && (attempt.IsLocal ? HandOverRow.OwnDoor : Text(attempt.RemoteAddress)) is { } address
            ? new()
            {
                EnvelopeId = claimed.EnvelopeId,
                MessageId = claimed.MessageId,
                Recipient = attempt.Recipient.ForwardPath,
                OriginalRecipient = attempt.Recipient.OriginalRecipient,
                HopAddress = address,
                HopName = attempt.RemoteHost,
                Reply = Short(attempt),
                At = now,
            }
            : null;

    private static string? Text(IPAddress? address) => address is null ? null : PeerAddress.Plain(address).ToString();

    private static string Short(Attempt attempt)
    {
        var words = attempt.Fault ?? attempt.Reply?.ToString() ?? attempt.Status;
        return Characters.Cut(words, LongestReply);
    }
}
