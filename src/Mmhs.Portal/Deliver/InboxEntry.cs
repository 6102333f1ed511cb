using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Track;
using Mmhs.Portal.AddressBook;
using Mmhs.Records;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Deliver;

/// <summary>What the inbox list shows of a message, derived from its octets.</summary>
internal static class InboxEntry
{
    public static InboxRow From(
        MessageReading reading,
        DirectorySnapshot.KnownRole role,
        StoredMessageRow stored,
        DateTimeOffset now
    )
    {
        var address = role.Mailbox.Address.ToString();
        var receivedAs =
            Names(reading.To, address) ? ReceivedAs.Action
            : Names(reading.Cc, address) ? ReceivedAs.Information
            : Names(reading.Bcc, address) ? ReceivedAs.Blind
            : ReceivedAs.OtherMeans;
        // MMHS §3.5.1, §3.5.2: the primary precedence is the action addressees', the copy precedence everybody else's
        var precedence =
            receivedAs == ReceivedAs.Action
                ? reading.Mmhs.PrimaryPrecedence
                : reading.Mmhs.CopyPrecedence ?? reading.Mmhs.PrimaryPrecedence;
        return new InboxRow
        {
            RoleId = role.Id,
            MessageId = Characters.Cut(
                reading.MessageId ?? string.Create(CultureInfo.InvariantCulture, $"none.{stored.Id:N}@localhost"),
                400
            ),
            ContentSha256 = reading.ContentSha256,
            ReceivedAs = receivedAs,
            Urgency = (short)(precedence ?? -1),
            From = Characters.Cut(Shown(reading), 400),
            Subject = Characters.Cut(reading.Subject ?? "", 400),
            SubjectIndicatorCodes = Characters.Cut(string.Join(' ', reading.Mmhs.SubjectIndicatorCodes), 200),
            Dtg = reading.Mmhs.ExtendedAuthorisationInfo,
            ReceivedAt = now,
            Signature = reading.Signature,
            LabelStatus = reading.LabelStatus,
            StoredMessageId = stored.Id,
            FromAddress = reading.HasPlainOriginator ? Characters.Cut(reading.From[0].Address.ToLowerInvariant(), 320) : "",
            ExpiresAt = reading.Expires,
            Receipt = reading.DispositionNotificationTo.IsEmpty ? ReceiptAnswer.NotAsked : ReceiptAnswer.Asked,
        };
    }

    // a name that looks like an address would be taken for the sender's
    private static string Shown(MessageReading reading) =>
        reading.From is not [var first, ..] ? ""
        : first.Name is { } name && !name.Contains('@', StringComparison.Ordinal) ? name
        : first.Address;

    private static bool Names(IEnumerable<Wire.Headers.HeaderAddress> list, string address) =>
        list.Any(named => string.Equals(named.Address, address, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Whether an entry is there already: the same message for the same role, saying the same in every field and in its body (design §4).</summary>
internal static class InboxFolding
{
    public static Task<bool> IsThereAsync(PortalContext context, InboxRow entry, CancellationToken cancellationToken) =>
        context.Inbox.AnyAsync(
            known =>
                known.RoleId == entry.RoleId && known.MessageId == entry.MessageId && known.ContentSha256 == entry.ContentSha256,
            cancellationToken
        );
}
