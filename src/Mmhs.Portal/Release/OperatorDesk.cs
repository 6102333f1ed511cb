using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Release;

/// <summary>A release that could not be sent, as an operator sees it: why, and nothing of its content.</summary>
/// <param name="ReleaseId">The release.</param>
/// <param name="Failure">Why it could not be sent.</param>
/// <param name="FailedAt">When it was given up.</param>
/// <param name="Role">The role that sends it.</param>
/// <param name="MessageId">Its identifier.</param>
/// <param name="Urgency">Governing precedence.</param>
/// <param name="Releaser">Display name of who released it.</param>
/// <param name="ReleasedAt">When.</param>
/// <param name="Signed">Whether it was signed: then it failed on its way to the MSA.</param>
public sealed record FailedRelease(
    Guid ReleaseId,
    string Failure,
    DateTimeOffset FailedAt,
    string Role,
    string MessageId,
    short Urgency,
    string Releaser,
    DateTimeOffset ReleasedAt,
    bool Signed
);

/// <summary>The operator's desk: what failed stays here until somebody retries it, returns it to its drafter or withdraws it.</summary>
public sealed class OperatorDesk(PortalRecords records, IApprovals approvals, OutboxSignal outbox, TimeProvider time)
{
    /// <summary>Failed releases of the operator's organisation, most urgent first.</summary>
    public async Task<IReadOnlyList<FailedRelease>> ListAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (actor.Function != RoleFunction.Operator)
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        return await (
            from draft in context.Drafts
            where draft.State == DraftState.ReleaseFailed && draft.Role.OrganisationId == actor.OrganisationId
            join release in context.Releases
                on new { DraftId = draft.Id, draft.Version } equals new { release.DraftId, release.Version }
            orderby release.Urgency descending, release.Number
            select new FailedRelease(
                release.Id,
                release.Failure ?? "",
                draft.UpdatedAt,
                draft.Role.Name,
                release.MessageId,
                release.Urgency,
                release.ReleaserName,
                release.ReleasedAt,
                context.Outbox.Any(entry => entry.ReleaseId == release.Id && entry.Work == OutboxWork.Submit)
            )
        )
            .AsNoTracking()
            .Take(take)
            .ToListAsync(cancellationToken);
    }

    /// <summary>How much of what failed waits for an operator of the actor's organisation: releases, and items set aside.</summary>
    public async Task<int> WaitingAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Function != RoleFunction.Operator)
            return 0;
        await using var context = await records.ReadAsync(cancellationToken);
        return await context.Drafts.CountAsync(
                draft => draft.State == DraftState.ReleaseFailed && draft.Role.OrganisationId == actor.OrganisationId,
                cancellationToken
            )
            + await context.SetAsides.CountAsync(
                item =>
                    item.SettledAt == null
                    && !context.Roles.Any(role => role.Id == item.RoleId && role.OrganisationId != actor.OrganisationId),
                cancellationToken
            );
    }

    /// <summary>Tries once more what failed: the same approval, the same identifiers.</summary>
    public async Task<Outcome> RetryAsync(Actor actor, Guid releaseId, CancellationToken cancellationToken)
    {
        var outcome = await ActAsync(
            new(AuditTypes.ReleaseRetried, actor, releaseId),
            releaseId,
            async found =>
            {
                var (outboxEntries, release) = (found.Work.Context.Outbox.Where(o => o.ReleaseId == releaseId), found.Release);
                if (
                    found.Now - release.LeavesAt > ReleaseRules.ApprovalLifetime
                    && !await outboxEntries.AnyAsync(o => o.Work == OutboxWork.Submit, cancellationToken)
                )
                    return DecisionRefusals.ApprovalTooOld;
                release.Failure = null;
                await outboxEntries
                    .Where(o => o.State == OutboxState.Failed)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(o => o.State, OutboxState.Pending)
                                .SetProperty(o => o.DueAt, found.Now)
                                .SetProperty(o => o.LeasedUntil, DateTimeOffset.UnixEpoch)
                                .SetProperty(o => o.Attempts, 0),
                        cancellationToken
                    );
                await found
                    .Work.Context.Tracking.Where(t =>
                        t.ReleaseId == releaseId && t.State == TrackingState.Failed && t.SubmittedAt == null
                    )
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(t => t.State, TrackingState.Outbox)
                                .SetProperty(t => t.FailedAt, (DateTimeOffset?)null)
                                .SetProperty(t => t.Reason, (string?)null),
                        cancellationToken
                    );
                await found.Life.RetryAsync(cancellationToken);
                return null;
            },
            cancellationToken
        );
        if (outcome.IsDone)
            outbox.Signal();
        return outcome;
    }

    /// <summary>Sends it back to its drafter with a reason.</summary>
    public Task<Outcome> ReturnAsync(Actor actor, Guid releaseId, string words, CancellationToken cancellationToken) =>
        ActAsync(
            new(AuditTypes.DraftReturned, actor, releaseId),
            releaseId,
            async found =>
            {
                if (Unsaid(words) is { } unsaid)
                    return unsaid;
                await found.Life.ReturnAsync($"Could not be sent: {words.Trim()}", null, words.Trim(), cancellationToken);
                await TakeBackAsync(actor, found.Release, cancellationToken);
                return null;
            },
            cancellationToken
        );

    /// <summary>Ends it for good; it stays readable in the records.</summary>
    public Task<Outcome> WithdrawAsync(Actor actor, Guid releaseId, string words, CancellationToken cancellationToken) =>
        ActAsync(
            new(AuditTypes.DraftWithdrawn, actor, releaseId),
            releaseId,
            async found =>
            {
                if (Unsaid(words) is { } unsaid)
                    return unsaid;
                await found.Life.WithdrawAsync(words.Trim(), cancellationToken);
                await TakeBackAsync(actor, found.Release, cancellationToken);
                return null;
            },
            cancellationToken
        );

    // what was approved and is not to go any more goes no more, whatever the records say later
    private Task TakeBackAsync(Actor actor, ReleaseRow release, CancellationToken cancellationToken) =>
        approvals.TakeBackReleaseAsync(release.DraftId, release.Version, actor.Name, cancellationToken);

    private sealed record Found(PortalWork Work, ReleaseRow Release, DraftLifecycle Life, DateTimeOffset Now);

    private Task<Outcome> ActAsync(
        Act act,
        Guid releaseId,
        Func<Found, Task<Refusal?>> body,
        CancellationToken cancellationToken
    ) =>
        act.Actor.Function != RoleFunction.Operator
            ? records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken)
            : records.RunAsync(
                act,
                async work =>
                {
                    var release = await work.Context.Releases.SingleOrDefaultAsync(r => r.Id == releaseId, cancellationToken);
                    var draft = release is null
                        ? null
                        : await work.Context.Drafts.SingleOrDefaultAsync(
                            d =>
                                d.Id == release.DraftId
                                && d.Version == release.Version
                                && d.Role.OrganisationId == act.Actor.OrganisationId,
                            cancellationToken
                        );
                    if (draft is null)
                        return CommonRefusals.NotFound;
                    (act.MessageId, act.About) = (release!.MessageId, draft.Id.ToString("D"));
                    if (draft.State != DraftState.ReleaseFailed)
                        return DecisionRefusals.NotFailed.Of(draft.State.ToWord());
                    var now = time.GetUtcNow();
                    work.Changed(ChangeTopic.Tracking, draft.RoleId);
                    return await body(new(work, release, new(work, draft, act.Actor.Decides, now), now));
                },
                cancellationToken
            );

    private static Refusal? Unsaid(string words) =>
        words.Trim().Length is 0 or > ReviewDesk.MaxWords
            ? DecisionRefusals.Unsaid.Of(ReviewDesk.MaxWords, "operator-reason")
            : null;
}
