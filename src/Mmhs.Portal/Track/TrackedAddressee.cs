using Mmhs.Messages.Compose;
using Mmhs.Messages.Track;
using Mmhs.Records.Track;

namespace Mmhs.Portal.Track;

/// <summary>What is known of one addressee of a released message. A time that is absent has not come, or nobody reported it.</summary>
/// <param name="EnvelopeId">Of the copy for him.</param>
/// <param name="DisplayName">Null: the address is all there is.</param>
/// <param name="Reports">What was asked to be reported about him.</param>
/// <param name="Reason">Why it failed or waits, as the last report said it.</param>
public sealed record TrackedAddressee(
    long Id,
    string EnvelopeId,
    string Address,
    string? DisplayName,
    ReceivedAs AddressedAs,
    TrackingState State,
    ReportRequest Reports,
    DateTimeOffset? SubmittedAt,
    DateTimeOffset? RelayedAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? FailedAt,
    ReceiptState Receipt,
    DateTimeOffset? ReceiptAt,
    string? Reason
)
{
    internal static TrackedAddressee Of(TrackingRow row) =>
        new(
            row.Id,
            row.EnvelopeId,
            row.Address,
            row.DisplayName,
            row.AddressedAs,
            row.State,
            row.Reports,
            row.SubmittedAt,
            row.RelayedAt,
            row.DeliveredAt,
            row.FailedAt,
            row.Receipt,
            row.ReceiptAt,
            row.Reason
        );
}

/// <summary>A report about an addressee.</summary>
/// <param name="AddresseeId">Whom it is about: <see cref="TrackedAddressee.Id"/>.</param>
/// <param name="Text">What it says.</param>
/// <param name="ReportId">Its own Message-ID, as far as it is one; empty where it has none.</param>
/// <param name="StoredMessageId">Where its octets are kept; null: it came without any.</param>
public sealed record TrackedReport(
    long Id,
    long AddresseeId,
    DateTimeOffset At,
    TrackingState Reported,
    string Text,
    string ReportId,
    Guid? StoredMessageId
)
{
    /// <summary>What the reader's own system said; null: it is no receipt but a delivery report.</summary>
    public ReceiptState? Receipt { get; init; }

    /// <summary>False: nobody who can know stands behind it, and it changed nothing.</summary>
    public required bool IsConfirmed { get; init; }

    internal static TrackedReport Of(TrackingEventRow row) =>
        new(row.Id, row.TrackingId, row.At, row.Reported, row.Text, row.ReportId, row.StoredMessageId)
        {
            Receipt = row.Receipt,
            IsConfirmed = row.Confirmed,
        };
}
