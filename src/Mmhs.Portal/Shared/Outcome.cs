using System.Collections.Immutable;
using Mmhs.Messages;

namespace Mmhs.Portal.Shared;

/// <summary>What came of an act: done, or refused with everything that stands against it.</summary>
/// <param name="Refusals">Empty when it was done.</param>
public sealed record Outcome(ImmutableArray<Refusal> Refusals)
{
    public static Outcome Done { get; } = new([]);

    public bool IsDone => Refusals.IsEmpty;

    public static Outcome Refused(params ImmutableArray<Refusal> refusals) => new(refusals);
}

/// <summary>Refusals that mean the same at every desk.</summary>
public static class CommonRefusals
{
    public static Refusal NotPermitted { get; } = new("ACC-001", "Your role does not permit this. Switch to a role that does.");

    /// <summary>Also said where something is there but may not be seen: what you may not read you do not see listed (design §6).</summary>
    public static Refusal NotFound { get; } = new("ACC-002", "There is nothing here under this address that you may see.");

    public static Refusal ChangedMeanwhile { get; } =
        new("ACC-003", "Somebody else changed this a moment ago. Load it again and repeat your change.");
}
