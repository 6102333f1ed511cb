using System.Collections.Immutable;
using System.Globalization;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Mime;

/// <summary>The header fields of one copy, in the order people read them; MIME's own are not among them.</summary>
/// <remarks>Source: MMHS §3.3 to §3.5; RFC 5322 §3.6; RFC 6477; RFC 6758; RFC 7444; RFC 7912.</remarks>
internal static class CopyHeader
{
    public static ImmutableArray<HeaderField> Of(ReleasedMessage message, PlannedCopy copy, SioLabel label)
    {
        var content = message.Version.Content;
        HeaderAddress[] from = [Address(content.From)];
        var fields = ImmutableArray.CreateBuilder<HeaderField>();
        fields.Add(MmhsHeaderWriter.DateTime("Date", message.Filled.Date));
        fields.Add(MmhsHeaderWriter.Addresses("From", from));
        // Deviates from RFC 5322 §3.6.2 (SHOULD NOT repeat From): MMHS §3.4.30 tells the originator by Sender, always
        fields.Add(MmhsHeaderWriter.Addresses("Sender", from));
        Addressees(fields, "To", content.To);
        Addressees(fields, "Cc", content.Cc);
        if (copy.BlindRecipient is { } blind)
            Addressees(fields, "Bcc", [blind]); // MMHS §3.4.5: himself alone
        fields.Add(new("Subject", HeaderText.Unstructured("Subject", content.Subject)));
        fields.Add(MmhsHeaderWriter.MessageIds("Message-ID", [message.Filled.MessageId]));
        fields.AddRange(MmhsHeaderWriter.Write(Thread(content.Optional)));
        fields.AddRange(MmhsHeaderWriter.Write(Military(message, copy)));
        fields.AddRange(MmhsHeaderWriter.Write(Interworking(content, copy)));
        fields.Add(new("SIO-Label", label.ToRawBody()));
        return fields.ToImmutable();
    }

    private static MmhsFields Military(ReleasedMessage message, PlannedCopy copy)
    {
        var content = message.Version.Content;
        // MMHS §3.5.2: there are information addressees; an open copy that said so because of Bcc alone would betray them
        var saysInformation = !content.Cc.IsEmpty || !copy.IsOpen;
        return new()
        {
            AuthorizingUsers = [Address(message.Approval.Statement.ReleaserMailbox)],
            ExtendedAuthorisationInfo = message.Filled.Dtg.At,
            PrimaryPrecedence = (int?)content.Action?.Precedence,
            CopyPrecedence = saysInformation ? (int?)content.Information?.Precedence : null,
            MessageType = content.MessageType,
            SubjectIndicatorCodes = [.. content.SubjectIndicatorCodes.Select(code => code.Value)],
            MtPriority = content.GoverningPrecedence.ToMtPriority(),
            MessageInstructions = content.Optional.MessageInstructions,
            OriginatorReference = OrNull(content.Optional.OriginatorReference),
            ExemptedAddresses = [.. content.Optional.ExemptedAddresses.Select(Address)],
            OtherRecipientsTo = content.Optional.OtherRecipientsTo,
            OtherRecipientsCc = content.Optional.OtherRecipientsCc,
            HandlingInstructions = content.Optional.HandlingInstructions,
            Acp127MessageIdentifier = OrNull(content.Optional.Acp127MessageIdentifier),
            OriginatorPlad = OrNull(content.Optional.OriginatorPlad),
            CodressMessageIndicator =
                content.Optional.Codress.Length == 0 ? null : int.Parse(content.Optional.Codress, CultureInfo.InvariantCulture),
        };
    }

    // Latest delivery and deferral are the envelope's (RFC 2852) and the portal's; their X.400 fields would only repeat them (RFC 2156 §2.3.1.2).
    private static InterworkingFields Interworking(MessageContent content, PlannedCopy copy) =>
        new()
        {
            Expires = content.Optional.Expires?.At,
            ReplyBy = content.Optional.ReplyBy?.At,
            Supersedes = content.Optional.Supersedes,
            ContentLanguage = content.Optional.Languages,
            OriginalEncodedInformationTypes = content.Optional.OriginalFormats,
            ConversionProhibited = content.Optional.ConversionProhibited ? true : null,
            ConversionWithLossProhibited = content.Optional.ConversionWithLossProhibited ? true : null,
            IncompleteCopy = copy.IsTextOnly,
            DispositionNotificationTo = copy.AsksReceipt ? [Address(content.From)] : [],
        };

    private static ThreadFields Thread(OptionalFields further) =>
        new ThreadFields(further.InReplyTo, further.Thread).Referring(further.CrossReferences);

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static void Addressees(ImmutableArray<HeaderField>.Builder fields, string name, ImmutableArray<Mailbox> mailboxes)
    {
        if (!mailboxes.IsEmpty)
            fields.Add(MmhsHeaderWriter.Addresses(name, [.. mailboxes.Select(Address)]));
    }

    private static HeaderAddress Address(Mailbox mailbox) => new(mailbox.DisplayName, mailbox.Address.ToString());
}
