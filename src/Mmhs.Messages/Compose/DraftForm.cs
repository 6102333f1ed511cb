using System.Collections.Immutable;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Compose;

/// <summary>A message being written: whatever is there so far, lawful or not. Saved as it stands, checked on submission.</summary>
/// <remarks>A null or empty member is one not filled in; nothing here has a silent default (design §6).</remarks>
public sealed record DraftForm
{
    public SecurityLabel? Label { get; init; }
    public Precedence? ActionPrecedence { get; init; }
    public ImmutableArray<Mailbox> To { get; init; } = [];
    public Precedence? InformationPrecedence { get; init; }
    public ImmutableArray<Mailbox> Cc { get; init; } = [];
    public ImmutableArray<Mailbox> Bcc { get; init; } = [];
    public string Subject { get; init; } = "";
    public ImmutableArray<string> SubjectIndicatorCodes { get; init; } = [];
    public byte? MessageType { get; init; }
    public string MessageTypeIdentifier { get; init; } = "";
    public DateTimeGroup? Dtg { get; init; }
    public string Text { get; init; } = "";
    public ImmutableArray<Attachment> Attachments { get; init; } = [];
    public bool DeliveryReports { get; init; } = true;

    /// <summary>Addressees for whom something else is asked for than for all.</summary>
    public ImmutableArray<AddresseeRequest> Requests { get; init; } = [];

    public OptionalFields Optional { get; init; } = OptionalFields.None;
}
