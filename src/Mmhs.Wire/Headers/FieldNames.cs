namespace Mmhs.Wire.Headers;

/// <summary>The names of header fields, spelled as registered: the only spellings we write. On reading case does not matter.</summary>
/// <remarks>Source: RFC 6477 §3; RFC 7912 §4; RFC 6758 §4; RFC 2156 Appendix; RFC 5322 §3.6; RFC 3282; RFC 8098 §2.1.</remarks>
public static class FieldNames
{
    public const string ExemptedAddress = "MMHS-Exempted-Address";
    public const string ExtendedAuthorisationInfo = "MMHS-Extended-Authorisation-Info";
    public const string SubjectIndicatorCodes = "MMHS-Subject-Indicator-Codes";
    public const string HandlingInstructions = "MMHS-Handling-Instructions";
    public const string MessageInstructions = "MMHS-Message-Instructions";
    public const string CodressMessageIndicator = "MMHS-Codress-Message-Indicator";
    public const string OriginatorReference = "MMHS-Originator-Reference";
    public const string PrimaryPrecedence = "MMHS-Primary-Precedence";
    public const string CopyPrecedence = "MMHS-Copy-Precedence";
    public const string MessageType = "MMHS-Message-Type";
    public const string OtherRecipientsTo = "MMHS-Other-Recipients-Indicator-To";
    public const string OtherRecipientsCc = "MMHS-Other-Recipients-Indicator-CC";
    public const string Acp127MessageIdentifier = "MMHS-Acp127-Message-Identifier";
    public const string OriginatorPlad = "MMHS-Originator-PLAD";
    public const string AuthorizingUsers = "MMHS-Authorizing-Users";
    public const string MtPriority = "MT-Priority";

    public const string Expires = "Expires";
    public const string Supersedes = "Supersedes";
    public const string Autoforwarded = "Autoforwarded";
    public const string Autosubmitted = "Autosubmitted";
    public const string IncompleteCopy = "Incomplete-Copy";
    public const string Conversion = "Conversion";
    public const string ConversionWithLoss = "Conversion-With-Loss";
    public const string OriginalEncodedInformationTypes = "Original-Encoded-Information-Types";
    public const string X400Received = "X400-Received";
    public const string DlExpansionHistory = "DL-Expansion-History";
    public const string DeferredDelivery = "Deferred-Delivery";
    public const string LatestDeliveryTime = "Latest-Delivery-Time";
    public const string ReplyBy = "Reply-By";
    public const string Importance = "Importance";
    public const string Priority = "Priority";
    public const string Sensitivity = "Sensitivity";
    public const string ContentLanguage = "Content-Language";
    public const string DispositionNotificationTo = "Disposition-Notification-To";
    public const string DispositionNotificationOptions = "Disposition-Notification-Options";
    public const string OriginalRecipient = "Original-Recipient";
    public const string InReplyTo = "In-Reply-To";
    public const string References = "References";

    /// <summary>Older names, read where the newer one is absent and never written (RFC 2156 §2.3.1.2).</summary>
    internal const string ExpiryDate = "Expiry-Date";
    internal const string Obsoletes = "Obsoletes";

    /// <summary>What only gateways write: shown as it stands, never written and never acted on (RFC 2156 Appendix A).</summary>
    internal static readonly IReadOnlyList<string> GatewayDetails =
    [
        "X400-MTS-Identifier",
        "X400-Originator",
        "X400-Recipients",
        "X400-Content-Type",
        "X400-Content-Identifier",
        "Content-Identifier",
        "Originator-Return-Address",
        "Discarded-X400-IPMS-Extensions",
        "Discarded-X400-MTS-Extensions",
    ];

    /// <summary>Spellings met in drafts, and the registered name they miss.</summary>
    internal static readonly IReadOnlyList<(string Misspelled, string Registered)> Aliases =
    [
        ("MMHS-Extended-Authorization-Info", ExtendedAuthorisationInfo),
        ("MMHS-Other-Recipient-Indicator-To", OtherRecipientsTo),
        ("MMHS-Other-Recipient-Indicator-CC", OtherRecipientsCc),
        ("MMHS-Authorising-Users", AuthorizingUsers),
        ("Auto-Forwarded", Autoforwarded), // RFC 2156 §2.3.1.2 slips to it once
    ];
}
