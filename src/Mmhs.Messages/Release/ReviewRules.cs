using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>Says whether a reviewer's yes counts. The portal asks it before it records one, and the signing service again for every one it is shown.</summary>
public static class ReviewRules
{
    /// <param name="version">What is reviewed.</param>
    /// <param name="stage">The stage of its plan.</param>
    /// <param name="statement">The yes.</param>
    /// <param name="proofHolds">Whether the proof was checked and is the reviewer's.</param>
    /// <param name="authority">Who may review.</param>
    /// <param name="policies">The policies in force.</param>
    /// <param name="at">The moment the question is asked for: when the yes was said.</param>
    /// <returns>Why it does not count; null when it does.</returns>
    public static Refusal? Objection(
        MessageVersion version,
        StageRule stage,
        ConcurrenceStatement statement,
        bool proofHolds,
        Authority authority,
        PolicyCatalog policies,
        DateTimeOffset at
    )
    {
        if (
            statement.DraftId != version.DraftId
            || statement.Version != version.Number
            || statement.ContentHash != version.ContentHash
        )
            return new(
                "REV-001",
                "The concurrence is for other content than this version. Look at what changed and decide again."
            );
        if (statement.Stage != stage.Name || statement.Role != stage.Role)
            return new("REV-002", $"The concurrence is not for the stage {stage.Name}. Open the message again.");
        if (RightsBook.IsSame(version.LastEditor, statement.Reviewer))
            return new("REV-003", "Who wrote the version does not review it. Ask another reviewer of this role.");
        if (authority.Book.Find(statement.Reviewer) is not { } reviewer)
            return new("REV-004", $"{statement.Reviewer} does not review here. Ask a reviewer of {stage.Role}.");
        if (statement.OnBehalfOf is { } principal)
        {
            if (authority.DelegationOf(statement.Reviewer, principal, stage.Role, at) is null)
                return new("REV-005", $"{statement.Reviewer} does not stand in for {principal} at this time.");
            if (authority.Book.Find(principal) is not { } absent || !absent.Reviews.Contains(stage.Role))
                return new("REV-004", $"{principal} does not review for {stage.Role}. Ask a reviewer of this role.");
            if (RightsBook.IsSame(version.LastEditor, principal))
                return new(
                    "REV-003",
                    "Who wrote the version does not review it, and neither does his deputy. Ask another reviewer of this role."
                );
        }
        else if (!reviewer.Reviews.Contains(stage.Role))
        {
            return new("REV-004", $"{statement.Reviewer} does not review for {stage.Role}. Ask a reviewer of this role.");
        }
        if (AccessControl.Decide(version.Content.Label, reviewer.Clearances, policies, at) is AccessDecision.Deny)
            return new("REV-006", $"The label is above what {statement.Reviewer} is cleared for. Ask a reviewer cleared for it.");
        return proofHolds ? null : new("REV-007", "The concurrence is not proven. Give your password or passkey again.");
    }
}
