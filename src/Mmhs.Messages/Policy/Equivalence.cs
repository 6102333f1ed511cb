using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>In which direction an equivalence may be used (SPIF <c>applied</c>).</summary>
[Flags]
public enum EquivalenceUse : byte
{
    /// <summary>When originating towards the other policy.</summary>
    Encrypt = 1,

    /// <summary>When reading what came under the other policy.</summary>
    Decrypt = 2,

    Both = Encrypt | Decrypt,
}

/// <summary>Another policy this one knows equivalences for; <see cref="Required"/> must be in its labels, and names its tag sets, not ours.</summary>
public sealed record EquivalentPolicy(string Name, string Id, ImmutableArray<CategoryRequirement> Required);

/// <summary>A classification of another policy; <see cref="Required"/> names tag sets of that policy.</summary>
public sealed record EquivalentClassification(
    string PolicyName,
    int Value,
    EquivalenceUse Use,
    ImmutableArray<CategoryRequirement> Required
);

/// <summary>A value of another policy, or the statement that ours has none there and may be left out (<see cref="IsDiscarded"/>).</summary>
public sealed record EquivalentCategory(
    string PolicyName,
    string TagSetId,
    TagKind Kind,
    long Value,
    EquivalenceUse Use,
    bool IsDiscarded
);

/// <summary>A tag set of another policy; <see cref="Required"/> is added there when ours is present.</summary>
public sealed record EquivalentTagSet(string PolicyName, string? Name, string? Id, ImmutableArray<CategoryRequirement> Required);
