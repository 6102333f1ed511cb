using System.Collections.Immutable;

namespace Mmhs.Wire.Reports;

public enum ReportKind : byte
{
    /// <summary>A delivery status notification (RFC 3464).</summary>
    Dsn = 0,

    /// <summary>A message disposition notification (RFC 8098).</summary>
    Mdn = 1,

    /// <summary>A complaint (RFC 5965).</summary>
    Feedback = 2,

    Other = 3,
}

/// <summary>What a report says; nothing of it is proof, because anybody can write one (notifications §5).</summary>
public sealed record MessageReport
{
    public ReportKind Kind { get; init; }

    /// <summary>Decoded ENVID of the submission it is about.</summary>
    public string? OriginalEnvelopeId { get; init; }

    /// <summary>Message-ID of the message it is about, without brackets.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>Without the type of name, as <c>mta.example</c>.</summary>
    public string? ReportingMta { get; init; }

    public DateTimeOffset? ArrivalDate { get; init; }

    public ImmutableArray<ReportedRecipient> Recipients { get; init; } = [];

    public ReportedDisposition? Disposition { get; init; }
}

/// <summary>What became of one recipient; addresses without their type.</summary>
/// <param name="Action"><c>failed</c>, <c>delayed</c>, <c>delivered</c>, <c>relayed</c>, <c>expanded</c>, or another word, in lower case; null when absent.</param>
/// <param name="Status">RFC 3463; the digits only.</param>
public sealed record ReportedRecipient(
    string? OriginalRecipient, string? FinalRecipient, string? Action, string? Status, string? DiagnosticCode, string? RemoteMta, DateTimeOffset? LastAttempt);

/// <param name="Mode">As <c>manual-action/MDN-sent-manually</c>, in lower case.</param>
/// <param name="Type"><c>displayed</c>, <c>deleted</c>, <c>dispatched</c>, <c>processed</c>, or an older word, in lower case.</param>
public sealed record ReportedDisposition(string Mode, string Type, ImmutableArray<string> Modifiers, string? OriginalRecipient, string? FinalRecipient);
