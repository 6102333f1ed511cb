using Mmhs.Messages.Audit;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Deliver;

/// <summary>A message at the delivery door.</summary>
/// <param name="ReversePath">Null for the null path.</param>
/// <param name="StoredId">Under which its octets are kept.</param>
/// <param name="Octets">With our trace fields on top.</param>
/// <param name="Reading">What they say, fields only.</param>
/// <param name="LabelNumber">Of its effective label; 0 when it has none.</param>
/// <param name="Source">Where our relay knows it to come from, if it is a report.</param>
/// <param name="At">When it came.</param>
internal sealed record Arrival(
    SmtpPath? ReversePath,
    Guid StoredId,
    byte[] Octets,
    MessageReading Reading,
    int LabelNumber,
    ReportSource Source,
    DateTimeOffset At
);

/// <summary>Puts a message into the inboxes of roles, all in one transaction with its evidence.</summary>
internal sealed class InboxPlacing(PortalRecords records, LabelAccess gate, ReportProcessor reports)
{
    private static readonly SmtpReply NotCleared = new(550, "5.7.1", "Not accepted by policy");
    private static readonly SmtpReply Delivered = new(250, "2.6.0", "Delivered");

    /// <param name="arrival">The message.</param>
    /// <param name="roles">Each once.</param>
    /// <param name="isStored">Its octets were kept by an earlier transaction.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer for each role, by its number; the commit is made.</returns>
    public async Task<IReadOnlyDictionary<int, SmtpReply>> PlaceAsync(
        Arrival arrival,
        IReadOnlyList<DirectorySnapshot.KnownRole> roles,
        bool isStored,
        CancellationToken cancellationToken
    )
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var stored = new StoredMessageRow
        {
            Id = arrival.StoredId,
            Octets = arrival.Octets,
            StoredAt = arrival.At,
        };
        if (!isStored)
            work.Context.StoredMessages.Add(stored);
        var replies = new Dictionary<int, SmtpReply>();
        foreach (var role in roles)
            replies.Add(role.Id, await PlaceAsync(work, arrival, role, stored, cancellationToken));
        await work.CommitAsync(cancellationToken);
        return replies;
    }

    private async Task<SmtpReply> PlaceAsync(
        PortalWork work,
        Arrival arrival,
        DirectorySnapshot.KnownRole role,
        StoredMessageRow stored,
        CancellationToken cancellationToken
    )
    {
        var (reading, now) = (arrival.Reading, arrival.At);
        if (arrival.ReversePath is null && await reports.TryTakeAsync(work, role, stored, arrival, cancellationToken))
        {
            work.Changed(ChangeTopic.Tracking, role.Id);
            return Delivered;
        }

        var entry = InboxEntry.From(reading, role, stored, now);
        if (reading.EffectiveLabel is not { } label || gate.Decide(label, role.Clearances) is AccessDecision.Deny)
        {
            work.Audit(DeliveredAudit.Event(AuditTypes.AccessDecision, AuditOutcome.Denied, role, entry, reading, stored, now));
            return NotCleared;
        }
        entry.LabelId = arrival.LabelNumber;
        if (await InboxFolding.IsThereAsync(work.Context, entry, cancellationToken))
        {
            work.Audit(DeliveredAudit.Event(AuditTypes.DuplicateFolded, AuditOutcome.Ok, role, entry, reading, stored, now));
            return Delivered;
        }
        entry.ReversePath = Messages.Characters.Cut(arrival.ReversePath?.ToString() ?? "", 400);
        await Supersession.NoteAsync(work.Context, entry, reading, cancellationToken);
        work.Context.Inbox.Add(entry);
        work.Changed(ChangeTopic.Inbox, role.Id);
        work.Audit(DeliveredAudit.Event(AuditTypes.Deliver, AuditOutcome.Ok, role, entry, reading, stored, now));
        if (entry.LabelStatus == LabelStatus.Mismatch)
            work.Audit(DeliveredAudit.Event(AuditTypes.LabelMismatch, AuditOutcome.Failed, role, entry, reading, stored, now));
        return Delivered;
    }
}
