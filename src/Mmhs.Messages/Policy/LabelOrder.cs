using System.Collections.Immutable;

namespace Mmhs.Messages.Policy;

/// <summary>Whether what stands under one label would be guarded less under another.</summary>
public static class LabelOrder
{
    /// <summary>True when <paramref name="label"/> guards less than <paramref name="other"/>, or when nobody can tell that it does not.</summary>
    /// <remarks>
    /// A lower classification; a restriction that is gone; a circle of permitted readers that is wider, or gone. Between policies classifications are
    /// compared as <see cref="PolicyCatalog.Highest"/> does, and enforced categories cannot be compared. Privacy marks and what is only said count for nothing.
    /// </remarks>
    public static bool IsBelow(this PolicyCatalog policies, SecurityLabel label, SecurityLabel other)
    {
        if (label.Equals(other))
            return false;
        if (!ReferenceEquals(policies.Highest(label, other), label))
            return true;
        var enforced = other
            .Categories.Where(category => category.Kind is not (TagKind.InformativeBits or TagKind.InformativeValues))
            .ToImmutableArray();
        if (label.PolicyId != other.PolicyId)
            return !enforced.IsEmpty;
        foreach (var circle in enforced.GroupBy(category => (category.TagSetId, category.Kind)))
        {
            var mine = label.Categories.Where(category => (category.TagSetId, category.Kind) == circle.Key).ToImmutableHashSet();
            var isHeld = circle.Key.Kind is TagKind.Permissive or TagKind.EnumeratedPermissive
                ? !mine.IsEmpty && mine.IsSubsetOf(circle)
                : mine.IsSupersetOf(circle);
            if (!isHeld)
                return true;
        }
        return false;
    }
}
