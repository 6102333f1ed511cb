using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Records;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Compose;

/// <summary>Puts a new version on its way: to its first stages, or straight to the releaser.</summary>
public sealed class ReviewStart(
    PolicyCatalog policies,
    IReleaseSigning signing,
    IApprovals approvals,
    IOptions<PrecedenceTable> precedences
)
{
    /// <summary>Finds the version's stages and begins them; everything in the caller's transaction.</summary>
    /// <param name="work">The caller's.</param>
    /// <param name="life">Of the draft.</param>
    /// <param name="version">The version.</param>
    /// <param name="label">Number of its label.</param>
    /// <param name="authority">Whose policy says what it must pass.</param>
    /// <param name="by">Sign-in name of who sends it.</param>
    /// <param name="kind">What is decided with it.</param>
    /// <param name="words">Said with it; null: nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why it cannot begin; null when it did.</returns>
    public async Task<Refusal?> BeginAsync(
        PortalWork work,
        DraftLifecycle life,
        MessageVersion version,
        int label,
        Authority authority,
        string by,
        DecisionKind kind,
        string? words,
        CancellationToken cancellationToken
    )
    {
        // without rights and policies it would seem to need no stage
        if (await approvals.StopAsync(cancellationToken) is { } paused)
            return paused;
        var content = version.Content;
        var plan = StagePlan.For(content, authority.Book.PolicyOf(content.From.Address.Domain), policies);
        var addresses = plan.Stages.Select(stage => stage.Role.ToString()).ToList();
        var roles = await work
            .Context.Roles.Where(role => addresses.Contains(role.Address))
            .ToDictionaryAsync(role => role.Address, role => role.Id, cancellationToken);
        if (plan.Stages.FirstOrDefault(stage => !roles.ContainsKey(stage.Role.ToString())) is { } homeless)
            return DraftRefusals.StageWithoutRole.Of(homeless.Name, homeless.Role.ToString());
        if (
            plan.Stages.FirstOrDefault(stage =>
                authority.Book.Reviewers(stage.Role, version).Count() < authority.Book.Needed(stage, version)
            ) is
            { } thin
        )
            return DraftRefusals.StageWithoutReviewers.Of(thin.Name, authority.Book.Needed(thin, version), thin.Role.ToString());
        var open = plan.Open(_ => false);
        await life.BeginAsync(
            version,
            label,
            [
                .. plan.Stages.Select(stage => new PlannedStage(
                    stage.Name,
                    stage.Order,
                    roles[stage.Role.ToString()],
                    authority.Book.Needed(stage, version),
                    stage.Budget.For(content.GoverningPrecedence),
                    open.Contains(stage)
                )),
            ],
            precedences.Value,
            kind,
            words,
            cancellationToken
        );
        // the last thing before it is committed: what the signing service was not told of is not signed, and what it was told of alone harms nothing
        await signing.NoteAsync(
            new(version.DraftId, version.Number, version.ContentHash, version.Writers, by),
            cancellationToken
        );
        return null;
    }
}
