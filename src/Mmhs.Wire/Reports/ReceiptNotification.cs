using Mmhs.Messages.Reports;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Reports;

/// <summary>A receipt before it is octets (RFC 8098 §3): one message, one recipient.</summary>
public sealed record ReceiptNotification
{
    /// <summary>Of the receipt, without brackets; never that of the message it is about.</summary>
    public required string MessageId { get; init; }

    /// <summary>Whom the receipt is about, and who sends it (RFC 8098 §3: From).</summary>
    public required HeaderAddress From { get; init; }

    /// <summary>Disposition-Notification-To, addresses only; at least one.</summary>
    public required IReadOnlyList<string> To { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Disposition Disposition { get; init; }

    /// <summary>The address the message was delivered to, case kept.</summary>
    public required string FinalRecipient { get; init; }

    /// <summary>Of the message; null only when it has none.</summary>
    public required string? OriginalMessageId { get; init; }

    /// <summary>The body of the field Original-Recipient of the message, as <c>rfc822;address</c>; null when it has none.</summary>
    public string? OriginalRecipient { get; init; }

    /// <summary>Of the message; goes into the subject of the receipt only.</summary>
    public string? OriginalSubject { get; init; }

    /// <summary>Name of the program, without a semicolon, and of its product; the name alone, or nothing, may be told.</summary>
    public string? ReportingUa { get; init; }

    public string? Product { get; init; }

    /// <summary>As <c>x400; gateway.example</c>; only a gateway has one.</summary>
    public string? Gateway { get; init; }

    /// <summary>What went wrong; with any, the disposition has the modifier "error".</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The SIO-Label of the message as it stands: what is said of it is as sensitive as it; null for none.</summary>
    public HeaderField? Label { get; init; }

    /// <summary>The header of the message, to be returned with the receipt; empty: nothing is returned.</summary>
    public ReadOnlyMemory<byte> ReturnedHeader { get; init; }
}
