using Mmhs.Messages.Release;

namespace Mmhs.Messages.Compose;

/// <summary>What pre-flight finds, codes <c>PRE-</c>: what stops a message, what somebody should look at and, from 100 on, what is in order.</summary>
internal static class PreFlightRefusals
{
    // constants, so that patterns can name them
    internal const string NotConsideredCode = "PRE-060";
    internal const string TooLargeCode = "PRE-061";

    public static RefusalKind<string, string> InformationAboveAction { get; } =
        new("PRE-001", "Those informed get it as {0}, above the {1} of those who must act.", FormFields.InformationPrecedence);

    public static RefusalKind<string, int, int> UrgentToMany { get; } =
        new("PRE-002", "{0} to {1} addressees, more than {2}. Name only those who must have it at once.", FormFields.To);

    public static RefusalKind DeferredWithNearDtg { get; } =
        new("PRE-003", "DEFERRED with a DTG in the next two hours: it may arrive long after. Choose ROUTINE or a later DTG.");

    public static RefusalKind<DateTimeGroup> DtgAhead { get; } =
        new("PRE-010", "The DTG {0} is ahead of the clock.", FormFields.Dtg);

    public static RefusalKind<DateTimeGroup> DtgDayAgo { get; } =
        new("PRE-011", "The DTG {0} is more than a day ago.", FormFields.Dtg);

    public static RefusalKind NoSubjectIndicatorCode { get; } =
        new("PRE-020", "There is no subject indicator code, so the receiving staff must distribute by hand.", FormFields.Sics);

    public static RefusalKind<long, int, string> FlashTextTooLong { get; } = new("PRE-040", TooLong, FormFields.Text);

    public static RefusalKind<long, int, string> TextTooLong { get; } = new("PRE-041", TooLong, FormFields.Text);

    public static RefusalKind<string> AttachmentsAtFlash { get; } =
        new(
            "PRE-042",
            "Attachments slow a {0} message down. Say what matters in the text and send the files separately.",
            FormFields.Attachments
        );

    public static RefusalKind<string> CertificateUnknown { get; } =
        new("PRE-050", "No certificate of {0} is known. Ask the operator whether it can be reached securely.", FormFields.To);

    public static RefusalKind<string, string> CertificateExpires { get; } =
        new("PRE-051", "The certificate of {0} expires {1}. Tell the operator.", FormFields.To);

    public static RefusalKind<DateTimeGroup, string> MinimizeNotConsidered { get; } =
        new(NotConsideredCode, "MINIMIZE until {0} is not said to be considered. {1}", FormFields.Text);

    public static RefusalKind<long, long, string> MinimizeTooLarge { get; } =
        new(TooLargeCode, "Text and attachments have {0:N0} octets; under MINIMIZE {1:N0} is the most. {2}");

    public static RefusalKind<string> ExerciseNotMarked { get; } =
        new(
            "PRE-070",
            $"Message type {{0}}: the text must begin and end with the line “{PreFlightFixes.Exercise}”.",
            FormFields.Text
        );

    public static RefusalKind ExerciseWithoutType { get; } =
        new(
            "PRE-071",
            "It speaks of EXERCISE, and its message type is neither exercise nor drill. If it is played, choose the type.",
            FormFields.MessageType
        );

    public static RefusalKind<int> MustFixOpen { get; } =
        new(
            "PRE-080",
            "Must-fix comments not settled: {0}. Settle each with whoever made it: before, the message cannot be released, only returned."
        );

    public static RefusalKind NoSubject { get; } =
        new("PRE-090", "There is no subject. Say in a few words what it is about.", FormFields.Subject);

    public static RefusalKind<string> LinesTooLong { get; } =
        new(
            "PRE-091",
            $"{{0}} more than {PreFlightLimits.LineCharacters} characters, which ACP 127 stations break where it falls.",
            FormFields.Text
        );

    public static RefusalKind UnprintableByStations { get; } =
        new(
            "PRE-092",
            "The text has characters that ACP 127 stations cannot print, such as accents, tabs or long dashes.",
            FormFields.Text
        );

    public static RefusalKind LabelGood { get; } =
        new("PRE-100", "The label is valid, and you and everyone addressed are cleared for it.", FormFields.Label);

    public static RefusalKind<string> AddresseesGood { get; } = new("PRE-101", "{0} known and named once.", FormFields.To);

    public static RefusalKind<string> PrecedenceGood { get; } = new("PRE-102", "The precedence is in order: {0} at the most.");

    public static RefusalKind<int> SubjectIndicatorCodesGood { get; } =
        new("PRE-103", $"{{0}} of {SubjectIndicatorCode.MaxPerMessage} subject indicator codes.", FormFields.Sics);

    public static RefusalKind ExerciseGood { get; } =
        new("PRE-104", "Marked as played at the beginning and at the end.", FormFields.Text);

    public static RefusalKind<string> SizeGood { get; } = new("PRE-105", "The size is allowed at {0}.", FormFields.Text);

    public static RefusalKind<DateTimeGroup, string> MinimizeGood { get; } =
        new("PRE-106", "MINIMIZE until {0} is considered, {1}.", FormFields.Text);

    private const string TooLong =
        "The text has {0:N0} octets; {1:N0} is the most at {2}. Shorten it, or send the detail separately at a lower precedence.";
}
