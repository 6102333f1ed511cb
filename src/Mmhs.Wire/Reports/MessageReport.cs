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

/// <summary>How much of the message a report is about came back with it (RFC 6522 §3).</summary>
public enum ReturnedContent : byte
{
    Nothing = 0,
    Header = 1,
    Message = 2,
}

/// <summary>What a report says; nothing of it is proof, because anybody can write one (notifications §5).</summary>
public sealed record MessageReport
{
    public ReportKind Kind { get; init; }

    /// <summary>Everything its RFC demands is there and readable; what is not may still say something.</summary>
    public bool IsConforming { get; init; }

    /// <summary>ENVID of the submission it is about, as it stands; <see cref="ReportKeys"/> knows what else it may mean.</summary>
    public string? OriginalEnvelopeId { get; init; }

    /// <summary>Message-ID of the message it is about, without brackets.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>Without the type of name, as <c>mta.example</c>.</summary>
    public string? ReportingMta { get; init; }

    /// <summary>Without the type of name.</summary>
    public string? ReceivedFromMta { get; init; }

    /// <summary>Without the type of name; where the message left SMTP.</summary>
    public string? Gateway { get; init; }

    public DateTimeOffset? ArrivalDate { get; init; }

    /// <summary>The latest time of delivery that was asked for (RFC 2852 §6).</summary>
    public DateTimeOffset? DeliverByDate { get; init; }

    public ImmutableArray<ReportedRecipient> Recipients { get; init; } = [];

    public ReportedDisposition? Disposition { get; init; }

    public ReturnedContent Returned { get; init; }
}

/// <summary>What became of one recipient; addresses without their type.</summary>
/// <param name="Action"><c>failed</c>, <c>delayed</c>, <c>delivered</c>, <c>relayed</c>, <c>expanded</c>, or another word, in lower case; null when absent.</param>
/// <param name="Status">RFC 3463; the digits only.</param>
public sealed record ReportedRecipient(
    string? OriginalRecipient,
    string? FinalRecipient,
    string? Action,
    string? Status,
    string? DiagnosticCode,
    string? RemoteMta,
    DateTimeOffset? LastAttempt
)
{
    /// <summary>Only when delayed.</summary>
    public DateTimeOffset? WillRetryUntil { get; init; }

    /// <summary>Under which the reporting system knows the delivery.</summary>
    public string? FinalLogId { get; init; }
}

/// <param name="Mode">As <c>manual-action/MDN-sent-manually</c>, in lower case.</param>
/// <param name="Type"><c>displayed</c>, <c>deleted</c>, <c>dispatched</c>, <c>processed</c>, or an older word, in lower case.</param>
public sealed record ReportedDisposition(
    string Mode,
    string Type,
    ImmutableArray<string> Modifiers,
    string? OriginalRecipient,
    string? FinalRecipient
)
{
    /// <summary>Name and product of the program that reports.</summary>
    public string? ReportingUa { get; init; }

    /// <summary>Without the type of name.</summary>
    public string? Gateway { get; init; }

    /// <summary>What went wrong there, in its words: fields Error, and the older Failure and Warning.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];
}
