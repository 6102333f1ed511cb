using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>Whether a label is one its policy permits. All findings at once, not the first.</summary>
/// <remarks>
/// What was lawful once stays readable: an obsolete or expired value is an error when a label is made and a warning when one is met.
/// Source: Open XML SPIF 2.1; ADatP-4774.1.
/// </remarks>
public static class LabelRules
{
    /// <param name="policy">The policy the label is held against.</param>
    /// <param name="label">The label.</param>
    /// <param name="at">The moment the question is asked for.</param>
    /// <param name="creating">True when a label is being made; false when one is met.</param>
    /// <returns>Empty for a label without fault; a label is valid when no finding is an error.</returns>
    public static ImmutableArray<LabelFinding> Validate(
        SecurityPolicy policy,
        SecurityLabel label,
        DateTimeOffset at,
        bool creating
    )
    {
        if (label.PolicyId != policy.Id)
            return
            [
                new(
                    LabelCodes.UnknownPolicy,
                    true,
                    $"The label is of policy {label.PolicyId}, not of {policy.Name} ({policy.Id})."
                ),
            ];

        var findings = ImmutableArray.CreateBuilder<LabelFinding>();
        if (!policy.Validity.Contains(at))
            findings.Add(new(LabelCodes.PolicyNotInForce, creating, $"The policy {policy.Name} is not in force at this time."));
        var classification = CheckClassification(policy, label, creating, findings);
        foreach (var category in label.Categories)
            CheckCategory(policy, label, classification, category, at, creating, findings);
        CheckCounts(policy, label, findings);
        CheckPrivacyMark(policy, label, creating, findings);
        return findings.ToImmutable();
    }

    private static Classification? CheckClassification(
        SecurityPolicy policy,
        SecurityLabel label,
        bool creating,
        ImmutableArray<LabelFinding>.Builder findings
    )
    {
        if (policy.Find(label.Classification) is not { } classification)
        {
            findings.Add(
                new(
                    LabelCodes.UnknownClass,
                    true,
                    label.Classification is { } value
                        ? $"{policy.Name} has no classification {value}."
                        : $"The label names no classification, and {policy.Name} has no default."
                )
            );
            return null;
        }
        if (classification.IsObsolete)
            findings.Add(new(LabelCodes.Obsolete, creating, $"The classification {classification.Name} is obsolete."));
        foreach (var requirement in classification.Required)
            if (!requirement.IsSatisfiedBy(policy, label))
                findings.Add(
                    new(LabelCodes.MissingRequired, true, $"{classification.Name} requires {Describe(policy, requirement)}.")
                );
        return classification;
    }

    private static void CheckCategory(
        SecurityPolicy policy,
        SecurityLabel label,
        Classification? classification,
        Category category,
        DateTimeOffset at,
        bool creating,
        ImmutableArray<LabelFinding>.Builder findings
    )
    {
        if (policy.FindTagSet(category.TagSetId) is not { } set || !set.Tags.Any(tag => tag.Kind == category.Kind))
        {
            findings.Add(
                new(
                    LabelCodes.UnknownTag,
                    true,
                    $"{policy.Name} has no tag {category.TagSetId} of kind {category.Kind}.",
                    category
                )
            );
            return;
        }
        if (policy.Find(category) is not var (_, value))
        {
            findings.Add(new(LabelCodes.UnknownCategory, true, $"{set.Name} has no value {category.Value}.", category));
            return;
        }

        var name = $"{set.Name} {value.Name}";
        if (
            classification is not null
            && value.ExcludedClassifications.Any(excluded => Names.Same(excluded, classification.Name))
        )
            findings.Add(new(LabelCodes.ExcludedClass, true, $"{name} may not go with {classification.Name}.", category));
        if (value.RequiredClassification is not null && !Names.Same(value.RequiredClassification, classification?.Name))
            findings.Add(new(LabelCodes.RequiredClass, true, $"{name} goes with {value.RequiredClassification} only.", category));
        foreach (var excluded in value.Excluded)
            if (excluded.In(policy, label).Any())
                findings.Add(
                    new(LabelCodes.ExcludedCategory, true, $"{name} may not go with {Describe(policy, excluded)}.", category)
                );
        foreach (var requirement in value.Required)
            if (!requirement.IsSatisfiedBy(policy, label))
                findings.Add(
                    new(LabelCodes.MissingRequired, true, $"{name} requires {Describe(policy, requirement)}.", category)
                );
        if (value.IsObsolete)
            findings.Add(new(LabelCodes.Obsolete, creating, $"{name} is obsolete.", category));
        if (!value.Validity.Contains(at))
            findings.Add(new(LabelCodes.NotValidNow, creating, $"{name} is not valid at this time.", category));
    }

    private static void CheckCounts(SecurityPolicy policy, SecurityLabel label, ImmutableArray<LabelFinding>.Builder findings)
    {
        foreach (var set in policy.TagSets)
        foreach (var tag in set.Tags)
        {
            var selected = tag.Values.Count(value => label.Categories.Contains(new Category(set.Id, tag.Kind, value.Value)));
            if (selected > tag.MaxSelection)
                findings.Add(
                    new(LabelCodes.TooMany, true, $"{set.Name} has {selected} values, at most {tag.MaxSelection} are permitted.")
                );
            if (selected < tag.MinSelection)
                findings.Add(
                    new(LabelCodes.TooFew, true, $"{set.Name} has {selected} values, at least {tag.MinSelection} are required.")
                );
        }
    }

    private static void CheckPrivacyMark(
        SecurityPolicy policy,
        SecurityLabel label,
        bool creating,
        ImmutableArray<LabelFinding>.Builder findings
    )
    {
        if (label.PrivacyMark is null || policy.PrivacyMarks is not { } marks)
            return;
        if (marks.Find(label.PrivacyMark) is not { } mark)
            findings.Add(new(LabelCodes.UnknownPrivacyMark, creating, $"{policy.Name} has no such privacy mark."));
        else if (mark.IsObsolete)
            findings.Add(new(LabelCodes.Obsolete, creating, $"The privacy mark {mark.Name} is obsolete."));
    }

    private static string Describe(SecurityPolicy policy, CategoryRequirement requirement) =>
        requirement.Operation switch
        {
            RequiredOperation.All => "all of ",
            RequiredOperation.OnlyOne => "exactly one of ",
            RequiredOperation.OneOrMore => "at least one of ",
        } + string.Join(", ", requirement.Groups.Select(group => Describe(policy, group)));

    private static string Describe(SecurityPolicy policy, CategoryGroup group)
    {
        if (group.Value is not { } value)
            return group.TagSetName;
        var known = policy
            .FindTagSetByName(group.TagSetName)
            ?.Tags.Where(tag => group.Kind.IsSameType(tag.Kind))
            .Select(tag => tag.Find(value))
            .FirstOrDefault(found => found is not null);
        return $"{group.TagSetName} {known?.Name ?? $"value {value}"}";
    }
}
