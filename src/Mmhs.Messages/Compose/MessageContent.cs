using System.Collections.Immutable;
using System.Security.Cryptography;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Compose;

/// <summary>Everything a person decided about a formal message, complete and lawful in itself; what approvals are bound to.</summary>
/// <remarks>
/// Not MIME octets: blind copies differ on the wire from the open one, and all are approved by one decision (design §5).
/// At least one of <paramref name="Action"/> and <paramref name="Information"/> is there; <see cref="ComposeRules"/> is the only maker.
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
    public ImmutableArray<AddresseeRequest> Wishes { get; init; } = [];

    public OptionalFields Further { get; init; } = OptionalFields.None;

    /// <summary>The precedence that governs queueing: the action one, and the information one only where nobody must act (MMHS §3.4.20).</summary>
    public Precedence GoverningPrecedence => Action?.Precedence ?? Information!.Precedence;

    public ImmutableArray<Mailbox> To => Action?.To ?? [];

    public ImmutableArray<Mailbox> Cc => Information?.Cc ?? [];

    public ImmutableArray<Mailbox> Bcc => Information?.Bcc ?? [];

    /// <summary>SHA-256 over the canonical form, 64 hexadecimal digits in lower case.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(ToCanonical().ToBytes()));

    /// <summary>Every field, text and attachment digests included, in the form hashes are made over.</summary>
    public CanonicalObject ToCanonical()
    {
        var canonical = Everyday();
        // only where there are any: what was approved before there were such fields keeps its hash
        if (!Wishes.IsEmpty)
            canonical["wishes"] = CanonicalValue.List(Wishes.Select(Wish));
        if (!Further.IsNone)
            canonical["further"] = Further.ToCanonical();
        return canonical;
    }

    private CanonicalObject Everyday() =>
        new()
        {
            ["v"] = 1,
            ["from"] = Address(From),
            ["label"] = Label.ToKey(),
            ["actionPrecedence"] = Action is null ? default : (CanonicalValue)(int)Action.Precedence,
            ["to"] = CanonicalValue.List(To.Select(Address)),
            ["informationPrecedence"] = Information is null ? default : (CanonicalValue)(int)Information.Precedence,
            ["cc"] = CanonicalValue.List(Cc.Select(Address)),
            ["bcc"] = CanonicalValue.List(Bcc.Select(Address)),
            ["subject"] = Subject,
            ["sics"] = CanonicalValue.List(SubjectIndicatorCodes.Select(sic => sic.Value)),
            ["messageType"] = MessageType is null ? default : (CanonicalValue)(int)MessageType.Value,
            ["messageTypeIdentifier"] = MessageType?.Identifier,
            ["dtg"] = Dtg?.At,
            ["text"] = Text,
            ["attachments"] = CanonicalValue.List(
                Attachments.Select(attachment =>
                    (CanonicalValue)
                        new CanonicalObject
                        {
                            ["name"] = attachment.Name,
                            ["mediaType"] = attachment.MediaType,
                            ["size"] = attachment.Size,
                            ["sha256"] = attachment.Sha256,
                        }
                )
            ),
            ["deliveryReports"] = DeliveryReports,
        };

    private static CanonicalValue Wish(AddresseeRequest wish)
    {
        var canonical = new CanonicalObject
        {
            ["address"] = wish.Address.ToString(),
            ["reports"] = wish.Reports is { } reports ? (int)reports : default(CanonicalValue),
            ["receipt"] = wish.Receipt,
        };
        if (wish.TextOnly)
            canonical["textOnly"] = true; // as above: hashes from before there was such a wish stand
        return canonical;
    }

    private static CanonicalValue Address(Mailbox mailbox) =>
        new CanonicalObject { ["name"] = mailbox.DisplayName, ["address"] = mailbox.Address.ToString() };
}
