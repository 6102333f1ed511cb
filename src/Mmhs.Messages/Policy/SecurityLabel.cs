using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Mmhs.Messages.Policy;

/// <summary>How sensitive a message is: a policy, a classification under it, and what narrows the circle further.</summary>
/// <remarks>
/// The meaning of every number comes from the policy (SPIF); a label alone grants and displays nothing.
/// Two labels are equal when policy, classification, privacy mark and the set of categories are: never compare encodings.
/// Source: RFC 2634 §3.2; MMHS §4.1.6.
/// </remarks>
/// <param name="PolicyId">Object identifier of the policy, dotted.</param>
/// <param name="Classification">0 to 256, the policy's number; null where the label does not say, which is not the same as 0.</param>
/// <param name="PrivacyMark">Words without meaning for access; null when absent.</param>
/// <param name="Categories">Compartments, releasability and the like; empty when there are none.</param>
public sealed record SecurityLabel(
    string PolicyId,
    int? Classification,
    string? PrivacyMark,
    ImmutableSortedSet<Category> Categories
)
{
    public SecurityLabel(string policyId, int? classification)
        : this(policyId, classification, null, []) { }

    public bool Equals(SecurityLabel? other) =>
        other is not null
        && PolicyId == other.PolicyId
        && Classification == other.Classification
        && string.Equals(PrivacyMark, other.PrivacyMark, StringComparison.Ordinal)
        && Categories.SetEquals(other.Categories);

    public override int GetHashCode() => HashCode.Combine(PolicyId, Classification, PrivacyMark, Categories.Count);

    /// <summary>One line of text for one label: equal labels have equal keys, different ones different keys. See <see cref="LabelKey"/>.</summary>
    public string ToKey() => LabelKey.Write(this);

    /// <summary>Reads back what <see cref="ToKey"/> wrote, and nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? key, [NotNullWhen(true)] out SecurityLabel? label) =>
        LabelKey.TryRead(key, out label);
}

/// <summary>How a value of a tag set takes part in the access decision (SPIF tagType and enumType).</summary>
public enum TagKind : byte
{
    /// <summary>Bits, all of which the reader must hold.</summary>
    Restrictive = 0,

    /// <summary>Numbers, one of which the reader must hold.</summary>
    EnumeratedPermissive = 1,

    /// <summary>Bits, one of which the reader must hold.</summary>
    Permissive = 2,

    /// <summary>Said, not enforced (tag type 7), as bits.</summary>
    InformativeBits = 3,

    /// <summary>Numbers, all of which the reader must hold.</summary>
    EnumeratedRestrictive = 4,

    /// <summary>Said, not enforced (tag type 7), as numbers.</summary>
    InformativeValues = 5,

    /// <summary>A category of a type we do not know: kept as it came, never granted.</summary>
    Unknown = 255,
}

/// <summary>One value of one tag of a label or a clearance.</summary>
/// <param name="TagSetId">Object identifier of the tag set; for <see cref="TagKind.Unknown"/> that of the category type.</param>
/// <param name="Kind">Which of the tag set's tags.</param>
/// <param name="Value">Bit number or integer, the SPIF's lacv, 0 to 2^63 - 1: published policies have values beyond 32 bits.</param>
/// <param name="Raw">For <see cref="TagKind.Unknown"/> the value as it came, Base64 of its DER; else null.</param>
public sealed record Category(string TagSetId, TagKind Kind, long Value, string? Raw = null) : IComparable<Category>
{
    public int CompareTo(Category? other)
    {
        if (other is null)
            return 1;
        var bySet = string.CompareOrdinal(TagSetId, other.TagSetId);
        if (bySet != 0)
            return bySet;
        var byKind = Kind.CompareTo(other.Kind);
        if (byKind != 0)
            return byKind;
        var byValue = Value.CompareTo(other.Value);
        return byValue != 0 ? byValue : string.CompareOrdinal(Raw, other.Raw);
    }
}
