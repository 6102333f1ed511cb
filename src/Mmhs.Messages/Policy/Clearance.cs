using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>What one person, link or list may see under one policy.</summary>
/// <remarks>
/// Every classification held is listed: holding SECRET does not by itself imply CONFIDENTIAL, because numbers are not a hierarchy.
/// Source: RFC 5755 §4.4.6.
/// </remarks>
/// <param name="PolicyId">Object identifier of the policy, dotted.</param>
/// <param name="Classifications">The policy's numbers (SPIF lacv), each one held.</param>
/// <param name="Categories">The values held, in the form labels have them.</param>
public sealed record Clearance(string PolicyId, ImmutableSortedSet<int> Classifications, ImmutableSortedSet<Category> Categories)
{
    /// <summary>Whether everything the other one lets see is let seen by this one too.</summary>
    public bool Covers(Clearance other) =>
        PolicyId == other.PolicyId
        && Classifications.IsSupersetOf(other.Classifications)
        && Categories.IsSupersetOf(other.Categories);

    public bool Equals(Clearance? other) =>
        other is not null
        && PolicyId == other.PolicyId
        && Classifications.SetEquals(other.Classifications)
        && Categories.SetEquals(other.Categories);

    public override int GetHashCode() => HashCode.Combine(PolicyId, Classifications.Count, Categories.Count);
}
