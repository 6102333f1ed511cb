using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>The policies known here.</summary>
public sealed class PolicyCatalog
{
    private readonly FrozenDictionary<string, SecurityPolicy> _byId;

    /// <exception cref="ArgumentException">Two policies with one identifier, or with one name.</exception>
    public PolicyCatalog(IEnumerable<SecurityPolicy> policies)
    {
        Policies = [.. policies];
        _byId = Policies.ToDictionary(policy => policy.Id).ToFrozenDictionary();
        _ = Policies.ToDictionary(policy => policy.Name, StringComparer.OrdinalIgnoreCase);
    }

    public static PolicyCatalog Empty { get; } = new([]);

    public ImmutableArray<SecurityPolicy> Policies { get; }

    public SecurityPolicy? Find(string policyId) => _byId.GetValueOrDefault(policyId);

    public SecurityPolicy? FindByName(string name) => Policies.FirstOrDefault(policy => Names.Same(policy.Name, name));

    /// <summary>Place of a label in the hierarchy of its policy; of what is not known here the highest there is.</summary>
    public int HierarchyOf(SecurityLabel label) => Find(label.PolicyId)?.Find(label.Classification)?.Hierarchy ?? int.MaxValue;

    /// <summary>The more sensitive of two labels, the first of equals.</summary>
    /// <remarks>
    /// What is not known here counts as the most sensitive. Labels of different policies are compared through the equivalent classification
    /// where one of the policies names it, else by the bare numbers of the hierarchies.
    /// </remarks>
    public SecurityLabel Highest(SecurityLabel first, SecurityLabel second)
    {
        if (Locate(first) is not var (firstPolicy, firstClass))
            return first;
        if (Locate(second) is not var (secondPolicy, secondClass))
            return second;
        if (firstPolicy.Id == secondPolicy.Id)
            return secondClass.Hierarchy > firstClass.Hierarchy ? second : first;
        if (Equivalent(firstClass, secondPolicy) is { } firstThere)
            return secondClass.Hierarchy > firstThere.Hierarchy ? second : first;
        if (Equivalent(secondClass, firstPolicy) is { } secondHere)
            return secondHere.Hierarchy > firstClass.Hierarchy ? second : first;
        return secondClass.Hierarchy > firstClass.Hierarchy ? second : first;
    }

    private (SecurityPolicy Policy, Classification Classification)? Locate(SecurityLabel label) =>
        Find(label.PolicyId) is { } policy && policy.Find(label.Classification) is { } classification
            ? (policy, classification)
            : null;

    private static Classification? Equivalent(Classification classification, SecurityPolicy other) =>
        classification.Equivalents.FirstOrDefault(candidate => Names.Same(candidate.PolicyName, other.Name)) is { } equivalent
            ? other.Find(equivalent.Value)
            : null;
}
