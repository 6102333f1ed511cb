using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Release;

/// <summary>Takes a release back before it leaves; nothing of it was signed.</summary>
public sealed class UndoDesk(
    PortalRecords records,
    ReviewReader reader,
    IApprovals approvals,
    IOptions<PrecedenceTable> precedences,
    TimeProvider time
)
{
    /// <summary>The release of a draft's current version.</summary>
    public Task<Outcome> UndoAsync(Actor actor, Guid draftId, CancellationToken cancellationToken) =>
        UndoAsync(actor, draftId, null, cancellationToken);

    /// <summary>The same for one that is followed: exactly this release, and no later one of its draft.</summary>
    public async Task<Outcome> CallBackAsync(Actor actor, Guid releaseId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var draft = await context
            .Releases.Where(release => release.Id == releaseId)
            .Select(release => (Guid?)release.DraftId)
            .SingleOrDefaultAsync(cancellationToken);
        return draft is null && actor.Function.MayRelease()
            ? Outcome.Refused(CommonRefusals.NotFound)
            : await UndoAsync(actor, draft ?? releaseId, releaseId, cancellationToken);
    }

    private Task<Outcome> UndoAsync(Actor actor, Guid draftId, Guid? releaseId, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.ReleaseUndone, actor, draftId);
        return !actor.Function.MayRelease()
            ? records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken)
            : records.RunAsync(act, work => UndoAsync(work, act, draftId, releaseId, cancellationToken), cancellationToken);
    }

    private async Task<Refusal?> UndoAsync(
        PortalWork work,
        Act act,
        Guid draftId,
        Guid? releaseId,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (
            await reader.FindAsync(work.Context, act.Actor, draftId, cancellationToken) is not var (draft, version, _)
            || draft.RoleId != act.Actor.RoleId
        )
            return CommonRefusals.NotFound;
        var release = await work.Context.Releases.SingleOrDefaultAsync(
            r => r.DraftId == draftId && r.Version == draft.Version,
            cancellationToken
        );
        if (release is null || draft.State != DraftState.Releasing || (releaseId is { } asked && asked != release.Id))
            return DecisionRefusals.NothingToUndo;
        // never claimed: nobody has begun to sign it, and with the entry gone nobody will
        var taken = await work
            .Context.Outbox.Where(OutboxRow.IsUnsigned)
            .Where(o => o.ReleaseId == release.Id && o.DueAt > now)
            .ExecuteDeleteAsync(cancellationToken);
        if (taken != 1)
            return DecisionRefusals.NothingToUndo;
        await ForgetAsync(work.Context, release, cancellationToken);
        await new DraftLifecycle(work, draft, act.Actor.Decides, now).UndoAsync(
            await DraftLifecycle.StagesAsync(work.Context, draft, cancellationToken),
            precedences.Value,
            cancellationToken
        );
        act.MessageId = release.MessageId;
        (act.Facts["version"], act.Facts["release"]) = (version.Number, release.Id.ToString("D"));
        work.Changed(ChangeTopic.Tracking, draft.RoleId);
        // last before the commit: should that fail the release is refused at signing, and never signed although it was undone
        await approvals.TakeBackReleaseAsync(draftId, version.Number, act.Actor.Name, cancellationToken);
        return null;
    }

    private static async Task ForgetAsync(PortalContext context, ReleaseRow release, CancellationToken cancellationToken)
    {
        await context.Tracking.Where(t => t.ReleaseId == release.Id).ExecuteDeleteAsync(cancellationToken);
        await context
            .Supersessions.Where(s => s.By == release.MessageId && s.RoleId == release.RoleId)
            .ExecuteDeleteAsync(cancellationToken);
        await context.BreakGlass.Where(b => b.ReleaseId == release.Id).ExecuteDeleteAsync(cancellationToken);
        context.Releases.Remove(release);
    }
}
