using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Track;
using Mmhs.Portal.AddressBook;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Records.Track;
using Mmhs.Wire.Reports;

namespace Mmhs.Portal.Deliver;

/// <summary>A report at hand, and how what it says of one addressee is kept.</summary>
/// <param name="Role">The mailbox it came to.</param>
/// <param name="Stored">Its octets.</param>
internal sealed record TakenReport(
    PortalWork Work,
    DirectorySnapshot.KnownRole Role,
    StoredMessageRow Stored,
    Arrival Arrival,
    MessageReport Report,
    ReportKeys Keys
)
{
    // What the report calls itself is shown; nothing is decided by it, for it is a stranger's word.
    private string ReportId => Characters.Cut(Arrival.Reading.MessageId ?? "", 400);

    /// <summary>Whether it was kept before. What a stranger sent first in the very same words does not hide the one that is confirmed.</summary>
    /// <param name="number">Which of its recipients.</param>
    public Task<bool> IsKnownAsync(TrackingRow row, int number, bool isConfirmed, CancellationToken cancellationToken)
    {
        var key = Key(number, isConfirmed);
        return Work.Context.TrackingEvents.AnyAsync(e => e.TrackingId == row.Id && e.ContentKey == key, cancellationToken);
    }

    /// <param name="number">Which of its recipients.</param>
    /// <param name="receipt">Null: it is no receipt.</param>
    public void Keep(TrackingRow row, int number, bool isConfirmed, TrackingState reported, ReceiptState? receipt, string text) =>
        Work.Context.TrackingEvents.Add(
            new TrackingEventRow
            {
                TrackingId = row.Id,
                At = Arrival.At,
                Reported = reported,
                Receipt = receipt,
                Confirmed = isConfirmed,
                Text = isConfirmed ? text : Characters.Cut(text, 1500) + $"; sent in the name of {Sender}",
                ReportId = ReportId,
                ContentKey = Key(number, isConfirmed),
                StoredMessageId = Stored.Id,
            }
        );

    /// <param name="reporter">As it names itself.</param>
    /// <param name="said">What it says, by fact.</param>
    public void Audit(
        string? reporter,
        TrackingRow row,
        string messageId,
        Guid draftId,
        bool isConfirmed,
        params ReadOnlySpan<(string Fact, string? Value)> said
    )
    {
        var facts = new CanonicalObject { ["recipient"] = row.Address };
        foreach (var (fact, value) in said)
            facts[fact] = value;
        facts["confirmed"] = isConfirmed;
        facts["reportId"] = ReportId;
        facts["stored"] = Stored.Id.ToString("D");
        Work.Audit(
            new(
                AuditTypes.ReportReceived,
                AuditOutcome.Ok,
                reporter,
                Role.Mailbox.Address.ToString(),
                messageId,
                row.EnvelopeId,
                draftId.ToString("D"),
                facts
            )
        );
    }

    private string Sender => Arrival.Reading.From is [var from, ..] ? Characters.Cut(from.Address, 320) : "nobody";

    private string Key(int number, bool isConfirmed) => $"{Arrival.Reading.ContentSha256}.{number}{(isConfirmed ? "" : "?")}";
}
