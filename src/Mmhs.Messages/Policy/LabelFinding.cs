namespace Mmhs.Messages.Policy;

/// <summary>Something a policy has to say against a label, or against reading under it.</summary>
/// <param name="Code">One of <see cref="LabelCodes"/>, stable.</param>
/// <param name="IsError">True: the label is not valid, or access is denied; false: to be shown, no obstacle.</param>
/// <param name="Text">Which classification, tag or value, and what is wrong with it.</param>
/// <param name="Category">The value it is about; null when it is not about one.</param>
public sealed record LabelFinding(string Code, bool IsError, string Text, Category? Category = null);

/// <summary>The codes of findings; tests and other programs rely on them.</summary>
public static class LabelCodes
{
    public const string UnknownPolicy = "UNKNOWN_POLICY";
    public const string PolicyNotInForce = "POLICY_NOT_IN_FORCE";
    public const string UnknownClass = "UNKNOWN_CLASS";
    public const string UnknownTag = "UNKNOWN_TAG";
    public const string UnknownCategory = "UNKNOWN_CATEGORY";
    public const string UnknownPrivacyMark = "UNKNOWN_PRIVACY_MARK";
    public const string MissingRequired = "MISSING_REQUIRED";
    public const string ExcludedClass = "EXCLUDED_CLASS";
    public const string RequiredClass = "REQUIRED_CLASS";
    public const string ExcludedCategory = "EXCLUDED_CATEGORY";
    public const string Obsolete = "OBSOLETE";

    /// <summary>Before or after the validity period of the value.</summary>
    public const string NotValidNow = "NOT_VALID_NOW";
    public const string TooMany = "TOO_MANY";
    public const string TooFew = "TOO_FEW";

    /// <summary>Nothing held under the policy of the label.</summary>
    public const string NoClearance = "NO_CLEARANCE";
    public const string Classification = "CLASSIFICATION";
    public const string Restrictive = "RESTRICTIVE";
    public const string Permissive = "PERMISSIVE";
}
