using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Track;

/// <summary>How far a message is known to have come to one addressee.</summary>
/// <remarks>Grows along the way; terminal states are not left but for a delivery after a failure, and what contradicts one is kept as an event (notifications §6).</remarks>
public enum TrackingState : byte
{
    /// <summary>Released, not yet accepted by the MSA.</summary>
    Outbox = 0,

    /// <summary>The MSA took responsibility.</summary>
    Submitted = 1,

    /// <summary>A report says it is late (DSN action "delayed").</summary>
    Delayed = 2,

    /// <summary>Handed to a system that reports nothing further (DSN action "relayed").</summary>
    Relayed = 3,

    /// <summary>Handed to a list, whose members are not reported (DSN action "expanded").</summary>
    Expanded = 4,

    /// <summary>In the recipient's mailbox (DSN action "delivered").</summary>
    Delivered = 5,

    /// <summary>Will not arrive (DSN action "failed", or refused at submission).</summary>
    Failed = 6,
}

public static class TrackingStates
{
    public static bool IsTerminal(this TrackingState state) => state is TrackingState.Delivered or TrackingState.Failed;

    /// <summary>Where a report that is believed moves a tracked addressee: never back, and out of a terminal state only from failed to delivered.</summary>
    /// <remarks>Of several ways one may fail before another delivers (RFC 3464 §2.3.3); what is in the mailbox has arrived, whoever gave up before.</remarks>
    public static TrackingState After(this TrackingState state, TrackingState reported) =>
        state == TrackingState.Failed && reported == TrackingState.Delivered ? reported
        : state.IsTerminal() || reported <= state ? state
        : reported;

    /// <summary>Left our hands, and nobody was asked to say that it arrived: silence is all there will be, and no alarm.</summary>
    /// <param name="state">How far it is known to have come. While it waits with us, or is said to be late, that is told as of any other.</param>
    /// <param name="asked">What the mail systems were asked to report on the addressee (RFC 3461 §4.1).</param>
    public static bool IsUnreported(this TrackingState state, ReportRequest asked) =>
        asked != ReportRequest.Everything
        && state is (TrackingState.Submitted or TrackingState.Relayed or TrackingState.Expanded);

    public static string ToWord(this TrackingState state) =>
        state switch
        {
            TrackingState.Outbox => "in the outbox",
            TrackingState.Submitted => "submitted",
            TrackingState.Delayed => "delayed",
            TrackingState.Relayed => "relayed",
            TrackingState.Expanded => "expanded",
            TrackingState.Delivered => "delivered",
            TrackingState.Failed => "failed",
        };
}
