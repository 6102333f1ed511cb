using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Reports;

/// <summary>What a delivery status notification is to say (RFC 3464 §2).</summary>
/// <param name="MessageId">Of the report itself; its maker keeps it, so that the same report is never told twice.</param>
/// <param name="Date">Of the report.</param>
/// <param name="From">Who reports, as a postmaster mailbox.</param>
/// <param name="To">MAIL FROM of the message it is about.</param>
/// <param name="ReportingMta">Host name of the reporting system.</param>
/// <param name="ArrivalDate">When the message came to it; null when it is not known.</param>
/// <param name="OriginalEnvelopeId">ENVID, decoded; null when there was none.</param>
/// <param name="Recipients">At least one.</param>
/// <param name="OriginalHeader">The header of the message it is about, as it came; what follows a blank line is left out.</param>
public sealed record DeliveryReport(
    MessageId MessageId, DateTimeOffset Date, Mailbox From, EmailAddress To, string ReportingMta, DateTimeOffset? ArrivalDate,
    EnvelopeId? OriginalEnvelopeId, ImmutableArray<DeliveryReportRecipient> Recipients, ReadOnlyMemory<byte> OriginalHeader);

/// <summary>What became of one recipient.</summary>
/// <param name="OriginalRecipient">ORCPT, decoded, as <c>rfc822;address</c>; null when there was none.</param>
/// <param name="FinalRecipient">The address of RCPT.</param>
/// <param name="Action">What happened.</param>
/// <param name="Status">RFC 3463, as <c>5.1.1</c>.</param>
/// <param name="RemoteMta">Host name of the system that said so; null when it was the reporting one.</param>
/// <param name="DiagnosticCode">Its SMTP reply in one line, as <c>550 5.1.1 unknown</c>; null when there was none.</param>
/// <param name="LastAttempt">Null when it was not tried.</param>
/// <param name="WillRetryUntil">Of a delay: when it becomes a failure.</param>
public sealed record DeliveryReportRecipient(
    string? OriginalRecipient, string FinalRecipient, DeliveryAction Action, string Status,
    string? RemoteMta = null, string? DiagnosticCode = null, DateTimeOffset? LastAttempt = null, DateTimeOffset? WillRetryUntil = null);

/// <summary>RFC 3464 §2.3.3.</summary>
public enum DeliveryAction : byte { Failed = 0, Delayed = 1, Delivered = 2, Relayed = 3, Expanded = 4 }
