using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;

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
public sealed class OperatorDesk(PortalRecords records, OutboxSignal outbox, TimeProvider time)
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
    public Task<Outcome> RetryAsync(Actor actor, Guid releaseId, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            releaseId,
            AuditTypes.ReleaseRetried,
            DecisionKind.Retried,
            null,
            DraftState.Releasing,
            async (work, release, now) =>
            {
                if (
                    now - release.ReleasedAt > ReleaseRules.ApprovalLifetime
                    && !await work.Context.Outbox.AnyAsync(
                        o => o.ReleaseId == releaseId && o.Work == OutboxWork.Submit,
                        cancellationToken
                    )
                )
                    return new(
                        "OPR-002",
                        "The approval is too old for the signing service. Return it, so that it is decided anew."
                    );
                release.Failure = null;
                await work
                    .Context.Outbox.Where(o => o.ReleaseId == releaseId && o.State == OutboxState.Failed)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(o => o.State, OutboxState.Pending)
                                .SetProperty(o => o.DueAt, now)
                                .SetProperty(o => o.LeasedUntil, DateTimeOffset.UnixEpoch)
                                .SetProperty(o => o.Attempts, 0),
                        cancellationToken
                    );
                await work
                    .Context.Tracking.Where(t =>
                        t.ReleaseId == releaseId && t.State == TrackingState.Failed && t.SubmittedAt == null
                    )
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(t => t.State, TrackingState.Outbox)
                                .SetProperty(t => t.FailedAt, (DateTimeOffset?)null)
                                .SetProperty(t => t.Reason, (string?)null),
                        cancellationToken
                    );
                return null;
            },
            cancellationToken
        );

    /// <summary>Sends it back to its drafter with a reason.</summary>
    public Task<Outcome> ReturnAsync(Actor actor, Guid releaseId, string words, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            releaseId,
            AuditTypes.DraftReturned,
            DecisionKind.Returned,
            words,
            DraftState.Returned,
            (_, _, _) => Task.FromResult(Unsaid(words)),
            cancellationToken
        );

    /// <summary>Ends it for good; it stays readable in the records.</summary>
    public Task<Outcome> WithdrawAsync(Actor actor, Guid releaseId, string words, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            releaseId,
            AuditTypes.DraftWithdrawn,
            DecisionKind.Withdrawn,
            words,
            DraftState.Withdrawn,
            (_, _, _) => Task.FromResult(Unsaid(words)),
            cancellationToken
        );

    private async Task<Outcome> ActAsync(
        Actor actor,
        Guid releaseId,
        string type,
        DecisionKind kind,
        string? words,
        DraftState to,
        Func<PortalWork, ReleaseRow, DateTimeOffset, Task<Refusal?>> act,
        CancellationToken cancellationToken
    )
    {
        if (actor.Function != RoleFunction.Operator)
        {
            await records.AuditAsync(
                Event(type, AuditOutcome.Denied, actor, null, releaseId, CommonRefusals.NotPermitted.Code),
                cancellationToken
            );
            return Outcome.Refused(CommonRefusals.NotPermitted);
        }
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        var release = await work.Context.Releases.SingleOrDefaultAsync(r => r.Id == releaseId, cancellationToken);
        var draft = release is null
            ? null
            : await work.Context.Drafts.SingleOrDefaultAsync(
                d => d.Id == release.DraftId && d.Version == release.Version && d.Role.OrganisationId == actor.OrganisationId,
                cancellationToken
            );
        if (draft is null)
            return Outcome.Refused(CommonRefusals.NotFound);
        if (draft.State != DraftState.ReleaseFailed)
            return Outcome.Refused(
                new Refusal("OPR-001", $"This release is not on this desk any longer: the message is {draft.State.ToWord()}.")
            );
        if (await act(work, release!, now) is { } refusal)
            return Outcome.Refused(refusal);
        draft.State = to;
        if (to == DraftState.Returned)
        {
            draft.ReturnReason = $"Could not be sent: {words!.Trim()}";
            draft.ReturnedBy = actor.DisplayName;
        }
        draft.UpdatedAt = now;
        draft.Revision++;
        work.Context.Decisions.Add(DraftDecisions.Decision(actor, draft, kind, now, null, words?.Trim()));
        work.Audit(Event(type, AuditOutcome.Ok, actor, release!.MessageId, draft.Id, null));
        await work.DraftChangedAsync(ChangeTopic.Drafts, draft, cancellationToken);
        work.Changed(ChangeTopic.Tracking, draft.RoleId);
        if (!await work.TryCommitAsync(cancellationToken))
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        outbox.Signal();
        return Outcome.Done;
    }

    private static Refusal? Unsaid(string words) =>
        words.Trim().Length is 0 or > ReviewDesk.MaxWords
            ? new("REL-022", $"Say why, in up to {ReviewDesk.MaxWords} characters.", "operator-reason")
            : null;

    private static AuditEvent Event(
        string type,
        AuditOutcome outcome,
        Actor actor,
        string? messageId,
        Guid correlation,
        string? code
    ) =>
        new(
            type,
            outcome,
            actor.Name,
            actor.Role.Address.ToString(),
            messageId,
            null,
            correlation.ToString("D"),
            new() { ["code"] = code }
        );
}
