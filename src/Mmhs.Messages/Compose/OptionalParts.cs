using System.Collections.Immutable;
using Mmhs.Messages.Canonical;

namespace Mmhs.Messages.Compose;

/// <summary>One part of the further fields: its name in pages, refusals and templates, its words, and its values as text.</summary>
/// <param name="Field">As <see cref="Release.FormFields"/> names fields; also its name in the canonical form.</param>
/// <param name="Words">Beside the field.</param>
/// <param name="Values">Nothing lost: two forms say the same exactly when their values are equal. Empty when it is not filled in.</param>
public sealed record OptionalPart(string Field, string Words, Func<OptionalFields, ImmutableArray<string>> Values);

/// <summary>All parts of the further fields, in the order of the form.</summary>
public static class OptionalParts
{
    public const string DeferUntil = "defer-until",
        LatestDelivery = "latest-delivery",
        ReplyBy = "reply-by",
        Expires = "expires",
        InReplyTo = "in-reply-to",
        Thread = "thread",
        CrossReferences = "cross-references",
        Supersedes = "supersedes",
        Languages = "languages",
        MessageInstructions = "message-instructions",
        OriginatorReference = "originator-reference",
        ExemptedAddresses = "exempted-addresses",
        OtherRecipientsTo = "other-recipients-to",
        OtherRecipientsCc = "other-recipients-cc",
        ReturnWhole = "return-whole",
        Conversion = "conversion",
        ConversionWithLoss = "conversion-with-loss",
        HandlingInstructions = "handling-instructions",
        Acp127MessageIdentifier = "acp127-message-identifier",
        OriginatorPlad = "originator-plad",
        Codress = "codress",
        OriginalFormats = "original-formats";

    public static ImmutableArray<OptionalPart> All { get; } =
    [
        new(DeferUntil, "Not sent before", further => Time(further.DeferUntil)),
        new(LatestDelivery, "Latest delivery", further => Time(further.LatestDelivery)),
        new(ReplyBy, "Reply by", further => Time(further.ReplyBy)),
        new(Expires, "Expires", further => Time(further.Expires)),
        new(InReplyTo, "Answers", further => further.InReplyTo is { } parent ? [parent.Value] : []),
        new(Thread, "Thread", further => Ids(further.Thread)),
        new(CrossReferences, "Refers to", further => Ids(further.CrossReferences)),
        new(Supersedes, "Makes obsolete", further => Ids(further.Supersedes)),
        new(Languages, "Languages", further => further.Languages),
        new(MessageInstructions, "Message instructions", further => further.MessageInstructions),
        new(OriginatorReference, "Originator's reference", further => Text(further.OriginatorReference)),
        new(ExemptedAddresses, "Exempted", further => [.. further.ExemptedAddresses.Select(mailbox => mailbox.ToString())]),
        new(OtherRecipientsTo, "Action by other means", further => further.OtherRecipientsTo),
        new(OtherRecipientsCc, "Information by other means", further => further.OtherRecipientsCc),
        new(ReturnWhole, "What fails comes back", further => further.ReturnWhole ? ["whole"] : []),
        new(Conversion, "Conversion at a gateway", further => further.ConversionProhibited ? ["prohibited"] : []),
        new(ConversionWithLoss, "Conversion with loss", further => further.ConversionWithLossProhibited ? ["prohibited"] : []),
        new(HandlingInstructions, "Handling instructions", further => further.HandlingInstructions),
        new(Acp127MessageIdentifier, "ACP 127 identifier", further => Text(further.Acp127MessageIdentifier)),
        new(OriginatorPlad, "Originator's PLAD", further => Text(further.OriginatorPlad)),
        new(Codress, "Codress", further => Text(further.Codress)),
        new(OriginalFormats, "Body was first", further => further.OriginalFormats),
    ];

    /// <summary>Only what is filled in: content without any of it has the hash it had before there was such a thing.</summary>
    internal static CanonicalObject ToCanonical(this OptionalFields further)
    {
        var canonical = new CanonicalObject();
        foreach (var part in All)
            if (part.Values(further) is { IsEmpty: false } values)
                canonical[part.Field] = CanonicalValue.List(values.Select(value => (CanonicalValue)value));
        return canonical;
    }

    private static ImmutableArray<string> Time(DateTimeGroup? time) => time is { } at ? [at.ToString()] : [];

    private static ImmutableArray<string> Text(string text) => string.IsNullOrWhiteSpace(text) ? [] : [text];

    private static ImmutableArray<string> Ids(ImmutableArray<MessageId> ids) => [.. ids.Select(id => id.Value)];
}
