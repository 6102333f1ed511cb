using Mmhs.Messages;

namespace Mmhs.Portal.Release;

/// <summary>Why this room says no, beside what the rules of review and release say.</summary>
internal static class DecisionRefusals
{
    public static RefusalKind<string, int> NoLongerAwaiting { get; } =
        new("REL-009", "This version no longer awaits a decision: the draft is {0} in version {1}. Open the queue again.");

    /// <summary>The most characters.</summary>
    public static RefusalKind<int> Unsaid { get; } = new("REL-022", "Say why, in up to {0} characters.", "return-reason");

    /// <summary>How many characters there are, and how many there may be.</summary>
    public static RefusalKind<int, int> TooLong { get; } =
        new("REL-023", "This has {0} characters; {1} is the most. Say it in fewer.", "comment");

    public static RefusalKind DialogTooOld { get; } =
        new("REL-025", "What you were shown is too old or not yours. Open the release dialog again.");

    public static RefusalKind NothingToUndo { get; } =
        new("REL-026", "It has left already, or was never released: there is nothing to undo.");

    public static RefusalKind ShownTooOld { get; } =
        new("REV-008", "What you were shown is too old or not yours. Open the message again.");

    /// <summary>Name of the stage.</summary>
    public static RefusalKind<string> StageNotOpen { get; } =
        new("REV-009", "The stage {0} is not open to you. Open the message again.");

    /// <summary>Number of the version.</summary>
    public static RefusalKind<int> Overtaken { get; } =
        new("REV-010", "The message is in version {0} now. Look at what changed and decide on that.");

    /// <summary>Sign-in name, and name of the role.</summary>
    public static RefusalKind<string, string> DecidesElsewhere { get; } =
        new("REV-011", "{0} does not decide for {1}. Choose somebody who does.", "hand-on-to");

    /// <summary>The most characters.</summary>
    public static RefusalKind<int> HeldWithoutReason { get; } =
        new("REV-012", "Say why it is held, in up to {0} characters.", "hold-reason");

    /// <summary>The most days.</summary>
    public static RefusalKind<int> HeldWithoutEnd { get; } =
        new("REV-013", "Say until when it is held, as a date-time group ahead, {0} days at the most.", "hold-until");

    /// <summary>The most characters.</summary>
    public static RefusalKind<int> PrecedenceWithoutReason { get; } =
        new("REV-014", "Say why the precedence is changed, in up to {0} characters.", "precedence-reason");

    public static RefusalKind SamePrecedence { get; } =
        new(
            "REV-015",
            "Choose another precedence than it has, one for each kind of addressee there is, and for no other.",
            "precedence"
        );

    public static RefusalKind StageGone { get; } =
        new(
            "REV-016",
            "The release policy changed since this was submitted, and this stage is gone. Return the message, so that it is submitted anew."
        );

    /// <summary>Display name of who has it.</summary>
    public static RefusalKind<string> TakenByAnother { get; } = new("REV-017", "{0} takes care of this. Take it over first.");

    public static RefusalKind ConcurredAlready { get; } =
        new("REV-018", "You, or whom you stand in for, concurred at this stage already.");

    /// <summary>Where the draft stands.</summary>
    public static RefusalKind<string> NotFailed { get; } =
        new("OPR-001", "This release is not on this desk any longer: the message is {0}.");

    public static RefusalKind ApprovalTooOld { get; } =
        new("OPR-002", "The approval is too old for the signing service. Return it, so that it is decided anew.");

    /// <summary>The most characters.</summary>
    public static RefusalKind<int> NoFinding { get; } = new("BRK-001", "Say what you found, in up to {0} characters.", "finding");

    /// <summary>Display name of who looked.</summary>
    public static RefusalKind<string> ReviewedAlready { get; } = new("BRK-002", "{0} looked at this already.");

    public static RefusalKind JudgesHimself { get; } =
        new("BRK-003", "Who released alone does not judge it. Ask another security officer.");

    public static RefusalKind NothingMarked { get; } = new("BLK-001", "Mark messages with x first.");

    /// <summary>The most messages.</summary>
    public static RefusalKind<int> TooManyMarked { get; } = new("BLK-002", "Mark {0} messages at the most.");

    public static RefusalKind NotAllAwaiting { get; } =
        new("BLK-003", "Only messages that await release can be released together; take the others out.");

    public static RefusalKind TooUrgentTogether { get; } =
        new(
            "BLK-004",
            "Only ROUTINE and DEFERRED messages can be released together; release the more urgent ones each by itself."
        );

    public static RefusalKind SeveralLabels { get; } =
        new("BLK-005", "Messages released together must have one and the same label.");

    /// <summary>The most entries.</summary>
    public static RefusalKind<int> MinimizeScope { get; } =
        new("MIN-001", "Write * for everybody, or domains and addresses, one a line and {0} at the most.", "minimize-scope");

    /// <summary>The most characters.</summary>
    public static RefusalKind<int> MinimizeReason { get; } =
        new(
            "MIN-002",
            "Say why, in up to {0} characters on one line. Everybody in the organisation reads it.",
            "minimize-reason"
        );

    public static RefusalKind MinimizePrecedence { get; } =
        new("MIN-003", "Choose the lowest precedence that still flows freely, ROUTINE or above.", "minimize-precedence");

    public static RefusalKind MinimizeCap { get; } =
        new("MIN-004", "The cap is 1 to 1,000,000 KiB. Leave it blank for none.", "minimize-cap");

    /// <summary>The most days.</summary>
    public static RefusalKind<int> MinimizeEnd { get; } =
        new("MIN-005", "Give an end that is ahead, after the beginning, and {0} days after it at the most.", "minimize-until");

    public static RefusalKind MinimizeOver { get; } = new("MIN-006", "This MINIMIZE is over already.");
}
