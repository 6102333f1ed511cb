using Mmhs.Relay.Queue;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Reports;

/// <summary>When the sender is told (RFC 3461 §5.2, §6.2). A message with the null reverse-path is not asked about: nobody is told of its fate.</summary>
internal static class ReportRules
{
    /// <summary>The report due for an attempt that settled the recipient; null when none is.</summary>
    /// <param name="attempt">Settled.</param>
    /// <param name="isGivenUp">Its time is over.</param>
    /// <param name="traced">Every relay is to report that it passed the message on (RFC 2852 §4.1.5).</param>
    /// <param name="isTimed">It is to be told when it is late (RFC 2852 §4.1.4, mode N).</param>
    public static ReportAction? OnSettled(Attempt attempt, bool isGivenUp, bool traced = false, bool isTimed = false)
    {
        var notify = (NotifyOn?)attempt.Recipient.Notify;
        if (attempt.Result == AttemptResult.Accepted)
        {
            // RFC 2852 §4.2: from a host that keeps no time nobody will hear that it is late, so the sender is told that it went there
            var leavesItsTime = isTimed && !attempt.HopKeepsTime;
            if ((traced || leavesItsTime) && !attempt.IsLocal && notify != NotifyOn.Never)
                return ReportAction.Relayed;
            if (notify is not { } wanted || !wanted.HasFlag(NotifyOn.Success))
                return null;
            if (attempt.IsLocal)
                return ReportAction.Delivered;
            // RFC 3461 §5.2.2, §5.2.3: a host that knows DSN reports itself; of one that does not we say that it has left their world
            return attempt.HopReports ? null : ReportAction.Relayed;
        }
        var isSettled = attempt.Result == AttemptResult.Refused || isGivenUp;
        return isSettled && (notify is null || notify.Value.HasFlag(NotifyOn.Failure)) ? ReportAction.Failed : null;
    }

    /// <summary>The report due when the time of a message in mode N is over and the attempt came to nothing (RFC 2852 §4.1.4).</summary>
    public static ReportAction? OnLate(Attempt attempt) =>
        (NotifyOn?)attempt.Recipient.Notify is not { } notify || notify.HasFlag(NotifyOn.Delay) ? ReportAction.Delayed : null;

    /// <summary>Whether an attempt that came to nothing makes the delay worth telling: once, when the objective of its level will be missed.</summary>
    /// <param name="attempt">Deferred.</param>
    /// <param name="number">Attempts made so far.</param>
    /// <param name="now">The clock.</param>
    /// <param name="objective">The moment by which it should have been handed over.</param>
    /// <param name="next">The next attempt.</param>
    public static ReportAction? OnDeferred(
        Attempt attempt,
        int number,
        DateTimeOffset now,
        DateTimeOffset objective,
        DateTimeOffset next
    )
    {
        var notify = (NotifyOn?)attempt.Recipient.Notify;
        if (notify is not null && !notify.Value.HasFlag(NotifyOn.Delay))
            return null; // RFC 3461 §6.2.5
        var isMissedNow = next > objective && (now <= objective || number == 1);
        return isMissedNow ? ReportAction.Delayed : null;
    }
}
