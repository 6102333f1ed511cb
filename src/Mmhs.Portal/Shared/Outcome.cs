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
