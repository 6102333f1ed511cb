using Mmhs.Wire.Smtp;

namespace Mmhs.Relay.Routing;

/// <summary>A next host, and how to speak to it.</summary>
/// <param name="Client">How to connect.</param>
/// <param name="IsLocal">It is the delivery door of our own mailboxes.</param>
internal sealed record NextHop(SmtpClientOptions Client, bool IsLocal)
{
    public override string ToString() => $"{Client.Host}:{Client.Port}";
}
