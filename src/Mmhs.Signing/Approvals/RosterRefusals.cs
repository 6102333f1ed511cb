using Mmhs.Messages;
using Mmhs.Messages.Release;

namespace Mmhs.Signing.Approvals;

/// <summary>Why the roster is not changed, codes <c>ROS-</c>.</summary>
public static class RosterRefusals
{
    public static RefusalKind<string> NotProven { get; } =
        new("ROS-001", "The yes of {0} is not proven. Give the password or passkey again.");

    public static RefusalKind TooOld { get; } = new("ROS-002", "This was said too long ago to act on. Decide again.");

    public static RefusalKind PasskeyUnfit { get; } =
        new("ROS-003", "This is no passkey the signing service can keep. Use another authenticator.");

    public static RefusalKind TooManyPasskeys { get; } =
        new("ROS-004", $"You have {RosterDesk.MostPasskeys} passkeys already. Remove one first.");

    public static RefusalKind<string> PasswordNotTakenOver { get; } =
        new("ROS-005", "The new password of {0} could not be taken over. Set it again.");

    public static RefusalKind SetByAnother { get; } =
        new("ROS-010", "Only the principal or a keeper of his organisation's rights sets a deputy, each in his own name.");

    public static RefusalKind<string> NothingToStandInFor { get; } =
        new("ROS-011", "{0} has neither right nor review in this role, so there is nothing to stand in for.", "role");

    public static RefusalKind<string> DeputyUnfit { get; } =
        new(
            "ROS-012",
            "{0} cannot be deputy: it must be another than the principal, of his organisation, cleared, and known to the signing service. Keepers of rights enter who is not.",
            "deputy"
        );

    public static RefusalKind EndUnfit { get; } =
        new(
            "ROS-013",
            $"A delegation ends after its beginning, after now, and {Delegation.Longest.TotalDays:0} days after its beginning at the most.",
            "until"
        );

    public static RefusalKind AlreadyOver { get; } = new("ROS-014", "This delegation is over already.");

    public static RefusalKind EndedByAnother { get; } =
        new("ROS-015", "Only the principal, the deputy or a keeper of rights ends a delegation.");

    public static RefusalKind DeputyOfDeputy { get; } =
        new("ROS-016", "A deputy has no deputy: one of the two already stands in, or is stood in for, at this time.", "deputy");

    public static RefusalKind AlreadyDeputy { get; } = new("ROS-017", "This deputy stands in at this time already.", "from");

    public static RefusalKind SetByDeputy { get; } =
        new("ROS-018", "Nobody makes himself a deputy. The principal or two keepers of rights set one.", "deputy");

    public static RefusalKind NothingToConfirm { get; } =
        new("ROS-019", "This delegation waits for no second yes, or is not what was shown. Open the list again.");

    public static RefusalKind OtherChange { get; } =
        new("ROS-020", "The two keepers did not say yes to one and the same change. Propose it again.");

    public static RefusalKind ApprovedByProposer { get; } =
        new("ROS-021", "Who proposed a change does not approve it. Ask the other keeper of rights.");

    public static RefusalKind<string> NoKeeper { get; } = new("ROS-022", "{0} does not keep rights. Ask a keeper of rights.");

    public static RefusalKind ChangedMeanwhile { get; } =
        new("ROS-023", "Rights were changed since this was proposed. Propose it again on what is in force now.");

    public static RefusalKind<string> NoNewcomer { get; } =
        new("ROS-029", "{0} is not new in the book, so nobody else gives a first password. Propose the change without it.");

    public static RefusalKind TooFewKeepers { get; } =
        new("ROS-024", "At least two people must keep rights; else nothing could be changed again.");

    public static RefusalKind PersonTwice { get; } = new("ROS-025", "A person is named twice. Keep one entry.");

    public static RefusalKind PolicyTwice { get; } = new("ROS-026", "An organisation has two release policies. Keep one.");

    public static RefusalKind StagesUnlawful { get; } =
        new("ROS-027", "A rule names two stages alike, or one without a lawful quorum or order. Correct it.");

    public static RefusalKind<string> BeyondKeeper { get; } =
        new("ROS-028", "The change touches what {0} has, and it has keepers of its own. Ask one of them.");
}
