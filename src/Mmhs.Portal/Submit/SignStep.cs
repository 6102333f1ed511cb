using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Track;
using Mmhs.Portal.Release;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Deliver;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Submit;

/// <summary>Has the signing service build and sign a release, and puts its copies into the outbox.</summary>
/// <remarks>Done twice it signs twice, but only one set of octets is ever kept: the transaction that keeps them also ends the entry.</remarks>
internal sealed class SignStep(PortalRecords records, IReleaseSigning signing, OutboxSignal outbox, TimeProvider time)
{
    /// <returns>Why nothing is signed at all for now, and the entry is to be tried again; null: the entry is settled.</returns>
    public async Task<Refusal?> RunAsync(OutboxRow entry, CancellationToken cancellationToken)
    {
        LoadedRelease release;
        Dictionary<string, byte[]> attachments;
        await using (var context = await records.ReadAsync(cancellationToken))
        {
            release = await ReleaseLoader.LoadAsync(context, entry.ReleaseId, cancellationToken);
            attachments = await context
                .Attachments.AsNoTracking()
                .Where(a => a.DraftId == release.Version.DraftId)
                .ToDictionaryAsync(a => a.Sha256, a => a.Octets, cancellationToken);
        }
        switch (
            await signing.SignAsync(
                new SigningRequest(release.Version, release.Approval, release.Concurrences, attachments),
                cancellationToken
            )
        )
        {
            case SigningResult.Signed signed:
                await KeepAsync(entry, release, signed, cancellationToken);
                break;
            case SigningResult.Later later:
                return later.Reason;
            case SigningResult.Refused refused:
                await FailAsync(entry, release, refused.Reason, cancellationToken);
                break;
        }
        return null;
    }

    private async Task KeepAsync(
        OutboxRow entry,
        LoadedRelease release,
        SigningResult.Signed signed,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await using var work = await records.BeginAsync(cancellationToken);
        if (!await work.Context.FinishAsync(entry, OutboxState.Done, null, cancellationToken))
            return;
        foreach (var (copy, number) in signed.Copies.Select((copy, number) => (copy, number)))
        {
            var stored = new StoredMessageRow
            {
                Id = Guid.CreateVersion7(now),
                Octets = copy.Octets.ToArray(),
                StoredAt = now,
            };
            work.Context.StoredMessages.Add(stored);
            work.Context.Outbox.Add(
                new OutboxRow
                {
                    ReleaseId = entry.ReleaseId,
                    Work = OutboxWork.Submit,
                    Urgency = entry.Urgency,
                    DueAt = now,
                    LeasedUntil = DateTimeOffset.UnixEpoch,
                    Copy = number,
                    EnvelopeId = copy.EnvelopeId.Value,
                    Recipients = string.Join('\n', copy.Plan.Recipients.Select(recipient => recipient.Address.ToString())),
                    StoredMessageId = stored.Id,
                }
            );
        }
        work.Audit(
            new(
                AuditTypes.Sign,
                AuditOutcome.Ok,
                "signing",
                release.Version.Content.From.Address.ToString(),
                release.Row.MessageId,
                null,
                release.Version.DraftId.ToString("D"),
                new()
                {
                    ["contentHash"] = release.Version.ContentHash,
                    ["approval"] = release.Approval.Statement.Digest(),
                    ["copies"] = CanonicalValue.List(signed.Copies.Select(copy => copy.EnvelopeId.Value)),
                }
            )
        );
        await work.CommitAsync(cancellationToken);
        for (var copies = signed.Copies.Length; copies > 0; copies--)
            outbox.Signal();
    }

    private async Task FailAsync(OutboxRow entry, LoadedRelease release, Refusal reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var words = $"{reason.Text} ({reason.Code})";
        await using var work = await records.BeginAsync(cancellationToken);
        if (!await work.Context.FinishAsync(entry, OutboxState.Failed, words, cancellationToken))
            return;
        await work
            .Context.Releases.Where(r => r.Id == entry.ReleaseId)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Failure, words), cancellationToken);
        if (await DraftLifecycle.OfReleasingAsync(work, release.Version.DraftId, now, cancellationToken) is { } life)
            await life.FailAsync(words, cancellationToken);
        await work
            .Context.Tracking.Where(t => t.ReleaseId == entry.ReleaseId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(t => t.State, TrackingState.Failed)
                        .SetProperty(t => t.FailedAt, now)
                        .SetProperty(t => t.Reason, words),
                cancellationToken
            );
        work.Audit(
            new(
                AuditTypes.ReleaseFailed,
                AuditOutcome.Denied,
                "signing",
                release.Version.Content.From.Address.ToString(),
                release.Row.MessageId,
                null,
                release.Version.DraftId.ToString("D"),
                new() { ["code"] = reason.Code, ["contentHash"] = release.Version.ContentHash }
            )
        );
        work.Changed(ChangeTopic.Tracking, release.Row.RoleId);
        await work.CommitAsync(cancellationToken);
    }
}
