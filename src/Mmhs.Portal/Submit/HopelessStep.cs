using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Track;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Operate;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;

namespace Mmhs.Portal.Submit;

/// <summary>Takes an entry of the outbox out of the way that cannot be worked on as it stands in the records, such as a version somebody edited there.</summary>
/// <remarks>
/// Nothing of the message is read, for that is what failed. Where no copy of a release is left the release is failed, and an operator
/// retries, returns or withdraws it as any other; a copy or a receipt alone is set aside.
/// </remarks>
internal sealed class HopelessStep(PortalRecords records, TimeProvider time)
{
    /// <param name="entry">A claimed entry.</param>
    /// <param name="reason">What went wrong, without a word of the message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(OutboxRow entry, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var words = $"It cannot be worked on as it stands in the records ({reason}).";
        await using var work = await records.BeginAsync(cancellationToken);
        var context = work.Context;
        if (!await context.FinishAsync(entry, OutboxState.Failed, words, cancellationToken))
            return;
        var release = await context.Releases.SingleOrDefaultAsync(r => r.Id == entry.ReleaseId, cancellationToken);
        if (release is not null)
            await context.LockReleaseAsync(release.Id, cancellationToken);
        await context
            .Tracking.Where(t =>
                t.ReleaseId == entry.ReleaseId
                && (entry.EnvelopeId == null || t.EnvelopeId == entry.EnvelopeId)
                && t.SubmittedAt == null
                && t.State == TrackingState.Outbox
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(t => t.State, TrackingState.Failed)
                        .SetProperty(t => t.FailedAt, now)
                        .SetProperty(t => t.Reason, words),
                cancellationToken
            );
        var others = await context
            .Outbox.Where(o => o.ReleaseId == entry.ReleaseId && o.Id != entry.Id && o.Work == OutboxWork.Submit)
            .Select(o => o.State)
            .ToListAsync(cancellationToken);
        if (release is not null && others.TrueForAll(state => state == OutboxState.Failed))
        {
            release.Failure = words;
            if (await DraftLifecycle.OfReleasingAsync(work, release.DraftId, now, cancellationToken) is { } failing)
                await failing.FailAsync(words, cancellationToken);
            work.Audit(
                new(
                    AuditTypes.ReleaseFailed,
                    AuditOutcome.Failed,
                    "portal",
                    null,
                    release.MessageId,
                    entry.EnvelopeId,
                    release.DraftId.ToString("D"),
                    new() { ["reply"] = words }
                )
            );
        }
        else
        {
            var item = entry.Id.ToString(CultureInfo.InvariantCulture);
            await context.SetAsideAsync(
                SetAsideWork.Outbox,
                item,
                release?.RoleId,
                release?.MessageId,
                words,
                now,
                cancellationToken
            );
            work.Audit(SetAsideAudit.Event(SetAsideWork.Outbox, item, null, release?.MessageId, reason));
            if (
                release is not null
                && others.TrueForAll(state => state != OutboxState.Pending)
                && await DraftLifecycle.OfReleasingAsync(work, release.DraftId, now, cancellationToken) is { } sent
            )
                await sent.SentAsync(cancellationToken);
        }
        work.Changed(ChangeTopic.Drafts); // what is set aside counts with the operator
        work.Changed(ChangeTopic.Tracking);
        await work.CommitAsync(cancellationToken);
    }
}
