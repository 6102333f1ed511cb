namespace Mmhs.Messages.Compose;

/// <summary>How urgently a message must be handled, as a person chose it; compares by urgency.</summary>
/// <remarks>The numbers are wire values: never renumber one. Source: RFC 6477 §3.8, §3.9; MMHS §3.5.1, §3.5.2.</remarks>
public enum Precedence : byte
{
    Deferred = 0,
    Routine = 1,
    Priority = 2,
    Immediate = 3,
    Flash = 4,
    Override = 5,
}

public static class Precedences
{
    /// <summary>All six, most urgent first: the order of every queue and every picker.</summary>
    public static IReadOnlyList<Precedence> MostUrgentFirst { get; } =
    [Precedence.Override, Precedence.Flash, Precedence.Immediate, Precedence.Priority, Precedence.Routine, Precedence.Deferred];

    /// <summary>The number SMTP carries for it (RFC 6710 Appendix A, policy STANAG4406).</summary>
    public static MtPriority ToMtPriority(this Precedence precedence) =>
        precedence switch
        {
            Precedence.Deferred => new(-4),
            Precedence.Routine => new(-2),
            Precedence.Priority => new(0),
            Precedence.Immediate => new(2),
            Precedence.Flash => new(4),
            Precedence.Override => new(6),
        };

    /// <summary>The word people say, in capitals as on a message form.</summary>
    public static string ToWord(this Precedence precedence) =>
        precedence switch
        {
            Precedence.Deferred => "DEFERRED",
            Precedence.Routine => "ROUTINE",
            Precedence.Priority => "PRIORITY",
            Precedence.Immediate => "IMMEDIATE",
            Precedence.Flash => "FLASH",
            Precedence.Override => "OVERRIDE",
        };
}
