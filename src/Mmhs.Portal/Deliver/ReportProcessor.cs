using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Track;
using Mmhs.Portal.AddressBook;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Records.Release;
using Mmhs.Records.Track;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;

namespace Mmhs.Portal.Deliver;

/// <summary>Takes reports and receipts to the submissions they are about. One that speaks of nothing we sent is kept for the operator, and guessed onto no message.</summary>
/// <remarks>
/// Believed only when it came with the null reverse-path to the mailbox that sent, names an envelope or else a message of it, and a recipient of
/// that (notifications §5). It moves a tracked addressee forward and never back, and every report is kept as an event: only one that says the very
/// same, field by field, is the same report.
/// </remarks>
internal sealed class ReportProcessor
{
    private const int MostKeys = 20;

    /// <summary>False: it is no report, but a message like any other.</summary>
    public async Task<bool> TryTakeAsync(
        PortalWork work,
        DirectorySnapshot.KnownRole role,
        StoredMessageRow stored,
        MessageReading reading,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (reading.Report is not { } report || ReportKeys.Of(reading) is not { } keys)
            return false;
        var placed =
            report.Kind == ReportKind.Mdn
                ? await TryReceiptAsync(work, role, stored, reading, keys, now, cancellationToken)
                : await TryDeliveryAsync(work, role, stored, reading, report, keys, now, cancellationToken);
        if (!placed)
            await UnmatchedReports.KeepAsync(work, role, stored, reading, report, keys, now, cancellationToken);
        return true;
    }

    private static async Task<bool> TryDeliveryAsync(
        PortalWork work,
        DirectorySnapshot.KnownRole role,
        StoredMessageRow stored,
        MessageReading reading,
        MessageReport report,
        ReportKeys keys,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var context = work.Context;
        if (await SubmissionAsync(context, role, keys, cancellationToken) is not { } submission)
            return false;
        await context.LockReleaseAsync(submission.ReleaseId, cancellationToken);
        var tracked = await context
            .Tracking.Where(t =>
                t.ReleaseId == submission.ReleaseId && (submission.EnvelopeId == null || t.EnvelopeId == submission.EnvelopeId)
            )
            .ToListAsync(cancellationToken);
        var addresses = tracked.Select(t => t.Address).ToList();
        var placed = false;
        for (var i = 0; i < report.Recipients.Length; i++)
        {
            var about = report.Recipients[i];
            if (StateOf(about.Action) is not { } reported || keys.Recipients[i].IndexIn(addresses) is not (>= 0 and var index))
                continue;
            var row = tracked[index];
            placed = true;
            var (reportId, key) = (IdOf(reading), $"{reading.ContentSha256}.{i}");
            if (await context.TrackingEvents.AnyAsync(e => e.TrackingId == row.Id && e.ContentKey == key, cancellationToken))
                continue;
            var words = Words(reported, about.Status, about.DiagnosticCode, report.ReportingMta);
            context.TrackingEvents.Add(
                new TrackingEventRow
                {
                    TrackingId = row.Id,
                    At = now,
                    Reported = reported,
                    Text = row.State.IsContradictedBy(reported)
                        ? Characters.Cut(words, 1900) + $"; {row.State.ToWord()} was reported before"
                        : words,
                    ReportId = reportId,
                    ContentKey = key,
                    StoredMessageId = stored.Id,
                }
            );
            Move(row, reported, words, now);
            work.Audit(
                new(
                    AuditTypes.ReportReceived,
                    AuditOutcome.Ok,
                    report.ReportingMta,
                    role.Mailbox.Address.ToString(),
                    submission.MessageId,
                    row.EnvelopeId,
                    submission.DraftId.ToString("D"),
                    new()
                    {
                        ["recipient"] = row.Address,
                        ["action"] = about.Action,
                        ["status"] = about.Status,
                        ["reportId"] = reportId,
                        ["stored"] = stored.Id.ToString("D"),
                    }
                )
            );
        }
        return placed;
    }

    // The envelope says which copy; only where it names none of ours does the identifier of the returned message say which message.
    private static async Task<Submission?> SubmissionAsync(
        PortalContext context,
        DirectorySnapshot.KnownRole role,
        ReportKeys keys,
        CancellationToken cancellationToken
    )
    {
        foreach (var envelopeId in keys.EnvelopeIds.Take(MostKeys))
        {
            var known = await (
                from t in context.Tracking
                where t.EnvelopeId == envelopeId
                join release in context.Releases on t.ReleaseId equals release.Id
                where release.RoleId == role.Id
                select new Submission(release.Id, release.MessageId, release.DraftId, envelopeId)
            ).FirstOrDefaultAsync(cancellationToken);
            if (known is not null)
                return known;
        }
        var ids = keys.MessageIds.Take(MostKeys).ToList();
        return await context
            .Releases.Where(r => r.RoleId == role.Id && ids.Contains(r.MessageId))
            .Select(r => new Submission(r.Id, r.MessageId, r.DraftId, null))
            .FirstOrDefaultAsync(cancellationToken);
    }

