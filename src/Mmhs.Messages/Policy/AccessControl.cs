using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>Whether what bears a label may be seen: these two and no more.</summary>
public abstract record AccessDecision
{
    private AccessDecision() { }

    /// <summary>It may.</summary>
    /// <param name="Warnings">What the policy has to say about the label all the same; empty when nothing.</param>
    public sealed record Permit(ImmutableArray<LabelFinding> Warnings) : AccessDecision;

    /// <summary>It may not.</summary>
    /// <param name="Findings">Every reason, at least one.</param>
    public sealed record Deny(ImmutableArray<LabelFinding> Findings) : AccessDecision;
}

/// <summary>The access control decision: label against clearances, under the policy of the label.</summary>
/// <remarks>
/// Restrictive values must all be held; of the permissive values of a tag set one; informative ones and the privacy mark play no part.
/// A tag set absent from the label imposes nothing; a label its policy does not permit is denied. Source: MMHS §4.1.1; RFC 5755 §4.4.6; ADatP-4774.1.
/// </remarks>
public static class AccessControl
{
    /// <param name="label">The label.</param>
    /// <param name="clearances">All that is held; several under one policy are alternatives and are not added up.</param>
    /// <param name="policies">The policies known here.</param>
    /// <param name="at">The moment the question is asked for.</param>
    public static AccessDecision Decide(
        SecurityLabel label,
        IEnumerable<Clearance> clearances,
        PolicyCatalog policies,
        DateTimeOffset at
    )
    {
        if (policies.Find(label.PolicyId) is not { } policy)
            return Denied(new LabelFinding(LabelCodes.UnknownPolicy, true, $"The policy {label.PolicyId} is not known here."));

        var findings = LabelRules.Validate(policy, label, at, creating: false);
        if (findings.Any(finding => finding.IsError))
            return new AccessDecision.Deny(findings);

        ImmutableArray<LabelFinding>? reasons = null;
        foreach (var clearance in clearances.Where(clearance => clearance.PolicyId == label.PolicyId))
        {
            var missing = Missing(policy, label, clearance);
            if (missing.IsEmpty)
                return new AccessDecision.Permit(findings);
            reasons ??= missing;
        }
        return reasons is { } first
            ? new AccessDecision.Deny(first)
            : Denied(new LabelFinding(LabelCodes.NoClearance, true, $"No clearance is held under {policy.Name}."));
    }

    private static AccessDecision.Deny Denied(LabelFinding reason) => new([reason]);

    private static ImmutableArray<LabelFinding> Missing(SecurityPolicy policy, SecurityLabel label, Clearance clearance)
    {
        var missing = ImmutableArray.CreateBuilder<LabelFinding>();
        if (label.Classification is not { } classification || !clearance.Classifications.Contains(classification))
            missing.Add(
                new(
                    LabelCodes.Classification,
                    true,
                    $"{policy.Find(label.Classification)?.Name ?? "This classification"} is not held."
                )
            );

        foreach (var category in label.Categories)
            if (category.Kind.IsRestrictive() && !clearance.Categories.Contains(category))
                missing.Add(
                    new(
                        LabelCodes.Restrictive,
                        true,
                        $"{policy.FindTagSet(category.TagSetId)?.Name} {policy.Find(category)?.Value.Name} is not held.",
                        category
                    )
                );

        // by tag set identifier and kind: several tag sets each need a hit, and names may repeat
        foreach (
            var tag in label
                .Categories.Where(category => category.Kind.IsPermissive())
                .GroupBy(category => (category.TagSetId, category.Kind))
        )
            if (!tag.Any(clearance.Categories.Contains))
                missing.Add(
                    new(
                        LabelCodes.Permissive,
                        true,
                        $"None of the values of {policy.FindTagSet(tag.Key.TagSetId)?.Name} is held."
                    )
                );
        return missing.ToImmutable();
    }
}
