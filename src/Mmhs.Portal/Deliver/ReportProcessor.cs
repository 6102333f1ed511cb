using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Track;
using Mmhs.Portal.AddressBook;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Records.Release;
using Mmhs.Records.Track;
using Mmhs.Wire.Reports;

namespace Mmhs.Portal.Deliver;

/// <summary>Takes reports and receipts to the submissions they are about. One that speaks of nothing we sent is kept for the operator, and guessed onto no message.</summary>
/// <remarks>
/// Placed only when it came with the null reverse-path to the mailbox that sent, names an envelope or else a message of it, and a recipient of
/// that (notifications §5). It moves a tracked addressee only when it is confirmed (<see cref="ConfirmationRules"/>), and forward, never back.
/// Every report is kept as an event: only one that says the very same, field by field, and is as good, is the same report.
/// </remarks>
internal sealed class ReportProcessor(DirectorySnapshot directory)
{
    private const int MostKeys = 20;

    /// <summary>False: it is no report, but a message like any other.</summary>
    public async Task<bool> TryTakeAsync(
        PortalWork work,
        DirectorySnapshot.KnownRole role,
        StoredMessageRow stored,
        Arrival arrival,
        CancellationToken cancellationToken
    )
    {
        var reading = arrival.Reading;
        if (reading.Report is not { } report || ReportKeys.Of(reading) is not { } keys)
            return false;
        var taken = new TakenReport(work, role, stored, arrival, report, keys);
        var placed =
            report.Kind == ReportKind.Mdn
                ? await TryReceiptAsync(taken, cancellationToken)
                : await TryDeliveryAsync(taken, cancellationToken);
        if (!placed)
            await UnmatchedReports.KeepAsync(work, role, stored, reading, report, keys, arrival.At, cancellationToken);
        return true;
    }

    private static async Task<bool> TryDeliveryAsync(TakenReport taken, CancellationToken cancellationToken)
    {
        var (context, report, reading) = (taken.Work.Context, taken.Report, taken.Arrival.Reading);
        if (await SubmissionAsync(context, taken.Role, taken.Keys, cancellationToken) is not { } submission)
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
            if (
                StateOf(about.Action) is not { } reported
                || taken.Keys.Recipients[i].IndexIn(addresses) is not (>= 0 and var index)
            )
                continue;
            var row = tracked[index];
            placed = true;
            var isConfirmed = ConfirmationRules.IsConfirmed(taken.Arrival.Source, reading, row);
            if (await taken.IsKnownAsync(row, i, isConfirmed, cancellationToken))
                continue;
            var words = Words(reported, about.Status, about.DiagnosticCode, report.ReportingMta);
            taken.Keep(
                row,
                i,
                isConfirmed,
                reported,
                receipt: null,
                isConfirmed && row.State.IsContradictedBy(reported)
                    ? Characters.Cut(words, 1900) + $"; {row.State.ToWord()} was reported before"
                    : words
            );
            if (isConfirmed)
                Move(row, reported, words, taken.Arrival.At);
            taken.Audit(
                report.ReportingMta,
                row,
                submission.MessageId,
                submission.DraftId,
                isConfirmed,
                ("action", about.Action),
                ("status", about.Status)
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
    private async Task<bool> TryReceiptAsync(TakenReport taken, CancellationToken cancellationToken)
    {
        if (taken.Report.Disposition is not { } disposition || taken.Keys.Recipients is not [var reader, ..])
            return false;
        var ids = taken.Keys.MessageIds.Take(MostKeys).ToList();
        var context = taken.Work.Context;
        var roleId = taken.Role.Id;
        var release = await context
            .Releases.Where(r => r.RoleId == roleId && ids.Contains(r.MessageId))
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
        var isConfirmed = ConfirmationRules.IsReceiptConfirmed(
            taken.Arrival.Source,
            taken.Arrival.Reading,
            row,
            await IsOursAsync(row.Address, cancellationToken)
        );
        if (await taken.IsKnownAsync(row, 0, isConfirmed, cancellationToken))
            return true;
        var said = ReceiptStates.OfWord(disposition.Type);
        taken.Keep(row, 0, isConfirmed, row.State, said, Words(row, said, disposition, isConfirmed));
        // who was not asked tells nothing that anybody waits for (RFC 8098 §2.1)
        if (
            isConfirmed
            && row.Receipt != ReceiptState.NotRequested
            && row.Receipt.After(said) is var after
            && after != row.Receipt
        )
            (row.Receipt, row.ReceiptAt) = (after, taken.Arrival.At);
        taken.Audit(
            disposition.FinalRecipient,
            row,
            release.MessageId,
            release.DraftId,
            isConfirmed,
            ("disposition", disposition.Type)
        );
        return true;
    }

    private async ValueTask<bool> IsOursAsync(string address, CancellationToken cancellationToken)
    {
        var known = await directory.GetAsync(cancellationToken);
        return known.Roles.ContainsKey(address) || known.Closed.Contains(address);
    }

    private static string Words(TrackingRow row, ReceiptState said, ReportedDisposition disposition, bool isConfirmed)
    {
        var reader = disposition.FinalRecipient ?? disposition.OriginalRecipient ?? "an unnamed reader";
        var before = isConfirmed && row.Receipt.IsContradictedBy(said) ? $", after {row.Receipt.ToWord()} was said before" : "";
        var unasked = row.Receipt == ReceiptState.NotRequested ? ", which nobody had asked for" : "";
        return Characters.Cut($"{said.ToWord()}, said by {reader}", 1800) + before + unasked;
    }

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
                row.Reason = null;
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
