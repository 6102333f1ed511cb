using System.Globalization;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Release;

/// <summary>Where a message stands on its way, and how its time runs, as people say it.</summary>
internal static class StepText
{
    /// <summary>"in 12 min", "late 5 min"; empty without a time.</summary>
    public static string Due(DateTimeOffset? due, DateTimeOffset now) =>
        due is not { } at ? ""
        : at >= now ? $"in {Span(at - now)}"
        : $"late {Span(now - at)}";

    public static bool IsLate(DateTimeOffset? due, DateTimeOffset now) => due < now;

    public static string Of(StageState state) =>
        state switch
        {
            StageState.Waiting => "waits for the stage before",
            StageState.Open => "open",
            StageState.Passed => "passed",
            StageState.Ended => "ended",
        };

    public static string Of(Escalation escalation) =>
        escalation switch
        {
            Escalation.None => "",
            Escalation.Deputy => "brought to the deputy",
            Escalation.DutyOfficer => "brought to the duty officer",
        };

    public static string Of(DecisionView decision) =>
        decision.Kind switch
        {
            DecisionKind.Submitted => "Sent to release",
            DecisionKind.Concurred => "Concurred",
            DecisionKind.Returned => "Returned to the drafter",
            DecisionKind.HandedOn => "Handed on",
            DecisionKind.TakenOver => "Takes care of it",
            DecisionKind.PrecedenceChanged => "Changed the precedence",
            DecisionKind.Held => "Held",
            DecisionKind.Resumed => "Resumed",
            DecisionKind.Released => "Released",
            DecisionKind.Undone => "Took the release back",
            DecisionKind.Withdrawn => "Withdrawn",
            DecisionKind.ReleasedAlone => "Released by break-glass",
            DecisionKind.ReleaseFailed => "Could not be sent",
            DecisionKind.Retried => "Tried to send once more",
            DecisionKind.Escalated => "Was late and brought upward",
        };

    /// <summary>A deputy is never named without his principal.</summary>
    public static string Who(DecisionView decision) =>
        decision.OnBehalfOf is { } principal ? $"{decision.ByName} for {principal}"
        : decision.ByName.Length > 0 ? decision.ByName
        : "the clock";

    private static string Span(TimeSpan span) =>
        span switch
        {
            { TotalMinutes: < 1 } => "under a minute",
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min"),
            { TotalDays: < 1 } when span.Minutes == 0 => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
            _ => (int)span.TotalDays == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} days"),
        };
}
