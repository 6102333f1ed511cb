namespace Mmhs.Messages.Policy;

/// <summary>What the kinds of tags have in common.</summary>
public static class TagKinds
{
    /// <summary>Every value of the label must be held.</summary>
    public static bool IsRestrictive(this TagKind kind) => kind is TagKind.Restrictive or TagKind.EnumeratedRestrictive;

    /// <summary>One value of the label must be held.</summary>
    public static bool IsPermissive(this TagKind kind) => kind is TagKind.Permissive or TagKind.EnumeratedPermissive;

    /// <summary>Said and not enforced.</summary>
    public static bool IsInformative(this TagKind kind) => kind is TagKind.InformativeBits or TagKind.InformativeValues;

    /// <summary>The same tag type; a tag set has one encoding for tag type 7, so its two forms are one type in a policy's rules.</summary>
    public static bool IsSameType(this TagKind kind, TagKind other) =>
        kind == other || (kind.IsInformative() && other.IsInformative());
}
