using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;

namespace Mmhs.Portal.Access;

/// <summary>What is chosen in <see cref="ClearanceChoice"/>, as clearances.</summary>
internal static class ClearanceInput
{
    /// <summary>Place in the hierarchy of the highest classification held; null: none.</summary>
    public static int? Highest(IEnumerable<Clearance> clearances, SecurityPolicy policy) =>
        clearances.FirstOrDefault(one => one.PolicyId == policy.Id) is { } held
            ? policy.Classifications.Where(one => held.Classifications.Contains(one.Value)).Max(one => (int?)one.Hierarchy)
            : null;

    /// <summary>Clearances up to the chosen places; where a choice is what was held before, it stays to the last gap.</summary>
    /// <param name="before">As they were; those of policies unknown here stay.</param>
    /// <param name="chosen">Place in the hierarchy by policy; null: none.</param>
    /// <param name="categories">Categories of a policy.</param>
    /// <param name="policies">Policies known here.</param>
    public static ImmutableArray<Clearance> Clearances(
        IReadOnlyList<Clearance> before,
        IReadOnlyDictionary<string, int?> chosen,
        Func<string, ImmutableSortedSet<Category>> categories,
        PolicyCatalog policies
    )
    {
        var kept = before
            .Where(one => policies.Find(one.PolicyId) is not { } policy || chosen.GetValueOrDefault(policy.Id) is not null)
            .Select(one =>
                policies.Find(one.PolicyId) is { } policy
                    ? one with
                    {
                        Classifications = Classifications(one, policy, chosen[policy.Id]!.Value),
                        Categories = categories(policy.Id),
                    }
                    : one
            );
        var added = policies
            .Policies.Where(policy =>
                chosen.GetValueOrDefault(policy.Id) is not null && before.All(one => one.PolicyId != policy.Id)
            )
            .Select(policy => new Clearance(
                policy.Id,
                [.. ClearanceText.UpTo(policy, chosen[policy.Id]!.Value)],
                categories(policy.Id)
            ));
        return [.. kept, .. added];
    }

    private static ImmutableSortedSet<int> Classifications(Clearance before, SecurityPolicy policy, int hierarchy) =>
        Highest([before], policy) == hierarchy ? before.Classifications : [.. ClearanceText.UpTo(policy, hierarchy)];
}
