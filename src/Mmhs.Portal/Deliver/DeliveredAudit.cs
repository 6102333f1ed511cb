using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Portal.AddressBook;
using Mmhs.Records.Deliver;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Deliver;

/// <summary>The evidence of a delivery: every field MMHS §5.2 asks for of a received message, null where it could not be determined.</summary>
internal static class DeliveredAudit
{
    public static AuditEvent Event(
        string type,
        AuditOutcome outcome,
        DirectorySnapshot.KnownRole role,
        InboxRow entry,
        MessageReading reading,
        StoredMessageRow stored,
        DateTimeOffset now
    ) =>
        new(
            type,
            outcome,
            "delivery",
            role.Mailbox.Address.ToString(),
            entry.MessageId,
            null,
            stored.Id.ToString("D"),
            new CanonicalObject
            {
                ["recipient"] = role.Mailbox.Address.ToString(),
                ["receivedAs"] = entry.ReceivedAs.ToString(),
                ["extAuthInfo"] = reading.Mmhs.ExtendedAuthorisationInfo,
                ["originator"] = reading.HasPlainOriginator ? (reading.Sender ?? reading.From[0]).Address : null,
                ["primaryPrecedence"] = reading.Mmhs.PrimaryPrecedence is { } primary ? (CanonicalValue)primary : default,
                ["copyPrecedence"] = reading.Mmhs.CopyPrecedence is { } copy ? (CanonicalValue)copy : default,
                ["labels"] = CanonicalValue.List(reading.EffectiveLabel is { } label ? [label.ToKey()] : Array.Empty<string>()),
                ["labelStatus"] = reading.LabelStatus.ToString(),
                ["signature"] = reading.Signature.ToString(),
                ["unsigned"] = reading.Unsigned.IsEmpty ? default : CanonicalValue.List(reading.Unsigned.Take(20)),
                ["deliveredAt"] = now,
                ["originalEnvelopeId"] = reading.Report?.OriginalEnvelopeId,
                ["bodySha256"] = reading.BodySha256,
            }
        );
}
