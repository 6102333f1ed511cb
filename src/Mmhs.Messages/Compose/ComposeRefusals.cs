namespace Mmhs.Messages.Compose;

/// <summary>What is wrong with a form, codes <c>CMP-</c> and, for its optional fields, <c>FLD-</c>; those of the draft desk alone are in the portal.</summary>
public static class ComposeRefusals
{
    public static RefusalKind NoLabel { get; } = new("CMP-001", "Choose the security label before anything else.", "label");

    public static RefusalKind NoAddressee { get; } = new("CMP-002", "Name at least one action or information addressee.", "to");

    public static RefusalKind NoActionPrecedence { get; } =
        new("CMP-003", "Choose the precedence for the action addressees.", "action-precedence");

    public static RefusalKind NoInformationPrecedence { get; } =
        new("CMP-004", "Choose the precedence for the information addressees.", "information-precedence");

    public static RefusalKind<int, int> TooManyAddressees { get; } =
        new(
            "CMP-005",
            "There are {0} addressees, more than {1}. Take some out, or send it as several messages; a list counts as the mailboxes it stands for.",
            "to"
        );

    public static RefusalKind<string, int> NamedTwice { get; } = new("CMP-006", "{0} is named {1} times. Keep one entry.", "to");

    public static RefusalKind<string> NoSubjectIndicatorCode { get; } =
        new("CMP-007", "“{0}” is no subject indicator code: three to eight letters and digits.", "sics");

    public static RefusalKind<int> TooManySubjectIndicatorCodes { get; } =
        new("CMP-008", $"There are {{0}} subject indicator codes; {SubjectIndicatorCode.MaxPerMessage} is the most.", "sics");

    public static RefusalKind NoMessageType { get; } =
        new("CMP-009", "Choose the message type the identifier belongs to, or clear the identifier.", "message-type");

    public static RefusalKind MessageTypeIdentifierUnprintable { get; } =
        new(
            "CMP-010",
            $"The identifier may have {MilitaryString.MaxLength} letters, digits, blanks and ' ( ) + , - . / : = ? only.",
            "message-type-identifier"
        );

    public static RefusalKind<DateTimeGroup> DtgOutOfReach { get; } =
        new(
            "CMP-011",
            "The DTG {0} is more than a day ahead or a week ago. Correct it, or leave it blank to have it set at release.",
            "dtg"
        );

    public static RefusalKind<int> SubjectTooLong { get; } =
        new("CMP-012", $"The subject has {{0}} characters; {ComposeRules.MaxSubjectCharacters} is the most.", "subject");

    public static RefusalKind SubjectUnshowable { get; } =
        new("CMP-013", "The subject holds a character that cannot be shown. Type it anew.", "subject");

    public static RefusalKind NoText { get; } = new("CMP-014", "Write the text, or attach a file.", "text");

    public static RefusalKind<int, int> TextTooLong { get; } =
        new("CMP-015", "The text has {0:N0} characters; {1:N0} is the most. Attach it as a file.", "text");

    public static RefusalKind<string, string> ForbiddenCharacter { get; } = new("CMP-016", "{0} holds {1}. Take it out.");

    public static RefusalKind<long, long> AttachmentsTooLarge { get; } =
        new("CMP-017", "The attachments have {0:N0} octets together; {1:N0} is the most.", "attachments");

    public static RefusalKind<DateTimeGroup> DeferralPassed { get; } =
        new(
            "FLD-001",
            "{0} has passed, so there is nothing to wait for. Choose a later time, or clear it.",
            OptionalParts.DeferUntil
        );

    public static RefusalKind DeferralTooLong { get; } =
        new(
            "FLD-002",
            $"A message waits {OptionalFieldRules.LongestDeferral.TotalDays:0} days at the most. Choose an earlier time.",
            OptionalParts.DeferUntil
        );

    public static RefusalKind<DateTimeGroup> LatestDeliveryPassed { get; } =
        new(
            "FLD-003",
            "{0} has passed: nothing can arrive by then. Choose a later time, or clear it.",
            OptionalParts.LatestDelivery
        );

    public static RefusalKind LatestDeliveryTooFar { get; } =
        new("FLD-004", "This is further ahead than can be said. Choose an earlier time.", OptionalParts.LatestDelivery);

    public static RefusalKind<DateTimeGroup, DateTimeGroup> LatestDeliveryBeforeDeferral { get; } =
        new(
            "FLD-005",
            "It is not sent before {0}, and must be there by {1}. Correct one of the two.",
            OptionalParts.LatestDelivery
        );

    public static RefusalKind<DateTimeGroup> ExpiryPassed { get; } =
        new(
            "FLD-006",
            "{0} has passed: it would be expired when it arrives. Choose a later time, or clear it.",
            OptionalParts.Expires
        );

    public static RefusalKind<DateTimeGroup, string> ExpiryTooEarly { get; } =
        new("FLD-007", "It expires at {0}, before {1}. Correct one of the two.", OptionalParts.Expires);

    public static RefusalKind<DateTimeGroup> ReplyByPassed { get; } =
        new("FLD-008", "{0} has passed: nobody can reply by then. Choose a later time, or clear it.", OptionalParts.ReplyBy);

    public static RefusalKind<string> NoLanguageTag { get; } =
        new("FLD-010", "“{0}” is no language tag. Write en, fr, de-CH and the like.", OptionalParts.Languages);

    public static RefusalKind<string> Unprintable { get; } =
        new(
            "FLD-011",
            $"“{{0}}” cannot be sent: {MilitaryString.MaxLength} letters, digits, blanks and ' ( ) + , - . / : = ? at the most."
        );

    public static RefusalKind NoCodress { get; } =
        new("FLD-012", "The codress indicator is a whole number from 0 on.", OptionalParts.Codress);

    public static RefusalKind<int, int> TooManyValues { get; } = new("FLD-013", "These are {0}; {1} are the most.");

    public static RefusalKind<string> NoBodyFormat { get; } =
        new(
            "FLD-014",
            "“{0}” is no body format. Write IA5-Text, G3-Fax and the like, or an object identifier.",
            OptionalParts.OriginalFormats
        );
}
