using Mmhs.Messages.Compose;
using Mmhs.Messages.Track;

namespace Mmhs.Portal.Track;

/// <summary>When a message should have reached its addressees; what is later is shown as overdue.</summary>
internal static class Objectives
{
    /// <summary>By the objective of its precedence, or by its own latest delivery where that is sooner; null for a number no precedence has here.</summary>
    /// <param name="table">Organisation policy (MMHS §3.4.20).</param>
    /// <param name="urgency">Governing precedence.</param>
    /// <param name="leaves">When it leaves.</param>
    /// <param name="latest">DELIVERBY as a moment; null when it has none.</param>
    public static DateTimeOffset? DueAt(PrecedenceTable table, short urgency, DateTimeOffset leaves, DateTimeOffset? latest)
    {
        var due = urgency is >= (short)Precedence.Deferred and <= (short)Precedence.Override
            ? leaves + table.Of((Precedence)urgency).Objective
            : (DateTimeOffset?)null;
        return latest is { } by && (due is null || by < due) ? by : due;
    }

    /// <summary>Past its time without word of its arrival. Where no word was asked for, and where it was relayed or expanded, there is none to come, so silence is no alarm.</summary>
    public static bool IsOverdue(TrackingState state, ReportRequest asked, DateTimeOffset? due, DateTimeOffset now) =>
        due < now
        && !state.IsUnreported(asked)
        && state is (TrackingState.Outbox or TrackingState.Submitted or TrackingState.Delayed);
}
