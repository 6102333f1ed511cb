using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>One input of the label picker.</summary>
/// <param name="TagSet">The tag set.</param>
/// <param name="Tag">The tag: its limits say whether one or several may be chosen.</param>
/// <param name="Title">What stands beside the input.</param>
/// <param name="Offered">The values that may be chosen now, in the order of the policy.</param>
public sealed record TagChoice(TagSet TagSet, Tag Tag, string Title, ImmutableArray<TagCategory> Offered);

/// <summary>What the label picker offers, given what is chosen so far.</summary>
/// <param name="Classifications">Least sensitive first.</param>
/// <param name="Tags">In the order of the policy; a tag with nothing to offer is not among them.</param>
/// <param name="PrivacyMarks">Empty when the policy names none.</param>
/// <param name="Demanded">Values the chosen classification demands and that admit no choice: to be chosen at once.</param>
public sealed record LabelOffer(
    ImmutableArray<Classification> Classifications,
    ImmutableArray<TagChoice> Tags,
    ImmutableArray<PermittedPrivacyMark> PrivacyMarks,
    ImmutableSortedSet<Category> Demanded
);

/// <summary>What an author may choose from, so that he cannot compose a label he could not read himself.</summary>
/// <remarks>
/// A help, not the rule: the finished label is validated (<see cref="LabelRules"/>) and decided (<see cref="AccessControl"/>) all the same.
/// Source: Open XML SPIF 2.1; the catalog idea of XEP-0258.
/// </remarks>
public static class LabelChoices
{
    /// <summary>The policies the author has a clearance for and that are in force.</summary>
    public static ImmutableArray<SecurityPolicy> Policies(
        PolicyCatalog catalog,
        IReadOnlyCollection<Clearance> author,
        DateTimeOffset at
    ) =>
        [
            .. catalog.Policies.Where(policy =>
                policy.Validity.Contains(at) && author.Any(clearance => clearance.PolicyId == policy.Id)
            ),
        ];

    /// <param name="policy">The policy chosen.</param>
    /// <param name="chosen">The label as it stands; only its classification and categories matter.</param>
    /// <param name="author">What the author holds.</param>
    /// <param name="recipients">What each recipient holds, one collection a recipient; those whose clearance is not known are left out.</param>
    /// <param name="at">The moment of composing.</param>
    public static LabelOffer Offer(
        SecurityPolicy policy,
        SecurityLabel chosen,
        IReadOnlyCollection<Clearance> author,
        IReadOnlyCollection<IReadOnlyCollection<Clearance>> recipients,
        DateTimeOffset at
    )
    {
        // what is offered must be held by each of them, in some clearance under this policy
        var readers = recipients
            .Prepend(author)
            .Select(held => held.Where(clearance => clearance.PolicyId == policy.Id).ToList())
            .ToList();
        var classification = policy.Find(chosen.Classification);
        return new(
            [
                .. policy
                    .Classifications.Where(candidate =>
                        !candidate.IsObsolete
                        && readers.TrueForAll(held => held.Exists(c => c.Classifications.Contains(candidate.Value)))
                    )
                    .OrderBy(candidate => candidate.Hierarchy),
            ],
            [
                .. from set in policy.TagSets
                from tag in set.Tags
                let offered = tag
                    .Values.Where(value => IsOffered(policy, chosen, classification, readers, set, tag, value, at))
                    .ToImmutableArray()
                where offered.Length > 0
                select new TagChoice(set, tag, TitleOf(set, tag), offered),
            ],
            [.. policy.PrivacyMarks is null ? [] : policy.PrivacyMarks.Marks.Where(mark => !mark.IsObsolete)],
            classification is null ? [] : [.. Demanded(policy, classification)]
        );
    }

    private static bool IsOffered(
        SecurityPolicy policy,
        SecurityLabel chosen,
        Classification? classification,
        List<List<Clearance>> readers,
        TagSet set,
        Tag tag,
        TagCategory value,
        DateTimeOffset at
    )
    {
        if (value.IsObsolete || !value.Validity.Contains(at))
            return false;
        if (classification is not null && !value.Allows(classification))
            return false;
        if (value.Excluded.Any(excluded => excluded.In(policy, chosen).Any()))
            return false;
        // permissive values are no barrier one by one: it is enough to hold another
        var category = new Category(set.Id, tag.Kind, value.Value);
        return !tag.Kind.IsRestrictive()
            || readers.TrueForAll(held => held.Exists(clearance => clearance.Categories.Contains(category)));
    }

    private static IEnumerable<Category> Demanded(SecurityPolicy policy, Classification classification) =>
        classification
            .Required.Where(requirement => requirement.Operation == RequiredOperation.All)
            .SelectMany(requirement => requirement.Groups)
            .SelectMany(group => group.Of(policy));

    private static string TitleOf(TagSet set, Tag tag)
    {
        var title = tag.Marking.Qualifiers.FirstOrDefault(qualifier => qualifier.Code == MarkingCode.InputTitle)?.Prefix;
        return string.IsNullOrWhiteSpace(title) ? tag.Name ?? set.Name : title;
    }
}
