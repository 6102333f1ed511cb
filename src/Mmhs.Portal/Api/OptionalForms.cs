using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Portal.Api;

/// <summary>What is asked for one addressee.</summary>
/// <param name="Address">One of the addressees.</param>
/// <param name="Reports"><c>everything</c>, <c>trouble</c> or <c>never</c>; null: as for all.</param>
/// <param name="Receipt">Whether its reader is asked for a receipt.</param>
/// <param name="TextOnly">Whether he gets the text without the attachments.</param>
internal sealed record RequestBody(string Address, string? Reports = null, bool Receipt = false, bool TextOnly = false)
{
    internal static RequestBody Of(AddresseeRequest wish) =>
        new(wish.Address.ToString(), wish.Reports?.ToString().ToLowerInvariant(), wish.Receipt, wish.TextOnly);

    internal static ImmutableArray<AddresseeRequest> Read(IReadOnlyList<RequestBody> said, ApiReading reading)
    {
        if (said.Count > 500)
            reading.Refuse("These are too many.", "requests");
        var wishes = ImmutableArray.CreateBuilder<AddresseeRequest>();
        foreach (var one in said.Take(500))
        {
            ReportRequest? reports = one.Reports switch
            {
                "everything" => ReportRequest.Everything,
                "trouble" => ReportRequest.Trouble,
                "never" => ReportRequest.Never,
                _ => null,
            };
            if (one.Reports is not null && reports is null)
                reading.Refuse("Reports are everything, trouble or never.", "requests");
            if (reading.Address(one.Address, "requests") is { } address)
                wishes.Add(new(address, reports, one.Receipt, one.TextOnly));
        }
        return wishes.ToImmutable();
    }
}

/// <summary>What a message may say beyond its everyday fields; what is not filled in is null, empty or false. Times are minutes of UTC.</summary>
internal sealed record OptionalBody
{
    public DateTimeOffset? DeferUntil { get; init; }
    public DateTimeOffset? LatestDelivery { get; init; }
    public DateTimeOffset? ReplyBy { get; init; }
    public DateTimeOffset? Expires { get; init; }
    public string? InReplyTo { get; init; }
    public IReadOnlyList<string> Thread { get; init; } = [];
    public IReadOnlyList<string> CrossReferences { get; init; } = [];
    public IReadOnlyList<string> Supersedes { get; init; } = [];
    public IReadOnlyList<string> Languages { get; init; } = [];
    public IReadOnlyList<string> MessageInstructions { get; init; } = [];
    public string OriginatorReference { get; init; } = "";
    public IReadOnlyList<MailboxBody> ExemptedAddresses { get; init; } = [];
    public IReadOnlyList<string> OtherRecipientsTo { get; init; } = [];
    public IReadOnlyList<string> OtherRecipientsCc { get; init; } = [];
    public bool ReturnWhole { get; init; }
    public bool ConversionProhibited { get; init; }
    public bool ConversionWithLossProhibited { get; init; }
    public IReadOnlyList<string> HandlingInstructions { get; init; } = [];
    public string Acp127MessageIdentifier { get; init; } = "";
    public string OriginatorPlad { get; init; } = "";
    public string Codress { get; init; } = "";
    public IReadOnlyList<string> OriginalFormats { get; init; } = [];

    internal static OptionalBody Of(OptionalFields further) =>
        new()
        {
            DeferUntil = further.DeferUntil?.At,
            LatestDelivery = further.LatestDelivery?.At,
            ReplyBy = further.ReplyBy?.At,
            Expires = further.Expires?.At,
            InReplyTo = further.InReplyTo?.Value,
            Thread = Ids(further.Thread),
            CrossReferences = Ids(further.CrossReferences),
            Supersedes = Ids(further.Supersedes),
            Languages = further.Languages,
            MessageInstructions = further.MessageInstructions,
            OriginatorReference = further.OriginatorReference,
            ExemptedAddresses = [.. further.ExemptedAddresses.Select(MailboxBody.Of)],
            OtherRecipientsTo = further.OtherRecipientsTo,
            OtherRecipientsCc = further.OtherRecipientsCc,
            ReturnWhole = further.ReturnWhole,
            ConversionProhibited = further.ConversionProhibited,
            ConversionWithLossProhibited = further.ConversionWithLossProhibited,
            HandlingInstructions = further.HandlingInstructions,
            Acp127MessageIdentifier = further.Acp127MessageIdentifier,
            OriginatorPlad = further.OriginatorPlad,
            Codress = further.Codress,
            OriginalFormats = further.OriginalFormats,
        };

