using System.Net;
using Mmhs.Records.Relay;
using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Queue;

/// <summary>What an attempt made of one recipient.</summary>
internal enum AttemptResult
{
    /// <summary>The next host took responsibility.</summary>
    Accepted,

    /// <summary>It never will.</summary>
    Refused,

    /// <summary>Not now, or nobody knows: try again.</summary>
    Deferred,
}

/// <summary>One recipient of a claimed message after an attempt.</summary>
/// <param name="Recipient">Whom it is about.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Status">Enhanced status, as said by the peer or by us.</param>
/// <param name="Reply">The peer's words; null when it said nothing.</param>
/// <param name="RemoteHost">The host that was spoken to; null when none was, or on local delivery.</param>
/// <param name="IsLocal">By LMTP into a mailbox here; accepted then means delivered.</param>
/// <param name="HopReports">The next host knows DSN, so success is its to report (RFC 3461 §5.2.2).</param>
/// <param name="HopKeepsTime">The next host knows DELIVERBY, so lateness is its to report (RFC 2852 §4.2).</param>
internal sealed record Attempt(
    QueueRecipientRow Recipient,
    AttemptResult Result,
    string Status,
    SmtpReply? Reply,
    string? RemoteHost,
    bool IsLocal,
    bool HopReports,
    bool HopKeepsTime = false
)
{
    /// <summary>The address that was spoken to; null when none was, or on a transport without addresses.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>Why it could not even be tried; null when it was.</summary>
    public string? Fault { get; init; }
}
