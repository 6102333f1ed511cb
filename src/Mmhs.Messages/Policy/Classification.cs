using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>One classification of a policy.</summary>
public sealed class Classification
{
    public required string Name { get; init; }

    /// <summary>The number in labels and clearances (SPIF lacv), 0 to 256 (RFC 2634 §3.2).</summary>
    public required int Value { get; init; }

    /// <summary>The order of sensitivity, higher is more; the only order there is, <see cref="Value"/> is none.</summary>
    public required int Hierarchy { get; init; }

    /// <summary>Background of the banner, a word or <c>#RRGGBB</c> (<see cref="Colours"/>); null where the policy has none.</summary>
    public string? Colour { get; init; }

    public bool IsObsolete { get; init; }

    /// <summary>Each must be satisfied by a label of this classification.</summary>
    public ImmutableArray<CategoryRequirement> Required { get; init; } = [];

    public ImmutableArray<EquivalentClassification> Equivalents { get; init; } = [];

    public MarkingRules Marking { get; init; } = MarkingRules.None;
}
