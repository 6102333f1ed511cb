using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>Why a concurrence does not count, codes <c>REV-</c>; those of the review desk alone are in the portal.</summary>
public static class ReviewRefusals
{
    public static RefusalKind OtherVersion { get; } =
        new("REV-001", "The concurrence is for other content than this version. Look at what changed and decide again.");

    public static RefusalKind<string> OtherStage { get; } =
        new("REV-002", "The concurrence is not for the stage {0}. Open the message again.");

    public static RefusalKind WriterMayNotReview { get; } =
        new(
            "REV-003",
            "Who wrote the version does not review it, and neither does his deputy. Ask another reviewer of this role."
        );

    public static RefusalKind<string, EmailAddress> NoReviewer { get; } =
        new("REV-004", "{0} does not review for {1}. Ask a reviewer of this role.");

    public static RefusalKind<string, string> NoDeputy { get; } = new("REV-005", "{0} does not stand in for {1} at this time.");

    public static RefusalKind<string> NotCleared { get; } =
        new("REV-006", "The label is above what {0} is cleared for. Ask a reviewer cleared for it.");

    public static RefusalKind NotProven { get; } =
        new("REV-007", "The concurrence is not proven. Give your password or passkey again.");
}
