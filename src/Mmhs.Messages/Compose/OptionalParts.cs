using System.Collections.Immutable;
using Mmhs.Messages.Canonical;

namespace Mmhs.Messages.Compose;

/// <summary>One part of the further fields: its name in pages, refusals and templates, its words, and its values as text.</summary>
/// <param name="Field">As <see cref="Release.FormFields"/> names fields; also its name in the canonical form.</param>
/// <param name="Words">Beside the field.</param>
/// <param name="Values">Nothing lost: two forms say the same exactly when their values are equal. Empty when it is not filled in.</param>
/// <param name="With">The fields with these values for the part, as <paramref name="Values"/> gives them.</param>
public sealed record OptionalPart(
    string Field,
    string Words,
    Func<OptionalFields, ImmutableArray<string>> Values,
    Func<OptionalFields, ImmutableArray<string>, OptionalFields> With
);

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
        new(DeferUntil, "Not sent before", f => Time(f.DeferUntil), (f, v) => f with { DeferUntil = Time(v) }),
        new(LatestDelivery, "Latest delivery", f => Time(f.LatestDelivery), (f, v) => f with { LatestDelivery = Time(v) }),
        new(ReplyBy, "Reply by", f => Time(f.ReplyBy), (f, v) => f with { ReplyBy = Time(v) }),
        new(Expires, "Expires", f => Time(f.Expires), (f, v) => f with { Expires = Time(v) }),
        new(
            InReplyTo,
            "Answers",
            f => f.InReplyTo is { } parent ? [parent.Value] : [],
            (f, v) => f with { InReplyTo = MessageId.Parse(One(v)) }
        ),
        new(Thread, "Thread", f => Ids(f.Thread), (f, v) => f with { Thread = Ids(v) }),
        new(CrossReferences, "Refers to", f => Ids(f.CrossReferences), (f, v) => f with { CrossReferences = Ids(v) }),
        new(Supersedes, "Makes obsolete", f => Ids(f.Supersedes), (f, v) => f with { Supersedes = Ids(v) }),
        new(Languages, "Languages", f => f.Languages, (f, v) => f with { Languages = v }),
        new(
            MessageInstructions,
            "Message instructions",
            f => f.MessageInstructions,
            (f, v) => f with { MessageInstructions = v }
        ),
        new(
            OriginatorReference,
            "Originator's reference",
            f => Text(f.OriginatorReference),
            (f, v) => f with { OriginatorReference = One(v) }
        ),
        new(
            ExemptedAddresses,
            "Exempted",
            f => [.. f.ExemptedAddresses.Select(mailbox => mailbox.ToString())],
            (f, v) => f with { ExemptedAddresses = [.. v.Select(Mailbox.Parse)] }
        ),
        new(OtherRecipientsTo, "Action by other means", f => f.OtherRecipientsTo, (f, v) => f with { OtherRecipientsTo = v }),
        new(
            OtherRecipientsCc,
            "Information by other means",
            f => f.OtherRecipientsCc,
            (f, v) => f with { OtherRecipientsCc = v }
        ),
        new(
            ReturnWhole,
            "What fails comes back",
            f => f.ReturnWhole ? ["whole"] : [],
            (f, v) => f with { ReturnWhole = Is(v, "whole") }
        ),
        new(
            Conversion,
            "Conversion at a gateway",
            f => f.ConversionProhibited ? ["prohibited"] : [],
            (f, v) => f with { ConversionProhibited = Is(v, "prohibited") }
        ),
        new(
            ConversionWithLoss,
            "Conversion with loss",
            f => f.ConversionWithLossProhibited ? ["prohibited"] : [],
            (f, v) => f with { ConversionWithLossProhibited = Is(v, "prohibited") }
        ),
        new(
            HandlingInstructions,
            "Handling instructions",
            f => f.HandlingInstructions,
            (f, v) => f with { HandlingInstructions = v }
        ),
        new(
            Acp127MessageIdentifier,
            "ACP 127 identifier",
            f => Text(f.Acp127MessageIdentifier),
            (f, v) => f with { Acp127MessageIdentifier = One(v) }
        ),
        new(OriginatorPlad, "Originator's PLAD", f => Text(f.OriginatorPlad), (f, v) => f with { OriginatorPlad = One(v) }),
        new(Codress, "Codress", f => Text(f.Codress), (f, v) => f with { Codress = One(v) }),
        new(OriginalFormats, "Body was first", f => f.OriginalFormats, (f, v) => f with { OriginalFormats = v }),
    ];

    /// <summary>Only what is filled in.</summary>
    internal static CanonicalObject ToCanonical(this OptionalFields fields)
    {
        var canonical = new CanonicalObject();
        foreach (var part in All)
            if (part.Values(fields) is { IsEmpty: false } values)
                canonical[part.Field] = CanonicalValue.List(values);
        return canonical;
    }

    /// <exception cref="FormatException">A value is none of its kind.</exception>
    internal static OptionalFields Read(CanonicalReader canonical)
    {
        var fields = OptionalFields.None;
        foreach (var part in All)
            if (canonical.Has(part.Field))
                fields = part.With(fields, canonical.Texts(part.Field));
        return fields;
    }

    // a group has two digits for its year: an instant of another century is written out, and stays in it
    private static ImmutableArray<string> Time(DateTimeGroup? time) =>
        time is { } group ? [group.At.Year is >= 2000 and < 2100 ? group.ToString() : CanonicalValue.Instant(group.At)] : [];

    private static ImmutableArray<string> Text(string text) => string.IsNullOrWhiteSpace(text) ? [] : [text];

    private static ImmutableArray<string> Ids(ImmutableArray<MessageId> ids) => [.. ids.Select(id => id.Value)];

    private static DateTimeGroup Time(ImmutableArray<string> values) =>
        DateTimeGroup.TryParse(One(values), out var group) ? group : new(CanonicalReader.InstantOf(values[0]));

    private static ImmutableArray<MessageId> Ids(ImmutableArray<string> values) => [.. values.Select(MessageId.Parse)];

    private static bool Is(ImmutableArray<string> values, string word) =>
        One(values) == word ? true : throw new FormatException($"{values[0]} is not {word}.");

    private static string One(ImmutableArray<string> values) =>
        values is [var one] ? one : throw new FormatException($"There are {values.Length} values where one is said.");
}
