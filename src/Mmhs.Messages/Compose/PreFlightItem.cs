namespace Mmhs.Messages.Compose;

/// <summary>How much an item weighs; the first stand first.</summary>
public enum PreFlightSeverity : byte
{
    /// <summary>It does not go so.</summary>
    Stop = 0,

    /// <summary>It goes, and somebody should look first.</summary>
    Warn = 1,

    /// <summary>Looked at and found in order.</summary>
    Good = 2,
}

/// <summary>A remedy in one step.</summary>
/// <param name="Words">On the button: what it does.</param>
/// <param name="Apply">Pure; the form with the remedy in it.</param>
public sealed record PreFlightFix(string Words, Func<DraftForm, DraftForm> Apply);

/// <summary>One thing looked at before a message goes.</summary>
/// <param name="Code">Stable: <c>PRE-nnn</c>, or the code of the refusal it repeats.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Text">What was found and what to do. Never quotes subject or text.</param>
/// <param name="Field">The field the remedy is in, as its element id; null when it is not about one field.</param>
/// <param name="Fix">Null where a person must decide.</param>
public sealed record PreFlightItem(
    string Code,
    PreFlightSeverity Severity,
    string Text,
    string? Field = null,
    PreFlightFix? Fix = null
)
{
    /// <summary>Until when a releaser may hold the message instead; null where waiting does not help.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>The reason to hold it with; null with <see cref="HoldUntil"/>.</summary>
    public string? HoldReason { get; init; }

    public Refusal ToRefusal() => new(Code, Text, Field);
}
