using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>Says whether a reviewer's yes counts, once it is proven. The portal asks it before it records one, and the signing service again for every one it is shown.</summary>
public static class ReviewRules
{
    /// <param name="version">What is reviewed.</param>
    /// <param name="stage">The stage of its plan.</param>
    /// <param name="statement">The yes.</param>
    /// <param name="authority">Who may review.</param>
    /// <param name="policies">The policies in force.</param>
    /// <param name="at">The moment the question is asked for: when the yes was said.</param>
    /// <returns>Why it does not count; null when it does.</returns>
    public static Refusal? Objection(
        MessageVersion version,
        StageRule stage,
        ConcurrenceStatement statement,
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
            return ReviewRefusals.OtherVersion;
        if (statement.Stage != stage.Name || statement.Role != stage.Role)
            return ReviewRefusals.OtherStage.Of(stage.Name);
        var policy = authority.Book.PolicyOf(version.Content.From.Address.Domain);
        if (version.IsWrittenBy(statement.Reviewer, policy))
            return ReviewRefusals.WriterMayNotReview;
        if (authority.Book.Find(statement.Reviewer) is not { } reviewer)
            return ReviewRefusals.NoReviewer.Of(statement.Reviewer, stage.Role);
        if (statement.OnBehalfOf is { } principal)
        {
            if (authority.DelegationOf(statement.Reviewer, principal, stage.Role, at) is null)
                return ReviewRefusals.NoDeputy.Of(statement.Reviewer, principal);
            if (authority.Book.Find(principal) is not { } absent || !absent.Reviews.Contains(stage.Role))
                return ReviewRefusals.NoReviewer.Of(principal, stage.Role);
            if (version.IsWrittenBy(principal, policy))
                return ReviewRefusals.WriterMayNotReview;
        }
        else if (!reviewer.Reviews.Contains(stage.Role))
        {
            return ReviewRefusals.NoReviewer.Of(statement.Reviewer, stage.Role);
        }
        if (AccessControl.Decide(version.Content.Label, reviewer.Clearances, policies, at) is AccessDecision.Deny)
            return ReviewRefusals.NotCleared.Of(statement.Reviewer);
        return null;
    }
}
