namespace Mmhs.Portal.Shared.Controls;

/// <summary>One thing that happened to a message.</summary>
/// <param name="At">Shown to the second, in Zulu time.</param>
/// <param name="Who">Person and role, or the service that acted.</param>
/// <param name="What">The act, in a few words.</param>
/// <param name="Outcome">What came of it; null when the act says all.</param>
/// <param name="Kind">How the mark beside it is drawn.</param>
public sealed record TimelineEntry(
    DateTimeOffset At,
    string Who,
    string What,
    string? Outcome = null,
    TimelineKind Kind = TimelineKind.Done
)
{
    /// <summary>Where the evidence behind it is shown; null: there is none beyond this line.</summary>
    public string? Evidence { get; init; }
}

public enum TimelineKind
{
    Done,
    Waiting,
    Refused,

    /// <summary>Somebody says so, and nobody who can know stands behind it.</summary>
    Doubtful,
}
