using System.Buffers;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Track;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Records.Submit;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Submit;

/// <summary>Hands one signed copy to the MSA and writes down what became of every recipient.</summary>
internal sealed class SubmitStep(PortalRecords records, TimeProvider time)
{
    private const string NoReports =
        "The submission service takes no requests for reports (DSN): whether it was delivered will not be reported.";

    /// <summary>Waits before the second, third … attempt; the last one is repeated.</summary>
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromMinutes(1),
    ];

    public static TimeSpan WaitAfter(int attempts) => Waits[Math.Clamp(attempts - 1, 0, Waits.Length - 1)];

    /// <param name="entry">A claimed submission.</param>
    /// <param name="session">A usable session.</param>
    /// <param name="isReused">It served others before, so the MSA may have ended it.</param>
    /// <returns>False: it had; nothing was said about the message, and it is to be offered on a new one.</returns>
    public async Task<bool> RunAsync(
        OutboxRow entry,
        SmtpClientSession session,
        bool isReused,
        CancellationToken cancellationToken
    )
    {
        LoadedRelease release;
        byte[] octets;
        await using (var context = await records.ReadAsync(cancellationToken))
        {
            release = await ReleaseLoader.LoadAsync(context, entry.ReleaseId, cancellationToken);
            octets = (
                await context
                    .StoredMessages.AsNoTracking()
                    .SingleAsync(stored => stored.Id == entry.StoredMessageId, cancellationToken)
            ).Octets;
        }
        var content = release.Version.Content;
        var recipients = entry
            .Recipients!.Split('\n')
            .Select(EmailAddress.Parse)
            .Select(address => (Path: new SmtpPath(address), Notify: NotifyFor(content.ReportsFor(address))));
        DeliverBy? by = null;
        if (content.Optional.LatestDelivery is { } latest && (by = DeliverBy.Until(latest.At, time.GetUtcNow())) is null)
        {
            await SettleAsync(entry, release, TooLate(recipients.Select(one => one.Path)), true, cancellationToken);
            return true;
        }
        var envelope = new Envelope
        {
            ReversePath = new SmtpPath(content.From.Address),
            EnvelopeId = EnvelopeId.Parse(entry.EnvelopeId!),
            Return = content.Optional.ReturnWhole ? ReturnContent.Full : ReturnContent.Headers,
            DeliverBy = by,
            Priority = content.GoverningPrecedence.ToMtPriority(),
            // RFC 3461 §4.2: on first submission ORCPT is the RCPT address
            Recipients =
            [
                .. recipients.Select(one => new EnvelopeRecipient(one.Path, one.Notify, OriginalRecipient.For(one.Path))),
            ],
        };
        var result = await session.SendAsync(envelope, new ReadOnlySequence<byte>(octets), cancellationToken);
        if (isReused && result.SessionHadEnded)
            return false;
        await SettleAsync(entry, release, result, session.Capabilities.Offers("DSN"), cancellationToken);
        return true;
    }

    private async Task SettleAsync(
        OutboxRow entry,
        LoadedRelease release,
        TransactionResult result,
        bool reports,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var said = (result.Final ?? result.Sender)?.ToString() ?? result.Reason.ToString();
        var accepted = AddressesOf(result, RecipientOutcome.Accepted);
        var refused = result.Recipients.Where(recipient => recipient.Outcome == RecipientOutcome.Refused).ToList();
        var waiting = result
            .Recipients.Where(recipient =>
                recipient.Outcome is RecipientOutcome.Deferred or RecipientOutcome.Ambiguous or RecipientOutcome.NotSent
            )
            .Select(recipient => recipient.Recipient.ForwardPath.ToString())
            .ToList();
        var hopeless = result is { Outcome: TransactionOutcome.NotSent, Reason: not NotSentReason.ConnectionLost };

        await using var work = await records.BeginAsync(cancellationToken);
        await work.Context.LockReleaseAsync(entry.ReleaseId, cancellationToken);
        var tracked = await work.Context.Tracking.Where(t => t.EnvelopeId == entry.EnvelopeId).ToListAsync(cancellationToken);
        foreach (var row in tracked.Where(row => accepted.Contains(row.Address)))
        {
            row.State = row.State.After(TrackingState.Submitted);
            row.SubmittedAt ??= now;
            // MUA-5.1-9: the service knows nothing of DSN, so nothing was asked and nothing will be told
            if (!reports && NotifyFor(release.Version.Content.ReportsFor(EmailAddress.Parse(row.Address))) != NotifyOn.Never)
                row.Reason = NoReports;
        }
        foreach (var recipient in refused)
            Fail(tracked, recipient.Recipient.ForwardPath.ToString(), recipient.Reply?.ToString() ?? said, now);
        if (hopeless)
            foreach (var address in waiting)
                Fail(tracked, address, WhyNot(result.Reason), now);

        if (accepted.Count > 0)
            work.Audit(SubmittedAudit.Event(release, entry.EnvelopeId!, accepted, AuditOutcome.Ok, said));
        if (refused.Count > 0)
            work.Audit(
                SubmittedAudit.Event(
                    release,
                    entry.EnvelopeId!,
                    refused.Select(r => r.Recipient.ForwardPath.ToString()),
                    AuditOutcome.Denied,
                    said
                )
            );

        if (waiting.Count > 0 && !hopeless)
        {
            var due = now + WaitAfter(entry.Attempts);
            if (!await work.Context.RescheduleAsync(entry, due, said, cancellationToken))
                return;
            await work
                .Context.Outbox.Where(o => o.Id == entry.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.Recipients, string.Join('\n', waiting)), cancellationToken);
        }
        else
        {
            var state =
                accepted.Count > 0 || tracked.Any(row => row.SubmittedAt is not null) ? OutboxState.Done : OutboxState.Failed;
            if (!await work.Context.FinishAsync(entry, state, said, cancellationToken))
                return;
            await CloseReleaseAsync(work, entry, release, now, cancellationToken);
        }
        work.Changed(ChangeTopic.Tracking, release.Row.RoleId);
        await work.CommitAsync(cancellationToken);
    }

    // The last copy settled decides: a release is failed only when no copy of it was taken.
    private static async Task CloseReleaseAsync(
        PortalWork work,
        OutboxRow entry,
        LoadedRelease release,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var copies = await work
            .Context.Outbox.AsNoTracking()
            .Where(o => o.ReleaseId == entry.ReleaseId && o.Work == OutboxWork.Submit)
            .Select(o => new
            {
                o.Id,
                o.State,
                o.LastReply,
            })
            .ToListAsync(cancellationToken);
        if (copies.Any(copy => copy.State == OutboxState.Pending))
            return;
        var failed = copies.All(copy => copy.State == OutboxState.Failed);
        if (await DraftLifecycle.OfReleasingAsync(work, release.Version.DraftId, now, cancellationToken) is not { } life)
            return;
        if (!failed)
        {
            await life.SentAsync(cancellationToken);
            return;
        }
        var words = copies[0].LastReply;
        await work
            .Context.Releases.Where(r => r.Id == entry.ReleaseId)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Failure, words), cancellationToken);
        await life.FailAsync(words ?? "The MSA took no copy.", cancellationToken);
        work.Audit(
            new(
                AuditTypes.ReleaseFailed,
                AuditOutcome.Failed,
                "portal",
                null,
                release.Row.MessageId,
                entry.EnvelopeId,
                release.Version.DraftId.ToString("D"),
                new() { ["reply"] = words }
            )
        );
    }

    internal static NotifyOn NotifyFor(ReportRequest wish) =>
        wish switch
        {
            ReportRequest.Everything => NotifyOn.Success | NotifyOn.Failure | NotifyOn.Delay,
            ReportRequest.Trouble => NotifyOn.Failure | NotifyOn.Delay,
            ReportRequest.Never => NotifyOn.Never,
        };

    private static TransactionResult TooLate(IEnumerable<SmtpPath> paths) =>
        new(
            TransactionOutcome.NotSent,
            NotSentReason.TooLate,
            null,
            null,
            [.. paths.Select(path => new RecipientResult(new(path), RecipientOutcome.NotSent, null))]
        );

    private static string WhyNot(NotSentReason reason) =>
        reason switch
        {
            NotSentReason.DeliverByNotOffered =>
                "The submission service does not promise delivery by a time (DELIVERBY), which this message asks for. It was not sent.",
            NotSentReason.TooLate => "Its latest delivery has passed or is too near. It was not sent.",
            NotSentReason.TooBig => "It is larger than the submission service takes.",
            _ => $"The message cannot be handed over: {reason}.",
        };

    private static HashSet<string> AddressesOf(TransactionResult result, RecipientOutcome outcome) =>
        [
            .. result
                .Recipients.Where(recipient => recipient.Outcome == outcome)
                .Select(recipient => recipient.Recipient.ForwardPath.ToString()),
        ];

    private static void Fail(IEnumerable<Records.Track.TrackingRow> tracked, string address, string reason, DateTimeOffset now)
    {
        foreach (var row in tracked.Where(row => row.Address == address && !row.State.IsTerminal()))
        {
            row.State = TrackingState.Failed;
            row.FailedAt = now;
            row.Reason = Messages.Characters.Cut(reason, 2000);
        }
    }
}
