using Microsoft.Extensions.Options;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Directory;
using Mmhs.Portal.Hosting;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Deliver;

/// <summary>The portal's delivery door (LMTP): keeps the octets, reads them, checks signature and label, and puts the message into the role inboxes.</summary>
/// <remarks>
/// 2yz is said to a recipient after the commit that put the message there (RFC 2033 §4.2). What a recipient may not hold is refused,
/// so that the sender is told; what is merely doubtful, such as a bad signature, is delivered and marked.
/// </remarks>
public sealed class DeliveryReception(
    PortalRecords records, DirectorySnapshot directory, LabelGate gate, MessageFiles files, ReportIntake reports, ChangeFeed changes,
    IOptions<MmhsOptions> options, TimeProvider time) : ISmtpReception
{
    private static readonly SmtpReply Accepted = new(250, "2.1.0", "OK");
    private static readonly SmtpReply RecipientAccepted = new(250, "2.1.5", "OK");
    private static readonly SmtpReply NoSuchMailbox = new(550, "5.1.1", "No such mailbox here");
    private static readonly SmtpReply NotCleared = new(550, "5.7.1", "Not accepted by policy");
    private static readonly SmtpReply Delivered = new(250, "2.6.0", "Delivered");
    private static readonly SmtpReply TooLarge = new(552, "5.3.4", "Message too large");

    public ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken) => ValueTask.FromResult(Accepted);

    public async ValueTask<SmtpReply> RecipientAsync(SmtpPeer peer, Envelope envelope, EnvelopeRecipient recipient, CancellationToken cancellationToken) =>
        await FindAsync(recipient, cancellationToken) is null ? NoSuchMailbox : RecipientAccepted;

    public async ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(SmtpPeer peer, Envelope envelope, ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (message.Length > options.Value.MaxMessageOctets) return [.. envelope.Recipients.Select(_ => TooLarge)];
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var octets = DeliveryTrace.Prepend(message.Content, envelope.ReversePath, peer, id, now);
        var reading = files.ReadFields(octets, now);

        var labelNumber = reading.EffectiveLabel is { } label ? await gate.NumberAsync(label, cancellationToken) : 0;

        await using var work = await records.BeginAsync(cancellationToken);
        var stored = new StoredMessageRow { Id = id, Octets = octets, StoredAt = now };
        work.Context.StoredMessages.Add(stored);
        var replies = new List<SmtpReply>();
        foreach (var recipient in envelope.Recipients)
        {
            var role = await FindAsync(recipient, cancellationToken);
            replies.Add(role is null ? NoSuchMailbox : await PlaceAsync(work, envelope, role, stored, reading, labelNumber, now, cancellationToken));
        }
        await work.CommitAsync(cancellationToken);
        changes.Publish(Change.Inbox);
        changes.Publish(Change.Tracking);
        return replies;
    }

    private async Task<SmtpReply> PlaceAsync(
        PortalWork work, Envelope envelope, DirectorySnapshot.KnownRole role, StoredMessageRow stored, MessageReading reading, int labelNumber,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (envelope.ReversePath is null && await reports.TryTakeAsync(work, role, stored, reading, now, cancellationToken)) return Delivered;

        var entry = InboxEntry.From(reading, role, stored, now);
        if (reading.EffectiveLabel is not { } label || gate.Decide(label, role.Clearances) is AccessDecision.Deny)
        {
            work.Audit(DeliveredAudit.Event(AuditTypes.AccessDecision, AuditOutcome.Denied, role, entry, reading, stored, now));
            return NotCleared;
        }
        entry.LabelId = labelNumber;
        if (await InboxFolding.IsThereAsync(work.Context, entry, cancellationToken))
        {
            work.Audit(DeliveredAudit.Event(AuditTypes.DuplicateFolded, AuditOutcome.Ok, role, entry, reading, stored, now));
            return Delivered;
        }
        entry.ReversePath = envelope.ReversePath?.ToString() ?? "";
        await Obsoleting.NoteAsync(work.Context, entry, reading, cancellationToken);
        work.Context.Inbox.Add(entry);
        work.Audit(DeliveredAudit.Event(AuditTypes.Deliver, AuditOutcome.Ok, role, entry, reading, stored, now));
        if (entry.LabelStatus == LabelStatus.Mismatch)
            work.Audit(DeliveredAudit.Event(AuditTypes.LabelMismatch, AuditOutcome.Failed, role, entry, reading, stored, now));
        return Delivered;
    }

    private async ValueTask<DirectorySnapshot.KnownRole?> FindAsync(EnvelopeRecipient recipient, CancellationToken cancellationToken) =>
        recipient.ForwardPath.Address is { } address && (await directory.GetAsync(cancellationToken)).Roles.TryGetValue(address.ToString(), out var role) ? role : null;
}
