namespace Mmhs.Messages.Track;

/// <summary>What reports on one addressee say together (notifications §6).</summary>
public static class TrackingVerdict
{
    /// <summary>Delivered and failed in one life: RFC 3464 lets it happen, and people must be told.</summary>
    public static bool IsContradictedBy(this TrackingState state, TrackingState reported) =>
        state.IsTerminal() && reported.IsTerminal() && state != reported;

    /// <summary>The worst of several addressees; that is what the message as a whole has come to.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static TrackingState Worst(IEnumerable<TrackingState> states)
    {
        TrackingState? worst = null;
        foreach (var state in states)
            if (worst is null || Trouble(state) > Trouble(worst.Value))
                worst = state;
        return worst ?? throw new ArgumentException("A message has an addressee.", nameof(states));
    }

    private static int Trouble(TrackingState state) =>
        state switch
        {
            TrackingState.Delivered => 0,
            TrackingState.Expanded => 1,
            TrackingState.Relayed => 2,
            TrackingState.Submitted => 3,
            TrackingState.Outbox => 4,
            TrackingState.Delayed => 5,
            TrackingState.Failed => 6,
        };
}