    /// <summary>Everything but the exempted addresses, whose names the directory knows. What is no identifier or time is refused; the rest the rules of the form look at.</summary>
    internal OptionalFields Read(ApiReading reading) =>
        new()
        {
            DeferUntil = Time(DeferUntil, OptionalParts.DeferUntil, reading),
            LatestDelivery = Time(LatestDelivery, OptionalParts.LatestDelivery, reading),
            ReplyBy = Time(ReplyBy, OptionalParts.ReplyBy, reading),
            Expires = Time(Expires, OptionalParts.Expires, reading),
            InReplyTo = InReplyTo is null ? null : Ids([InReplyTo], OptionalParts.InReplyTo, reading).FirstOrDefault(),
            Thread = Ids(Thread, OptionalParts.Thread, reading),
            CrossReferences = Ids(CrossReferences, OptionalParts.CrossReferences, reading),
            Supersedes = Ids(Supersedes, OptionalParts.Supersedes, reading),
            Languages = Texts(Languages, OptionalParts.Languages, reading),
            MessageInstructions = Texts(MessageInstructions, OptionalParts.MessageInstructions, reading),
            OriginatorReference = Text(OriginatorReference, OptionalParts.OriginatorReference, reading),
            OtherRecipientsTo = Texts(OtherRecipientsTo, OptionalParts.OtherRecipientsTo, reading),
            OtherRecipientsCc = Texts(OtherRecipientsCc, OptionalParts.OtherRecipientsCc, reading),
            ReturnWhole = ReturnWhole,
            ConversionProhibited = ConversionProhibited,
            ConversionWithLossProhibited = ConversionWithLossProhibited,
            HandlingInstructions = Texts(HandlingInstructions, OptionalParts.HandlingInstructions, reading),
            Acp127MessageIdentifier = Text(Acp127MessageIdentifier, OptionalParts.Acp127MessageIdentifier, reading),
            OriginatorPlad = Text(OriginatorPlad, OptionalParts.OriginatorPlad, reading),
            Codress = Text(Codress, OptionalParts.Codress, reading),
            OriginalFormats = Texts(OriginalFormats, OptionalParts.OriginalFormats, reading),
        };

    private static string[] Ids(ImmutableArray<MessageId> ids) => [.. ids.Select(id => id.Value)];

    private static DateTimeGroup? Time(DateTimeOffset? at, string field, ApiReading reading)
    {
        if (at is not { } time)
            return null;
        if (time.UtcDateTime.Year is >= 2000 and <= 2099)
            return new DateTimeGroup(time);
        reading.Refuse("A date-time group is between 2000 and 2099.", field);
        return null;
    }

    private static ImmutableArray<MessageId> Ids(IReadOnlyList<string> said, string field, ApiReading reading)
    {
        if (said.Count > 100)
            reading.Refuse("These are too many.", field);
        var ids = ImmutableArray.CreateBuilder<MessageId>();
        foreach (var text in said.Take(100))
        {
            if (MessageId.TryParse(text, out var id))
                ids.Add(id);
            else
                reading.Refuse("This is no message identifier of the form left@right.", field);
        }
        return ids.ToImmutable();
    }

    private static ImmutableArray<string> Texts(IReadOnlyList<string> said, string field, ApiReading reading)
    {
        if (said.Count > 100)
            reading.Refuse("These are too many.", field);
        return [.. said.Take(100).Select(text => Text(text, field, reading))];
    }

    private static string Text(string said, string field, ApiReading reading)
    {
        if (said.Length <= 1000 && !said.Any(char.IsControl))
            return said;
        reading.Refuse("This is too long, or holds a control character.", field);
        return "";
    }
}
