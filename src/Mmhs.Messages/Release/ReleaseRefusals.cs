using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>Why a version is not released, codes <c>REL-</c>; those of the release desk alone are in the portal.</summary>
public static class ReleaseRefusals
{
    public static RefusalKind DrafterMayNotRelease { get; } =
        new("REL-001", "The drafter may not release. Ask another releaser of this organisation.");

    public static RefusalKind OtherVersion { get; } =
        new(
            "REL-002",
            "The approval is for other content than this version, or names another drafter. Open the current version and decide again."
        );

    public static RefusalKind<string, EmailAddress> NoRight { get; } =
        new("REL-003", "{0} has no right to release for {1}. Ask a keeper of rights to propose one, or a releaser of this role.");

    public static RefusalKind<string, string> PrecedenceAboveRight { get; } =
        new("REL-004", "The {0} precedence is above the right of {1}. Ask a releaser with the right for it.");

    public static RefusalKind<string> LabelAboveRight { get; } =
        new("REL-005", "The label is above what {0} may release. Ask a releaser cleared for it.");

    public static RefusalKind TooOld { get; } =
        new("REL-006", "The approval is too old to act on. Open the version and decide again.");

    public static RefusalKind NotProven { get; } =
        new("REL-007", "The approval is not proven. Give your password or passkey again.");

    public static RefusalKind<string> FilledInWrongly { get; } =
        new("REL-008", "What the dialog filled in ({0}) does not fit this version. Open the release dialog again.");

    public static RefusalKind<string, EmailAddress> StageNotPassed { get; } =
        new("REL-010", "The stage {0} has not concurred. Wait for {1}, or ask there.");

    public static RefusalKind<string> MessageTypeBeyondRight { get; } =
        new("REL-011", "The right of {0} is not for this message type. Ask a releaser with the right for it.");

    public static RefusalKind<string, EmailAddress> AddresseeBeyondRight { get; } =
        new("REL-012", "The right of {0} does not reach {1}. Ask a releaser whose right does.");

    public static RefusalKind<string> RightNotInForce { get; } =
        new("REL-013", "The right of {0} is not in force at this time. Ask a releaser whose right is.");

    public static RefusalKind<string, string> NoDeputy { get; } =
        new("REL-014", "{0} does not stand in for {1} at this time. Ask a releaser of this role.");

    public static RefusalKind<string> DeputyNotCleared { get; } =
        new("REL-015", "The label is above what {0} is cleared for himself. Ask somebody cleared for it.");

    public static RefusalKind ReasonMissing { get; } =
        new("REL-016", "Releasing alone needs a reason. Say why nobody else could.");

    public static RefusalKind<string> MayNotReleaseAlone { get; } =
        new("REL-017", "{0} may not release alone. Ask another releaser of this organisation.");
}
