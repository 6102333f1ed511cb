using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>The privacy marks a policy permits. A label of RFC 2634 has room for one.</summary>
public sealed class PrivacyMarks
{
    public required ImmutableArray<PermittedPrivacyMark> Marks { get; init; }

    /// <summary>Exact, case included: the mark is a text, not a name of the policy.</summary>
    public PermittedPrivacyMark? Find(string text) =>
        Marks.FirstOrDefault(mark => string.Equals(mark.Name, text, StringComparison.Ordinal));
}

public sealed class PermittedPrivacyMark
{
    public required string Name { get; init; }

    public bool IsObsolete { get; init; }

    public MarkingRules Marking { get; init; } = MarkingRules.None;
}
