using System.ComponentModel.DataAnnotations;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Track;

namespace Mmhs.Portal.Track;

/// <summary>How long a message may take to its addressees, by precedence; what takes longer is shown as overdue.</summary>
/// <remarks>Organisation policy (MMHS §3.4.20); read anew at every look, so that a change counts at once. Counted from the moment it leaves.</remarks>
public sealed class Objectives
{
    public const string Section = "Mmhs:Tracking:Objectives";
    private const string Least = "00:00:01";
    private const string Most = "30.00:00:00";

    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan Override { get; set; } = TimeSpan.FromMinutes(5);

    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan Flash { get; set; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan Immediate { get; set; } = TimeSpan.FromMinutes(30);

    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan Priority { get; set; } = TimeSpan.FromHours(3);

    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan Routine { get; set; } = TimeSpan.FromHours(6);

    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan Deferred { get; set; } = TimeSpan.FromHours(24);

    /// <param name="urgency">Governing precedence.</param>
    /// <returns>Null for a number no precedence has here.</returns>
    public TimeSpan? Of(short urgency) =>
        (Precedence)urgency switch
        {
            Precedence.Override => Override,
            Precedence.Flash => Flash,
            Precedence.Immediate => Immediate,
            Precedence.Priority => Priority,
            Precedence.Routine => Routine,
            Precedence.Deferred => Deferred,
            _ => null,
        };

    /// <summary>When it is due: by the objective, or by its own latest delivery where that is sooner.</summary>
    /// <param name="urgency">Governing precedence.</param>
    /// <param name="leaves">When it leaves.</param>
    /// <param name="latest">DELIVERBY as a moment; null when it has none.</param>
    public DateTimeOffset? DueAt(short urgency, DateTimeOffset leaves, DateTimeOffset? latest)
    {
        var due = Of(urgency) is { } objective ? leaves + objective : (DateTimeOffset?)null;
        return latest is { } by && (due is null || by < due) ? by : due;
    }

    /// <summary>Past its time without word of its arrival. Where no word was asked for, and where it was relayed or expanded, there is none to come, so silence is no alarm.</summary>
    public static bool IsOverdue(TrackingState state, ReportRequest asked, DateTimeOffset? due, DateTimeOffset now) =>
        due < now
        && !state.IsUnreported(asked)
        && state is (TrackingState.Outbox or TrackingState.Submitted or TrackingState.Delayed);
}
