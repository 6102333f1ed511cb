using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Track;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>All a message says, and how far it can be believed (design §8). Absent is null, lists are never null.</summary>
/// <remarks>The fields are those the signature covers when it verifies, and those outside otherwise; never a mixture.</remarks>
public sealed record MessageReading
{
    /// <summary>Without brackets, as all identifiers here.</summary>
    public string? MessageId { get; init; }

    public string? Subject { get; init; }

    public DateTimeOffset? Date { get; init; }

    public ImmutableArray<HeaderAddress> From { get; init; } = [];

    /// <summary>Whether From is there once, and it and Sender can be read to the last octet. Where not, they are what can be made out: shown, and nobody's.</summary>
    public bool HasPlainOriginator { get; init; }

    public HeaderAddress? Sender { get; init; }

    public ImmutableArray<HeaderAddress> To { get; init; } = [];

    public ImmutableArray<HeaderAddress> Cc { get; init; } = [];

    public ImmutableArray<HeaderAddress> Bcc { get; init; } = [];

    public ImmutableArray<HeaderAddress> ReplyTo { get; init; } = [];

    public string? InReplyTo { get; init; }

    public ImmutableArray<string> References { get; init; } = [];

    /// <summary>Whether it is a military message: MMHS-Extended-Authorisation-Info is there (MMHS §3.3.2).</summary>
    public bool Formal => Mmhs.ExtendedAuthorisationInfo is not null;

    public DateTimeOffset? Expires => Interworking.Expires;

    public ImmutableArray<string> Supersedes => [.. Interworking.Supersedes.Select(id => id.Value)];

    public ImmutableArray<string> ContentLanguage => Interworking.ContentLanguage;

    public bool AutoForwarded => Interworking.AutoForwarded ?? false;

    public bool IncompleteCopy => Interworking.IncompleteCopy;

    public ImmutableArray<HeaderAddress> DispositionNotificationTo => Interworking.DispositionNotificationTo;

    public MmhsFields Mmhs { get; init; } = new();

    public InterworkingFields Interworking { get; init; } = new();

    /// <summary>Return-Path fields of the header as it came, addresses only; the null path is an empty text (RFC 5321 §4.4).</summary>
    public ImmutableArray<string> ReturnPaths { get; init; } = [];

    /// <summary>The body of Original-Recipient, type and all, which a receipt has to repeat (RFC 8098 §2.3).</summary>
    public string? OriginalRecipient { get; init; }

    /// <summary>The keyword of Auto-Submitted in lower case (RFC 3834 §5); null for a message a person sent.</summary>
    public string? AutoSubmitted { get; init; }

    /// <summary>A list or a news group handed it on.</summary>
    public bool IsFromList { get; init; }

    /// <summary>Fields under names that are not registered; shown with a warning and never acted on.</summary>
    public ImmutableArray<MisspelledField> Misspelled { get; init; } = [];

    /// <summary>What X.400 gateways left behind; shown only.</summary>
    public ImmutableArray<GatewayDetail> GatewayDetails { get; init; } = [];

    public ImmutableArray<MessagePart> Parts { get; init; } = [];

    /// <summary>Lines ended by LF; null when there is no text to show.</summary>
    public string? Text { get; init; }

    /// <summary>From the outside in.</summary>
    public ImmutableArray<LayerReading> Layers { get; init; } = [];

    public ImmutableArray<LabelReading> Labels { get; init; } = [];

    /// <summary>Null when there are not two to compare, or they cannot be compared.</summary>
    public bool? LabelsAgree { get; init; }

    /// <summary>What verifiers we trust found out on the way in, in their order.</summary>
    public ImmutableArray<AuthenticationResult> Authentication { get; init; } = [];

    public MessageReport? Report { get; init; }

    public ImmutableArray<ReadingProblem> Problems { get; init; } = [];

    public SignatureStatus Signature { get; init; } = SignatureStatus.Unsigned;

    /// <summary>The same in a sentence to be shown.</summary>
    public string SignatureWords { get; init; } = "";

    /// <summary>Those of From and Sender for whom good and trusted signatures around the whole message speak.</summary>
    public ImmutableArray<string> Signed { get; init; } = [];

    /// <summary>What stands beside a signature and is not covered by it: paths of parts, and "header" for the fields people are shown. Empty where nothing is signed.</summary>
    public ImmutableArray<string> Unsigned { get; init; } = [];

    /// <summary>Whether a signature proves all that is shown, to the last field and part, in the name of everybody in From and Sender.</summary>
    public bool IsProven =>
        Signature == SignatureStatus.Valid
        && HasPlainOriginator
        && Unsigned.IsEmpty
        && HeaderDifferences.IsEmpty
        && (Sender is null || Signed.Contains(Sender.Address, StringComparer.Ordinal));

    /// <summary>What the message is to be handled as; null when nothing says so.</summary>
    public SecurityLabel? EffectiveLabel { get; init; }

    public LabelStatus LabelStatus { get; init; } = LabelStatus.Missing;

    /// <summary>Names of fields that say one thing outside and another inside the signature.</summary>
    public ImmutableArray<string> HeaderDifferences { get; init; } = [];

    /// <summary>SHA-256 of every octet after the outer header, 64 hexadecimal digits in lower case.</summary>
    public string BodySha256 { get; init; } = "";

    /// <summary>SHA-256 of all the message says, 64 hexadecimal digits in lower case: the fields shown and the body, without what its way added.</summary>
    public string ContentSha256 { get; init; } = "";

    /// <summary>Submission time: of the lowest Received field (MMHS §3.3.9).</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Delivery time: of the topmost Received field (MMHS §3.3.4).</summary>
    public DateTimeOffset? DeliveredAt { get; init; }
}