    // A receipt knows no envelope: it finds the message by its identifier, and its reader among the addressees (notifications §5, §6). The first counts; each is kept.
    private static async Task<bool> TryReceiptAsync(
        PortalWork work,
        DirectorySnapshot.KnownRole role,
        StoredMessageRow stored,
        MessageReading reading,
        ReportKeys keys,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (reading.Report?.Disposition is not { } disposition || keys.Recipients is not [var reader, ..])
            return false;
        var ids = keys.MessageIds.Take(MostKeys).ToList();
        var context = work.Context;
        var release = await context
            .Releases.Where(r => r.RoleId == role.Id && ids.Contains(r.MessageId))
            .Select(r => new
            {
                r.Id,
                r.MessageId,
                r.DraftId,
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (release is null)
            return false;
        await context.LockReleaseAsync(release.Id, cancellationToken);
        var tracked = await context.Tracking.Where(t => t.ReleaseId == release.Id).ToListAsync(cancellationToken);
        if (reader.IndexIn([.. tracked.Select(t => t.Address)]) is not (>= 0 and var index))
            return false;
        var row = tracked[index];
        var (reportId, key) = (IdOf(reading), $"{reading.ContentSha256}.0");
        if (await context.TrackingEvents.AnyAsync(e => e.TrackingId == row.Id && e.ContentKey == key, cancellationToken))
            return true;
        var said = ReceiptStates.OfWord(disposition.Type);
        var contradicts = row.Receipt.IsContradictedBy(said);
        context.TrackingEvents.Add(
            new TrackingEventRow
            {
                TrackingId = row.Id,
                At = now,
                Reported = row.State,
                Text =
                    $"receipt: {said.ToWord()}{(contradicts ? $", after {row.Receipt.ToWord()} was said before" : "")}{(row.Receipt == ReceiptState.NotRequested ? ", which nobody had asked for" : "")}",
                ReportId = reportId,
                ContentKey = key,
                StoredMessageId = stored.Id,
            }
        );
        var after = row.Receipt.After(said);
        if (after != row.Receipt)
            (row.Receipt, row.ReceiptAt) = (after, now);
        work.Audit(
            new(
                AuditTypes.ReportReceived,
                AuditOutcome.Ok,
                disposition.FinalRecipient,
                role.Mailbox.Address.ToString(),
                release.MessageId,
                row.EnvelopeId,
                release.DraftId.ToString("D"),
                new()
                {
                    ["recipient"] = row.Address,
                    ["disposition"] = disposition.Type,
                    ["reportId"] = reportId,
                    ["stored"] = stored.Id.ToString("D"),
                }
            )
        );
        return true;
    }

    // What the report calls itself is shown; nothing is decided by it, for it is a stranger's word.
    private static string IdOf(MessageReading reading) => Characters.Cut(reading.MessageId ?? "", 400);

    private static void Move(TrackingRow row, TrackingState reported, string words, DateTimeOffset now)
    {
        var after = row.State.After(reported);
        if (after == row.State)
            return;
        row.State = after;
        switch (after)
        {
            case TrackingState.Relayed:
                row.RelayedAt = now;
                break;
            case TrackingState.Delivered:
                row.DeliveredAt = now;
                break;
            case TrackingState.Failed:
                row.FailedAt = now;
                row.Reason = words;
                break;
            case TrackingState.Delayed:
                row.Reason = words;
                break;
            case TrackingState.Outbox or TrackingState.Submitted or TrackingState.Expanded:
                break;
        }
    }

    // RFC 3464 §2.3.3; an action we do not know is ignored
    private static TrackingState? StateOf(string? action) =>
        action?.ToLowerInvariant() switch
        {
            "delivered" => TrackingState.Delivered,
            "relayed" => TrackingState.Relayed,
            "expanded" => TrackingState.Expanded,
            "delayed" => TrackingState.Delayed,
            "failed" => TrackingState.Failed,
            _ => null,
        };

    private static string Words(TrackingState reported, string? status, string? diagnostic, string? reporter)
    {
        var why = reported is TrackingState.Failed or TrackingState.Delayed ? $": {diagnostic ?? "no reason given"}" : "";
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"{reported.ToWord()}, status {status ?? "not given"}, reported by {reporter ?? "an unnamed system"}{why}"
        );
        return Characters.Cut(words, 2000);
    }

    /// <param name="EnvelopeId">The copy that is meant; null: any of the message.</param>
    private sealed record Submission(Guid ReleaseId, string MessageId, Guid DraftId, string? EnvelopeId);
}
