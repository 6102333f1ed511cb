using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>How many of the values a requirement names must be in the label.</summary>
public enum RequiredOperation : byte
{
    All,
    OnlyOne,
    OneOrMore,
}

/// <summary>A value, or every value, of the tags of one type in one tag set.</summary>
/// <param name="TagSetName">Name of the tag set.</param>
/// <param name="Kind">Which tags; tag type 7 is <see cref="TagKind.InformativeBits"/> here, whichever its encoding.</param>
/// <param name="Value">The value; null for any (SPIF <c>all</c>, or no <c>lacv</c>).</param>
public sealed record CategoryGroup(string TagSetName, TagKind Kind, long? Value)
{
    /// <summary>The values of the label this group speaks of.</summary>
    public IEnumerable<Category> In(SecurityPolicy policy, SecurityLabel label)
    {
        var set = policy.FindTagSetByName(TagSetName);
        return set is null
            ? []
            : label.Categories.Where(category =>
                category.TagSetId == set.Id && Kind.IsSameType(category.Kind) && (Value is null || category.Value == Value)
            );
    }

    /// <summary>The values the policy has for this group and still uses.</summary>
    public IEnumerable<Category> Of(SecurityPolicy policy) =>
        policy.FindTagSetByName(TagSetName) is not { } set
            ? []
            : from tag in set.Tags
            where Kind.IsSameType(tag.Kind)
            from value in tag.Values
            where !value.IsObsolete && (Value is null || value.Value == Value)
            select new Category(set.Id, tag.Kind, value.Value);
}

/// <summary>Values that must be in a label because something else is.</summary>
/// <param name="Operation">The default of the SPIF, where it names none, is <see cref="RequiredOperation.All"/>.</param>
/// <param name="Groups">The values, at least one group.</param>
public sealed record CategoryRequirement(RequiredOperation Operation, ImmutableArray<CategoryGroup> Groups)
{
    public bool IsSatisfiedBy(SecurityPolicy policy, SecurityLabel label) =>
        Operation switch
        {
            // SPIF documents "onlyOne" twice; it and "oneOrMore" count values, not groups
            RequiredOperation.OnlyOne => Present(policy, label) == 1,
            RequiredOperation.OneOrMore => Present(policy, label) >= 1,
            RequiredOperation.All => Groups.All(group =>
                group.Value is null ? group.Of(policy).All(label.Categories.Contains) : group.In(policy, label).Any()
            ),
        };

    private int Present(SecurityPolicy policy, SecurityLabel label) =>
        Groups.SelectMany(group => group.In(policy, label)).Distinct().Count();
}
