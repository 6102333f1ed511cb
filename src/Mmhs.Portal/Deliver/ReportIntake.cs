using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Track;
using Mmhs.Portal.Directory;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Records.Release;
using Mmhs.Records.Track;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;

namespace Mmhs.Portal.Deliver;

/// <summary>Takes delivery reports to the submissions they are about. One it cannot place is no report to us, and goes into the inbox as a message.</summary>
/// <remarks>
/// Believed only when it came with the null reverse-path to the mailbox that sent, names an ENVID of ours and a recipient of that
/// submission (notifications §5). It moves a tracked addressee forward and never back, and every report is kept as an event.
/// </remarks>
public sealed class ReportIntake
{
    public async Task<bool> TryTrackAsync(
        PortalWork work, DirectorySnapshot.KnownRole role, StoredMessageRow stored, MessageReading reading, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (reading.Report is { Kind: ReportKind.Mdn }) return await TryReceiptAsync(work, role, stored, reading, now, cancellationToken);
        if (reading.Report is not { Kind: ReportKind.Dsn, OriginalEnvelopeId: { } envelopeId } report) return false;
        var context = work.Context;
        if (await context.Tracking.Where(t => t.EnvelopeId == envelopeId).Select(t => (Guid?)t.ReleaseId).FirstOrDefaultAsync(cancellationToken) is not { } releaseId) return false;
        await context.LockReleaseAsync(releaseId, cancellationToken);
        var tracked = await (
            from t in context.Tracking
            where t.EnvelopeId == envelopeId
            join release in context.Releases on t.ReleaseId equals release.Id
            where release.RoleId == role.Id
            select new { Row = t, release.MessageId, release.DraftId }).ToListAsync(cancellationToken);
        var placed = false;
        foreach (var about in report.Recipients)
        {
            if (StateOf(about.Action) is not { } reported) continue;
            var found = tracked.FirstOrDefault(t => Same(about.OriginalRecipient, t.Row.Address)) ?? tracked.FirstOrDefault(t => Same(about.FinalRecipient, t.Row.Address));
            if (found is null) continue;
            placed = true;
            var reportId = reading.MessageId ?? reading.BodySha256;
            if (await context.TrackingEvents.AnyAsync(e => e.TrackingId == found.Row.Id && e.ReportId == reportId, cancellationToken)) continue;
            var words = Words(reported, about.Status, about.DiagnosticCode, report.ReportingMta);
            context.TrackingEvents.Add(new TrackingEventRow
            {
                TrackingId = found.Row.Id,
                At = now,
                Reported = reported,
                Text = words,
                ReportId = reportId,
                StoredMessageId = stored.Id,
            });
            Move(found.Row, reported, words, now);
            work.Audit(new(AuditTypes.ReportReceived, AuditOutcome.Ok, report.ReportingMta, role.Mailbox.Address.ToString(), found.MessageId, envelopeId, found.DraftId.ToString("D"), new()
            {
                ["recipient"] = found.Row.Address,
                ["action"] = about.Action,
                ["status"] = about.Status,
                ["reportId"] = reportId,
                ["stored"] = stored.Id.ToString("D"),
            }));
        }
        return placed;
    }

    // A receipt knows no envelope: it finds the message by its identifier, and its reader among the addressees (notifications §5, §6). The first counts; each is kept.
    private static async Task<bool> TryReceiptAsync(
        PortalWork work, DirectorySnapshot.KnownRole role, StoredMessageRow stored, MessageReading reading, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (reading.Report?.Disposition is not { } disposition || ReportKeys.Of(reading) is not { Recipients: [var reader, ..] } keys) return false;
        var ids = keys.MessageIds.Take(20).ToList();
        var context = work.Context;
        var release = await context.Releases.Where(r => r.RoleId == role.Id && ids.Contains(r.MessageId)).Select(r => new { r.Id, r.MessageId, r.DraftId }).FirstOrDefaultAsync(cancellationToken);
        if (release is null) return false;
        await context.LockReleaseAsync(release.Id, cancellationToken);
        var tracked = await context.Tracking.Where(t => t.ReleaseId == release.Id).ToListAsync(cancellationToken);
        if (reader.IndexIn([.. tracked.Select(t => t.Address)]) is not (>= 0 and var index)) return false;
        var row = tracked[index];
        var reportId = reading.MessageId ?? reading.BodySha256;
        if (await context.TrackingEvents.AnyAsync(e => e.TrackingId == row.Id && e.ReportId == reportId, cancellationToken)) return true;
        var said = ReceiptStates.OfWord(disposition.Type);
        var contradicts = row.Receipt.IsContradictedBy(said);
        context.TrackingEvents.Add(new TrackingEventRow
        {
            TrackingId = row.Id,
            At = now,
            Reported = row.State,
            Text = $"receipt: {said.ToWord()}{(contradicts ? $", after {row.Receipt.ToWord()} was said before" : "")}{(row.Receipt == ReceiptState.NotRequested ? ", which nobody had asked for" : "")}",
            ReportId = reportId,
            StoredMessageId = stored.Id,
        });
        var after = row.Receipt.After(said);
        if (after != row.Receipt) (row.Receipt, row.ReceiptAt) = (after, now);
        work.Audit(new(AuditTypes.ReportReceived, AuditOutcome.Ok, disposition.FinalRecipient, role.Mailbox.Address.ToString(), release.MessageId, row.EnvelopeId, release.DraftId.ToString("D"), new()
        {
            ["recipient"] = row.Address,
            ["disposition"] = disposition.Type,
            ["reportId"] = reportId,
            ["stored"] = stored.Id.ToString("D"),
        }));
        return true;
    }

    private static void Move(TrackingRow row, TrackingState reported, string words, DateTimeOffset now)
    {
        var after = row.State.After(reported);
        if (after == row.State) return;
        row.State = after;
        switch (after)
        {
            case TrackingState.Relayed: row.RelayedAt = now; break;
            case TrackingState.Delivered: row.DeliveredAt = now; break;
            case TrackingState.Failed: row.FailedAt = now; row.Reason = words; break;
            case TrackingState.Delayed: row.Reason = words; break;
            case TrackingState.Outbox or TrackingState.Submitted or TrackingState.Expanded: break;
        }
    }

    // RFC 3464 §2.3.3; an action we do not know is ignored
    private static TrackingState? StateOf(string? action) => action?.ToLowerInvariant() switch
    {
        "delivered" => TrackingState.Delivered,
        "relayed" => TrackingState.Relayed,
        "expanded" => TrackingState.Expanded,
        "delayed" => TrackingState.Delayed,
        "failed" => TrackingState.Failed,
        _ => null,
    };

    private static bool Same(string? typed, string address)
    {
        if (typed is null) return false;
        var plain = typed.Contains(';', StringComparison.Ordinal) ? typed[(typed.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim() : typed;
        return string.Equals(plain, address, StringComparison.OrdinalIgnoreCase);
    }

    private static string Words(TrackingState reported, string? status, string? diagnostic, string? reporter)
    {
        var why = reported is TrackingState.Failed or TrackingState.Delayed ? $": {diagnostic ?? "no reason given"}" : "";
        var words = string.Create(CultureInfo.InvariantCulture, $"{reported.ToWord()}, status {status ?? "not given"}, reported by {reporter ?? "an unnamed system"}{why}");
        return words.Length <= 2000 ? words : words[..2000];
    }
}
