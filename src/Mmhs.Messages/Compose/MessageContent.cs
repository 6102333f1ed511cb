using System.Collections.Immutable;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Compose;

/// <summary>Everything a person decided about a formal message, complete and lawful in itself; what approvals are bound to.</summary>
/// <remarks>
/// Not MIME octets: blind copies differ on the wire from the open one, and all are approved by one decision (design §5).
/// At least one of <paramref name="Action"/> and <paramref name="Information"/> is there; <see cref="ComposeRules"/> makes it, and <see cref="ContentCodec"/> what was made and kept.
/// </remarks>
/// <param name="From">The role mailbox that speaks.</param>
/// <param name="Label">How sensitive it is.</param>
/// <param name="Action">Who must act; null when nobody must.</param>
/// <param name="Information">Who must know; null when nobody else must.</param>
/// <param name="Subject">May be empty; one line.</param>
/// <param name="SubjectIndicatorCodes">0 to 8, in the drafter's order.</param>
/// <param name="MessageType">Null when undefined.</param>
/// <param name="Dtg">Null: fixed at release.</param>
/// <param name="Text">Lines ended by LF here; CRLF on the wire.</param>
/// <param name="Attachments">In the drafter's order.</param>
/// <param name="DeliveryReports">Whether delivery, delay and failure are to be reported for every addressee.</param>
public sealed record MessageContent(
    Mailbox From,
    SecurityLabel Label,
    ActionAddressees? Action,
    InformationAddressees? Information,
    string Subject,
    ImmutableArray<SubjectIndicatorCode> SubjectIndicatorCodes,
    MessageType? MessageType,
    DateTimeGroup? Dtg,
    string Text,
    ImmutableArray<Attachment> Attachments,
    bool DeliveryReports
)
{
    /// <summary>Addressees for whom something else is asked for than for all, in the order of the addressees.</summary>
    public ImmutableArray<AddresseeRequest> Requests { get; init; } = [];

    public OptionalFields Optional { get; init; } = OptionalFields.None;

    /// <summary>The precedence that governs queueing: the action one, and the information one only where nobody must act (MMHS §3.4.20).</summary>
    public Precedence GoverningPrecedence => Action?.Precedence ?? Information!.Precedence;

    public ImmutableArray<Mailbox> To => Action?.To ?? [];

    public ImmutableArray<Mailbox> Cc => Information?.Cc ?? [];

    public ImmutableArray<Mailbox> Bcc => Information?.Bcc ?? [];

    /// <summary>SHA-256 over the canonical form, 64 hexadecimal digits in lower case.</summary>
    public string Hash() => ContentCodec.HashOf(ContentCodec.Write(this));

    /// <summary>The form a drafter would have filled in to say the same.</summary>
    public DraftForm ToForm() =>
        new()
        {
            Label = Label,
            ActionPrecedence = Action?.Precedence,
            To = To,
            InformationPrecedence = Information?.Precedence,
            Cc = Cc,
            Bcc = Bcc,
            Subject = Subject,
            SubjectIndicatorCodes = [.. SubjectIndicatorCodes.Select(sic => sic.Value)],
            MessageType = MessageType?.Value,
            MessageTypeIdentifier = MessageType?.Identifier ?? "",
            Dtg = Dtg,
            Text = Text,
            Attachments = Attachments,
            DeliveryReports = DeliveryReports,
            Requests = Requests,
            Optional = Optional,
        };
}
