using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>A security policy as its SPIF states it: which labels there are, how they read, and what they demand.</summary>
/// <remarks>
/// Whoever builds one has checked it: numbers and names are unique where the SPIF schema wants them so, references resolve.
/// Source: Open XML SPIF 2.1.
/// </remarks>
public sealed class SecurityPolicy
{
    /// <summary>Object identifier, dotted.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Issue of the policy file; 1 where it does not say.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When the policy is in force.</summary>
    public ValidityPeriod Validity { get; init; }

    /// <summary>In the order of the SPIF; at least one is not obsolete.</summary>
    public required ImmutableArray<Classification> Classifications { get; init; }

    public ImmutableArray<TagSet> TagSets { get; init; } = [];

    /// <summary>Null: the policy does not restrict privacy marks.</summary>
    public PrivacyMarks? PrivacyMarks { get; init; }

    public ImmutableArray<EquivalentPolicy> EquivalentPolicies { get; init; } = [];

    /// <summary>The policy unlabelled messages are handled under; null where the SPIF names none.</summary>
    public DefaultPolicy? DefaultPolicy { get; init; }

    /// <summary>How the policy's name is marked.</summary>
    public MarkingRules NameMarking { get; init; } = MarkingRules.None;

    /// <summary>How the whole marking is put together, and where it goes.</summary>
    public MarkingRules Marking { get; init; } = MarkingRules.None;

    /// <summary>The language its names and markings are in where nobody asks for another (RFC 5646 tag; XML 1.0 §2.12); null where it does not say.</summary>
    public string? Language { get; init; }

    /// <summary>The classification with this number; null when there is none or the label does not say.</summary>
    public Classification? Find(int? classification)
    {
        if (classification is { } value)
            foreach (var candidate in Classifications)
                if (candidate.Value == value)
                    return candidate;
        return null;
    }

    public TagSet? FindTagSet(string id) => TagSets.FirstOrDefault(set => set.Id == id);

    public TagSet? FindTagSetByName(string name) => TagSets.FirstOrDefault(set => Names.Same(set.Name, name));

    /// <summary>The tag and the value a category of a label stands for; null when the policy has no such value.</summary>
    public (Tag Tag, TagCategory Value)? Find(Category category)
    {
        if (FindTagSet(category.TagSetId) is { } set)
            foreach (var tag in set.Tags)
                if (tag.Kind == category.Kind && tag.Find(category.Value) is { } value)
                    return (tag, value);
        return null;
    }
}

/// <summary>A policy named by another as the one for unlabelled data (<c>defaultSecurityPolicyId</c>).</summary>
public sealed record DefaultPolicy(string? Name, string? Id);
