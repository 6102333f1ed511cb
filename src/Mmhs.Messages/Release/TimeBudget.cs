using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>How long a stage may take, by precedence, before it is brought to somebody else.</summary>
/// <param name="Flash">For FLASH and OVERRIDE.</param>
/// <param name="Immediate">For IMMEDIATE.</param>
/// <param name="Priority">For PRIORITY.</param>
/// <param name="Routine">For ROUTINE and DEFERRED.</param>
public sealed record TimeBudget(TimeSpan Flash, TimeSpan Immediate, TimeSpan Priority, TimeSpan Routine)
{
    /// <summary>Short enough that three stages still fit into what the profile gives a message of that precedence for its way.</summary>
    public static TimeBudget Usual { get; } = Of(new PrecedenceTable());

    private static TimeBudget Of(PrecedenceTable table) =>
        new(table.Flash.Stage, table.Immediate.Stage, table.Priority.Stage, table.Routine.Stage);

    public TimeSpan For(Precedence precedence) =>
        precedence switch
        {
            Precedence.Override or Precedence.Flash => Flash,
            Precedence.Immediate => Immediate,
            Precedence.Priority => Priority,
            Precedence.Routine or Precedence.Deferred => Routine,
        };
}
