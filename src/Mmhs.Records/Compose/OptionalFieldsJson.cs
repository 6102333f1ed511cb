using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Records.Compose;

/// <summary>The further fields as they are kept with a form; what is not filled in is null.</summary>
internal sealed record StoredOptional
{
    public long? DeferUntil { get; init; }
    public long? LatestDelivery { get; init; }
    public long? ReplyBy { get; init; }
    public long? Expires { get; init; }
    public string? InReplyTo { get; init; }
    public string[]? Thread { get; init; }
    public string[]? CrossReferences { get; init; }
    public string[]? Supersedes { get; init; }
    public string[]? Languages { get; init; }
    public string[]? MessageInstructions { get; init; }
    public string? OriginatorReference { get; init; }
    public DraftFormJson.StoredMailbox[]? ExemptedAddresses { get; init; }
    public string[]? OtherRecipientsTo { get; init; }
    public string[]? OtherRecipientsCc { get; init; }
    public bool ReturnWhole { get; init; }
    public bool ConversionProhibited { get; init; }
    public bool ConversionWithLossProhibited { get; init; }
    public string[]? HandlingInstructions { get; init; }
    public string? Acp127MessageIdentifier { get; init; }
    public string? OriginatorPlad { get; init; }
    public string? Codress { get; init; }
    public string[]? OriginalFormats { get; init; }
}

internal static class OptionalFieldsJson
{
    public static StoredOptional Write(OptionalFields further) =>
        new()
        {
            DeferUntil = Time(further.DeferUntil),
            LatestDelivery = Time(further.LatestDelivery),
            ReplyBy = Time(further.ReplyBy),
            Expires = Time(further.Expires),
            InReplyTo = further.InReplyTo?.Value,
            Thread = Ids(further.Thread),
            CrossReferences = Ids(further.CrossReferences),
            Supersedes = Ids(further.Supersedes),
            Languages = Texts(further.Languages),
            MessageInstructions = Texts(further.MessageInstructions),
            OriginatorReference = Text(further.OriginatorReference),
            ExemptedAddresses = further.ExemptedAddresses.IsEmpty
                ? null
                : [.. further.ExemptedAddresses.Select(DraftFormJson.WriteMailbox)],
            OtherRecipientsTo = Texts(further.OtherRecipientsTo),
            OtherRecipientsCc = Texts(further.OtherRecipientsCc),
            ReturnWhole = further.ReturnWhole,
            ConversionProhibited = further.ConversionProhibited,
            ConversionWithLossProhibited = further.ConversionWithLossProhibited,
            HandlingInstructions = Texts(further.HandlingInstructions),
            Acp127MessageIdentifier = Text(further.Acp127MessageIdentifier),
            OriginatorPlad = Text(further.OriginatorPlad),
            Codress = Text(further.Codress),
            OriginalFormats = Texts(further.OriginalFormats),
        };

    /// <exception cref="FormatException">A value in it is none of its kind.</exception>
    public static OptionalFields Read(StoredOptional stored) =>
        new()
        {
            DeferUntil = Group(stored.DeferUntil),
            LatestDelivery = Group(stored.LatestDelivery),
            ReplyBy = Group(stored.ReplyBy),
            Expires = Group(stored.Expires),
            InReplyTo = stored.InReplyTo is { } parent ? MessageId.Parse(parent) : null,
            Thread = Ids(stored.Thread),
            CrossReferences = Ids(stored.CrossReferences),
            Supersedes = Ids(stored.Supersedes),
            Languages = [.. stored.Languages ?? []],
            MessageInstructions = [.. stored.MessageInstructions ?? []],
            OriginatorReference = stored.OriginatorReference ?? "",
            ExemptedAddresses = [.. (stored.ExemptedAddresses ?? []).Select(DraftFormJson.ReadMailbox)],
            OtherRecipientsTo = [.. stored.OtherRecipientsTo ?? []],
            OtherRecipientsCc = [.. stored.OtherRecipientsCc ?? []],
            ReturnWhole = stored.ReturnWhole,
            ConversionProhibited = stored.ConversionProhibited,
            ConversionWithLossProhibited = stored.ConversionWithLossProhibited,
            HandlingInstructions = [.. stored.HandlingInstructions ?? []],
            Acp127MessageIdentifier = stored.Acp127MessageIdentifier ?? "",
            OriginatorPlad = stored.OriginatorPlad ?? "",
            Codress = stored.Codress ?? "",
            OriginalFormats = [.. stored.OriginalFormats ?? []],
        };

    private static long? Time(DateTimeGroup? time) => time?.At.ToUnixTimeMilliseconds();

    private static DateTimeGroup? Group(long? milliseconds) =>
        milliseconds is { } at ? new DateTimeGroup(DateTimeOffset.FromUnixTimeMilliseconds(at)) : null;

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static string[]? Texts(ImmutableArray<string> texts) => texts.IsEmpty ? null : [.. texts];

    private static string[]? Ids(ImmutableArray<MessageId> ids) => ids.IsEmpty ? null : [.. ids.Select(id => id.Value)];

    private static ImmutableArray<MessageId> Ids(string[]? ids) => [.. (ids ?? []).Select(MessageId.Parse)];
}
