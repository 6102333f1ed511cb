using System.Globalization;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>A clearance said in full, categories and gaps too.</summary>
public static class ClearanceText
{
    public static string Of(IEnumerable<Clearance> clearances, PolicyCatalog policies)
    {
        var each = clearances.Select(clearance => Of(clearance, policies)).ToList();
        return each.Count == 0 ? "nothing" : string.Join(" and ", each);
    }

    public static string Of(Clearance clearance, PolicyCatalog policies)
    {
        var policy = policies.Find(clearance.PolicyId);
        var categories = clearance.Categories.Select(category => Of(category, policy)).ToList();
        var words = $"{policy?.Name ?? clearance.PolicyId} {Classifications(clearance, policy)}";
        return categories.Count == 0 ? words : $"{words} with {string.Join(", ", categories)}";
    }

    /// <summary>A category as its policy calls it, with the name of its set where another set has one of the same name; by its numbers where the policy does not know it.</summary>
    public static string Of(Category category, SecurityPolicy? policy) =>
        policy?.Find(category) is { } known
            ? (
                IsTwin(known.Value.Name, policy)
                    ? $"{policy.TagSets.Single(set => set.Id == category.TagSetId).Name} {known.Value.Name}"
                    : known.Value.Name
            )
            : string.Create(CultureInfo.InvariantCulture, $"{category.TagSetId} {category.Kind} {category.Value}");

    private static bool IsTwin(string name, SecurityPolicy policy) =>
        policy.TagSets.Count(set => set.Tags.Any(tag => tag.Values.Any(value => value.Name == name))) > 1;

    // "up to" only where nothing below is missing: classifications are held one by one (RFC 5755 §4.4.6)
    private static string Classifications(Clearance clearance, SecurityPolicy? policy)
    {
        if (clearance.Classifications.IsEmpty)
            return "no classification";
        var highest = policy
            ?.Classifications.Where(one => clearance.Classifications.Contains(one.Value))
            .MaxBy(one => one.Hierarchy);
        return highest is not null && clearance.Classifications.SetEquals(UpTo(policy!, highest.Hierarchy))
            ? $"up to {highest.Name}"
            : $"only {string.Join(", ", clearance.Classifications.Select(value => policy?.Find(value)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"number {value}")))}";
    }

    /// <summary>Every classification of a policy up to a place in its hierarchy.</summary>
    public static IEnumerable<int> UpTo(SecurityPolicy policy, int hierarchy) =>
        policy.Classifications.Where(one => one.Hierarchy <= hierarchy).Select(one => one.Value);
}
