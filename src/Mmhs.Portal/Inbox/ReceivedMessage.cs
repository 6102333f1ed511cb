using Mmhs.Messages.Track;
using Mmhs.Records.Deliver;

namespace Mmhs.Portal.Inbox;

/// <summary>A message in an inbox, as lists and pages show it.</summary>
/// <param name="RoleId">The role whose inbox it is in.</param>
/// <param name="ReceivedAs">What that role is to the message.</param>
/// <param name="Urgency">Governing precedence: the number that came, or -1 for none.</param>
/// <param name="LabelId">Number of the label it is handled under.</param>
/// <param name="From">As it names its sender.</param>
/// <param name="FromAddress">Its address, in lower case; empty when there is none.</param>
/// <param name="Subject">Empty when it has none.</param>
/// <param name="SubjectIndicatorCodes">With blanks between them; empty for none.</param>
/// <param name="Dtg">Null when it has none that can be read.</param>
/// <param name="StoredMessageId">Where its octets are kept.</param>
public sealed record ReceivedMessage(
    long Id,
    int RoleId,
    string MessageId,
    ReceivedAs ReceivedAs,
    short Urgency,
    int LabelId,
    string From,
    string FromAddress,
    string Subject,
    string SubjectIndicatorCodes,
    DateTimeOffset? Dtg,
    DateTimeOffset ReceivedAt,
    SignatureStatus Signature,
    LabelStatus LabelStatus,
    Guid StoredMessageId
)
{
    /// <summary>Null when it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Message-ID of the message that takes its place; null: none.</summary>
    public string? ObsoletedBy { get; init; }

    /// <summary>Where reports on it go; null: nowhere.</summary>
    public string? ReversePath { get; init; }

    /// <summary>Whether a receipt was asked for, and how it was answered.</summary>
    public ReceiptAnswer Receipt { get; init; }
    public DateTimeOffset? ReceiptAt { get; init; }
    public string? ReceiptBy { get; init; }

    /// <summary>Null: nobody has read it.</summary>
    public DateTimeOffset? FirstReadAt { get; init; }
    public string? FirstReadBy { get; init; }

    internal static ReceivedMessage Of(InboxRow row) =>
        new(
            row.Id,
            row.RoleId,
            row.MessageId,
            row.ReceivedAs,
            row.Urgency,
            row.LabelId,
            row.From,
            row.FromAddress,
            row.Subject,
            row.SubjectIndicatorCodes,
            row.Dtg,
            row.ReceivedAt,
            row.Signature,
            row.LabelStatus,
            row.StoredMessageId
        )
        {
            ExpiresAt = row.ExpiresAt,
            ObsoletedBy = row.ObsoletedBy,
            ReversePath = row.ReversePath,
            Receipt = row.Receipt,
            ReceiptAt = row.ReceiptAt,
            ReceiptBy = row.ReceiptBy,
            FirstReadAt = row.FirstReadAt,
            FirstReadBy = row.FirstReadBy,
        };
}
