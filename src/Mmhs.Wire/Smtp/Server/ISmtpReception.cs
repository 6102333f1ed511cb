namespace Mmhs.Wire.Smtp;

/// <summary>Who takes what the server engine receives: the relay, or the portal's delivery door.</summary>
/// <remarks>
/// One transaction is <see cref="SenderAsync"/>, then <see cref="RecipientAsync"/> for each RCPT, then <see cref="MessageAsync"/>; it may
/// end unannounced after any of them (RSET, a lost connection), so nothing may be kept before the last. An exception is answered
/// <c>451 4.3.0</c> and logged. The token ends when the server stops and will wait no longer, not when the peer hangs up.
/// </remarks>
public interface ISmtpReception
{
    /// <summary>Answers MAIL. 2yz opens the transaction; a changed priority is said as <c>250 2.3.6 n text</c> (RFC 6710 §4.1).</summary>
    ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken);

    /// <summary>Answers RCPT. 2yz adds the recipient to the envelope, after this returns.</summary>
    ValueTask<SmtpReply> RecipientAsync(
        SmtpPeer peer,
        Envelope envelope,
        EnvelopeRecipient recipient,
        CancellationToken cancellationToken
    );

    /// <summary>Takes the message. A 2yz reply takes responsibility for it (RFC 5321 §4.2.5), so it comes after the commit.</summary>
    /// <returns>One reply; on <see cref="SmtpDoor.Delivery"/> one for each recipient of the envelope, in order (RFC 2033 §4.2).</returns>
    /// <param name="peer">Who brings it.</param>
    /// <param name="envelope">With at least one recipient.</param>
    /// <param name="message">Valid until the returned task has ended; copy what must live longer.</param>
    /// <param name="cancellationToken">Ends when the server will wait no longer.</param>
    ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(
        SmtpPeer peer,
        Envelope envelope,
        ReceivedMessage message,
        CancellationToken cancellationToken
    );
}
