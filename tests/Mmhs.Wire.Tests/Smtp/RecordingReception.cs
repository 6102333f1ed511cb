using System.Buffers;
using System.Collections.Concurrent;
using Mmhs.Wire.Smtp;

namespace Mmhs.Wire.Tests.Smtp;

/// <summary>A reception that takes everything and remembers it; each answer may be set by the test.</summary>
internal sealed class RecordingReception : ISmtpReception
{
    public sealed record Taken(SmtpPeer Peer, Envelope Envelope, byte[] Content);

    public ConcurrentQueue<Taken> Messages { get; } = new();

    public Func<Envelope, SmtpReply> Sender { get; init; } = _ => new(250, "2.1.0", "Sender ok");

    public Func<EnvelopeRecipient, SmtpReply> Recipient { get; init; } = _ => new(250, "2.1.5", "Recipient ok");

    public Func<EnvelopeRecipient, SmtpReply> Message { get; init; } = _ => new(250, "2.6.0", "Message accepted");

    public ValueTask<SmtpReply> SenderAsync(SmtpPeer peer, Envelope envelope, CancellationToken cancellationToken) =>
        new(Sender(envelope));

    public ValueTask<SmtpReply> RecipientAsync(
        SmtpPeer peer,
        Envelope envelope,
        EnvelopeRecipient recipient,
        CancellationToken cancellationToken
    ) => new(Recipient(recipient));

    public ValueTask<IReadOnlyList<SmtpReply>> MessageAsync(
        SmtpPeer peer,
        Envelope envelope,
        ReceivedMessage message,
        CancellationToken cancellationToken
    )
    {
        Messages.Enqueue(new(peer, envelope, message.Content.ToArray()));
        return new(peer.Door == SmtpDoor.Delivery ? [.. envelope.Recipients.Select(Message)] : [Message(envelope.Recipients[0])]);
    }
}
