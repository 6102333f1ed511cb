using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Wire.Headers;

namespace Mmhs.Relay.Border;

/// <summary>In whose name a message speaks, as both doors read it.</summary>
internal sealed record Originators(OriginatorReading From, OriginatorReading Sender, OriginatorReading AuthorizingUsers)
{
    public static Originators Of(MessageHeader header) =>
        new(
            OriginatorReading.Of(header.Bodies("From")),
            OriginatorReading.Of(header.Bodies("Sender"), most: 1),
            OriginatorReading.Of(header.Bodies(FieldNames.AuthorizingUsers))
        );

    /// <summary>The name of the first field nobody can be held to: From missing, or any of the three repeated or unreadable; null when there is none.</summary>
    public string? FirstFault =>
        From is not OriginatorReading.One ? "From"
        : Sender.IsFaulty ? "Sender"
        : AuthorizingUsers.IsFaulty ? FieldNames.AuthorizingUsers
        : null;

    /// <summary>The name of the first field that is too long, or names too many, to be looked through for a name of ours; null when there is none.</summary>
    public string? FirstCut =>
        From.IsCut ? "From"
        : Sender.IsCut ? "Sender"
        : AuthorizingUsers.IsCut ? FieldNames.AuthorizingUsers
        : null;

    /// <summary>Those of a field as mailboxes people can have here; null when one is none, such as one with a quoted local part. Empty when there are none.</summary>
    public static ImmutableArray<EmailAddress>? Mailboxes(OriginatorReading reading)
    {
        var addresses = ImmutableArray.CreateBuilder<EmailAddress>(reading.Mailboxes.Length);
        foreach (var mailbox in reading.Mailboxes)
        {
            if (!EmailAddress.TryParse(mailbox.Address, out var address))
                return null;
            addresses.Add(address);
        }
        return addresses.MoveToImmutable();
    }
}
