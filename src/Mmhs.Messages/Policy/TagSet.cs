using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>A family of category values under one object identifier.</summary>
public sealed class TagSet
{
    public required string Name { get; init; }

    /// <summary>Object identifier, dotted; the <c>tagName</c> of labels.</summary>
    public required string Id { get; init; }

    public required ImmutableArray<Tag> Tags { get; init; }

    public ImmutableArray<EquivalentTagSet> Equivalents { get; init; } = [];
}

/// <summary>One input of a tag set: its values, how they take part in the decision, and how many may be chosen.</summary>
public sealed class Tag
{
    /// <summary>Null where the SPIF names only the tag set.</summary>
    public string? Name { get; init; }

    public required TagKind Kind { get; init; }

    /// <summary>Least number of values in a label; null for no minimum.</summary>
    public int? MinSelection { get; init; }

    /// <summary>Greatest number of values in a label, 1 for a single selection; null for no maximum.</summary>
    public int? MaxSelection { get; init; }

    public required ImmutableArray<TagCategory> Values { get; init; }

    public MarkingRules Marking { get; init; } = MarkingRules.None;

    public TagCategory? Find(long value) => Values.FirstOrDefault(candidate => candidate.Value == value);
}

/// <summary>One value of a tag.</summary>
public sealed class TagCategory
{
    public required string Name { get; init; }

    /// <summary>Bit number or integer (SPIF lacv), 0 or more.</summary>
    public required long Value { get; init; }

    public bool IsObsolete { get; init; }

    public ValidityPeriod Validity { get; init; }

    /// <summary>The only classification, by name, this value may go with; null for any.</summary>
    public string? RequiredClassification { get; init; }

    /// <summary>Classifications, by name, this value may not go with.</summary>
    public ImmutableArray<string> ExcludedClassifications { get; init; } = [];

    public ImmutableArray<CategoryRequirement> Required { get; init; } = [];

    public ImmutableArray<CategoryGroup> Excluded { get; init; } = [];

    public ImmutableArray<EquivalentCategory> Equivalents { get; init; } = [];

    public MarkingRules Marking { get; init; } = MarkingRules.None;

    /// <summary>Whether the value may go with this classification, by its own rules.</summary>
    public bool Allows(Classification classification) =>
        (RequiredClassification is null || Names.Same(RequiredClassification, classification.Name))
        && !ExcludedClassifications.Any(name => Names.Same(name, classification.Name));
}
