using Mmhs.Messages;

namespace Mmhs.Portal.Admin;

/// <summary>Why a change of rights, policies or deputies is refused here, beside what the signing service says.</summary>
internal static class RightsRefusals
{
    /// <summary>The most characters.</summary>
    public static RefusalKind<int> NoReason { get; } =
        new("RGT-001", "Say what changes and why, in up to {0} characters.", "proposal-reason");

    public static RefusalKind NoKeeper { get; } = new("RGT-002", "You do not keep rights. Ask a keeper of rights.");

    public static RefusalKind ChangedSince { get; } =
        new("RGT-003", "Rights were changed a moment ago. Load them again and repeat your change.");

    public static RefusalKind NothingChanged { get; } = new("RGT-004", "Nothing is changed.");

    public static RefusalKind NotOpen { get; } =
        new("RGT-005", "This proposal is decided already, or there is none of this kind.");

    public static RefusalKind TooOld { get; } = new("RGT-006", "The proposal is too old. Propose it again.");

    public static RefusalKind NoAnswer { get; } = new("RGT-007", "Say why not.", "reject-reason");

    /// <summary>The other organisation's domain.</summary>
    public static RefusalKind<string> OfAnother { get; } =
        new("RGT-008", "This changes what {0} has, and it has keepers of its own. Ask one of them.");

    public static RefusalKind NameTaken { get; } =
        new("RGT-010", "Give a sign-in name nobody in the book has yet.", "person-name");

    public static RefusalKind NoAddress { get; } = new("RGT-011", "This is no address. Write name@domain.", "person-address");

    public static RefusalKind NoFirstPassword { get; } =
        new("RGT-012", "Give a first password of eight characters or more.", "person-password");

    public static RefusalKind NoAddresses { get; } =
        new("RGT-013", "Give at least one address, each as name@domain.", "person-reviews");

    public static RefusalKind NoRole { get; } = new("RGT-014", "This is no address of a role. Write name@domain.", "right-role");

    public static RefusalKind NoPattern { get; } =
        new("RGT-015", "One of these is neither address nor domain.", "right-addressees");

    public static RefusalKind EndBeforeBeginning { get; } = new("RGT-016", "The end must be after the beginning.", "right-until");

    public static RefusalKind RuleName { get; } = new("RGT-020", "Give the rule a name no other has.", "rule-name");

    public static RefusalKind NoPrecedence { get; } = new("RGT-021", "No precedence is between these two.", "rule-to");

    public static RefusalKind NoSic { get; } =
        new("RGT-022", "A SIC begins with letters and digits, eight at the most.", "rule-sic");

    public static RefusalKind SameStages { get; } = new("RGT-023", "Two stages have one name. Name them apart.");

    public static RefusalKind StageName { get; } = new("RGT-024", "Give the stage a name.");

    public static RefusalKind StageOrder { get; } = new("RGT-025", "Places are 1 to 50; all, or up to 50, must concur.");

    public static RefusalKind StageTimes { get; } =
        new("RGT-026", "Give four times in minutes, each up to 31 days: 3 10 60 240.");
}
