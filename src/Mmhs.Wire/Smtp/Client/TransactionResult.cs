namespace Mmhs.Wire.Smtp;

/// <summary>How a transaction ended as a whole.</summary>
public enum TransactionOutcome
{
    /// <summary>The server answered to the end; what it said stands with each recipient.</summary>
    Completed,

    /// <summary>The connection was lost after the end of data was sent: the message may or may not have arrived.</summary>
    Ambiguous,

    /// <summary>The message was not handed over to anybody, for the reason given.</summary>
    NotSent,
}

/// <summary>Why a message was not handed over although no server refused it.</summary>
public enum NotSentReason
{
    None,

    /// <summary>The content holds a bare CR, a bare LF, a NUL or a line above 998 octets, and may not go by DATA (RFC 5321 §2.3.8, §4.5.3.1.6).</summary>
    ContentNotLines,

    /// <summary>The content needs 8BITMIME and the server does not offer it (RFC 6152 §3).</summary>
    EightBitNotOffered,

    /// <summary>The content is above the maximum the server announced (RFC 1870 §5).</summary>
    TooBig,

    /// <summary>It is to be returned when late, and the server promises no such thing (RFC 2852 §4.2).</summary>
    DeliverByNotOffered,

    /// <summary>Less time is left than the server wants to have, or none (RFC 2852 §4.1.4).</summary>
    TooLate,

    /// <summary>It is to be held, and the server offers no such thing (RFC 4865 §4).</summary>
    HoldNotOffered,

    /// <summary>It is to be held longer than the server holds anything, or is a notification, which nobody may hold (RFC 4865 §4, §7).</summary>
    HoldNotPossible,

    /// <summary>The connection was lost, or a wait ran out, before the end of data.</summary>
    ConnectionLost,
}

/// <summary>What became of one recipient.</summary>
public enum RecipientOutcome
{
    /// <summary>The server took responsibility.</summary>
    Accepted,

    /// <summary>4yz: keep it and try again.</summary>
    Deferred,

    /// <summary>5yz: report non-delivery.</summary>
    Refused,

    /// <summary>May or may not have been taken: try again with the same ENVID and Message-ID.</summary>
    Ambiguous,

    /// <summary>Nothing was said about it: try again.</summary>
    NotSent,
}

/// <summary>One recipient's fate, and the reply that decided it; null where no reply came.</summary>
public sealed record RecipientResult(EnvelopeRecipient Recipient, RecipientOutcome Outcome, SmtpReply? Reply);

/// <summary>What became of one transaction, recipient by recipient in the order of the envelope.</summary>
/// <param name="Outcome">As a whole.</param>
/// <param name="Reason">Only when <paramref name="Outcome"/> is <see cref="TransactionOutcome.NotSent"/>.</param>
/// <param name="Sender">The reply to MAIL; null when MAIL was not sent or not answered. A changed priority is in it (RFC 6710 §4.1).</param>
/// <param name="Final">The reply that ended the transaction; by LMTP the last of them, the others stand with their recipients.</param>
/// <param name="Recipients">One for each recipient of the envelope.</param>
public sealed record TransactionResult(
    TransactionOutcome Outcome,
    NotSentReason Reason,
    SmtpReply? Sender,
    SmtpReply? Final,
    IReadOnlyList<RecipientResult> Recipients
)
{
    /// <summary>The server had closed the session, or did so before it answered MAIL: nothing was begun, and a new session may be tried at once (RFC 5321 §3.8).</summary>
    public bool SessionHadEnded =>
        Sender is { Code: 421 }
        || (Sender is null && Outcome == TransactionOutcome.NotSent && Reason == NotSentReason.ConnectionLost);
}
