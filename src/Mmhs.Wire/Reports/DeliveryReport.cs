using System.Collections.Immutable;

namespace Mmhs.Wire.Reports;

/// <summary>A delivery status notification before it is octets (RFC 3464 §2).</summary>
/// <param name="MessageId">Of the report, without angle brackets; the same for the same report made twice.</param>
/// <param name="ReportingHost">Us.</param>
/// <param name="To">The reverse-path of the message reported on.</param>
/// <param name="At">When the report was made.</param>
/// <param name="OriginalEnvelopeId">ENVID decoded; null when none came (RFC 3464 §2.2.1).</param>
/// <param name="ArrivedAt">When the message came to us.</param>
/// <param name="Priority">That of the message reported on (RFC 6710 §4.4).</param>
/// <param name="Recipients">At least one.</param>
/// <param name="Message">The message, header and body.</param>
/// <param name="ReturnsAll">The whole message is returned, not only its header (RFC 3461 §4.3, §6.2).</param>
public sealed record DeliveryReport(
    string MessageId,
    string ReportingHost,
    string To,
    DateTimeOffset At,
    string? OriginalEnvelopeId,
    DateTimeOffset ArrivedAt,
    int Priority,
    ImmutableArray<RecipientReport> Recipients,
    ReadOnlyMemory<byte> Message,
    bool ReturnsAll
)
{
    /// <summary>BY as a moment, in either mode; null when none came (RFC 2852 §6).</summary>
    public DateTimeOffset? DeliverBy { get; init; }

    /// <summary>The hold that was asked for, <c>for;60</c>; null when none was (RFC 4865 §5).</summary>
    public string? FutureReleaseRequest { get; init; }
}

/// <summary>What the report says of one recipient (RFC 3464 §2.3).</summary>
/// <param name="Recipient">The address it went to, case kept.</param>
/// <param name="OriginalRecipient"><c>ORCPT</c> decoded, as <c>rfc822;address</c>; null when none came.</param>
/// <param name="Action">What became of it.</param>
/// <param name="Status">Enhanced status.</param>
/// <param name="RemoteHost">The host that said so; null when none was involved (RFC 3464 §2.3.5).</param>
/// <param name="Diagnostic">Its words on one line; null when it said none.</param>
/// <param name="RetriesUntil">Only when delayed.</param>
public sealed record RecipientReport(
    string Recipient,
    string? OriginalRecipient,
    ReportAction Action,
    string Status,
    string? RemoteHost,
    string? Diagnostic,
    DateTimeOffset? RetriesUntil
);
