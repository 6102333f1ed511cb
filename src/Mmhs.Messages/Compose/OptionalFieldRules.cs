using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mmhs.Messages.Compose;

/// <summary>What the further fields of a form must keep to before they are content. Codes <c>FLD-</c>.</summary>
public static partial class OptionalFieldRules
{
    /// <summary>How far ahead a message may be held back; RFC 4865 leaves the longest time to the server.</summary>
    public static readonly TimeSpan LongestDeferral = TimeSpan.FromDays(30);

    /// <summary>Most instructions, designators, identifiers or tags in one field: what a header people still read can bear.</summary>
    public const int MostValues = 20;

    private static readonly TimeSpan LongestDelivery = TimeSpan.FromSeconds(999_999_999); // RFC 2852 §4: nine digits

    /// <summary>The form as it is looked at when it goes: a time it was to wait for that has passed meanwhile keeps nobody waiting.</summary>
    public static DraftForm AtRelease(DraftForm form, DateTimeOffset now) =>
        form.Optional.DeferUntil is { } defer && defer.At <= now
            ? form with
            {
                Optional = form.Optional with { DeferUntil = null },
            }
            : form;

    /// <param name="further">As typed.</param>
    /// <param name="now">The moment the form is looked at.</param>
    /// <param name="refusals">Gets one entry for each thing that is wrong.</param>
    /// <returns>The same without blanks around words and without what is empty; to be used only when nothing was refused.</returns>
    internal static OptionalFields Check(OptionalFields further, DateTimeOffset now, ImmutableArray<Refusal>.Builder refusals)
    {
        Times(further, now, refusals);
        foreach (
            var (field, ids) in new[]
            {
                (OptionalParts.CrossReferences, further.CrossReferences),
                (OptionalParts.Supersedes, further.Supersedes),
            }
        )
            Count(field, ids.Length, refusals);
        Count(OptionalParts.ExemptedAddresses, further.ExemptedAddresses.Length, refusals, 100);
        return further with
        {
            CrossReferences = [.. further.CrossReferences.Distinct()],
            Supersedes = [.. further.Supersedes.Distinct()],
            Languages = Languages(further.Languages, refusals),
            OriginalFormats = Formats(further.OriginalFormats, refusals),
            MessageInstructions = Strings(OptionalParts.MessageInstructions, further.MessageInstructions, refusals),
            OriginatorReference = Text(OptionalParts.OriginatorReference, further.OriginatorReference, refusals),
            OtherRecipientsTo = Strings(OptionalParts.OtherRecipientsTo, further.OtherRecipientsTo, refusals),
            OtherRecipientsCc = Strings(OptionalParts.OtherRecipientsCc, further.OtherRecipientsCc, refusals),
            HandlingInstructions = Strings(OptionalParts.HandlingInstructions, further.HandlingInstructions, refusals),
            Acp127MessageIdentifier = Text(OptionalParts.Acp127MessageIdentifier, further.Acp127MessageIdentifier, refusals),
            OriginatorPlad = Text(OptionalParts.OriginatorPlad, further.OriginatorPlad, refusals),
            Codress = Number(further.Codress, refusals),
        };
    }

    private static void Times(OptionalFields further, DateTimeOffset now, ImmutableArray<Refusal>.Builder refusals)
    {
        if (further.DeferUntil is { } defer)
        {
            if (defer.At <= now)
                refusals.Add(ComposeRefusals.DeferralPassed.Of(defer));
            else if (defer.At - now > LongestDeferral)
                refusals.Add(ComposeRefusals.DeferralTooLong);
        }
        if (further.LatestDelivery is { } latest)
        {
            if (latest.At <= now)
                refusals.Add(ComposeRefusals.LatestDeliveryPassed.Of(latest));
            else if (latest.At - now > LongestDelivery)
                refusals.Add(ComposeRefusals.LatestDeliveryTooFar);
            else if (further.DeferUntil is { } held && held.At >= latest.At)
                refusals.Add(ComposeRefusals.LatestDeliveryBeforeDeferral.Of(held, latest));
        }
        if (further.Expires is { } expires)
        {
            if (expires.At <= now)
                refusals.Add(ComposeRefusals.ExpiryPassed.Of(expires));
            else if (further.LatestDelivery is { } due && expires.At < due.At)
                refusals.Add(ComposeRefusals.ExpiryTooEarly.Of(expires, $"its latest delivery at {due}"));
            else if (further.DeferUntil is { } held && expires.At <= held.At)
                refusals.Add(ComposeRefusals.ExpiryTooEarly.Of(expires, $"it is sent at {held}"));
        }
        if (further.ReplyBy is { } reply && reply.At <= now)
            refusals.Add(ComposeRefusals.ReplyByPassed.Of(reply));
    }

    private static ImmutableArray<string> Languages(ImmutableArray<string> tags, ImmutableArray<Refusal>.Builder refusals)
    {
        var trimmed = Trimmed(tags);
        Count(OptionalParts.Languages, trimmed.Length, refusals);
        foreach (var tag in trimmed.Where(tag => !LanguageTag().IsMatch(tag)))
            refusals.Add(ComposeRefusals.NoLanguageTag.Of(Short(tag)));
        return [.. trimmed.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // RFC 2156 §2.3.1.2: a word or an object identifier; one that is not known here is sent as it stands
    private static ImmutableArray<string> Formats(ImmutableArray<string> words, ImmutableArray<Refusal>.Builder refusals)
    {
        var trimmed = Trimmed(words);
        Count(OptionalParts.OriginalFormats, trimmed.Length, refusals);
        foreach (
            var word in trimmed.Where(word => word.Length > 64 || !word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
        )
            refusals.Add(ComposeRefusals.NoBodyFormat.Of(Short(word)));
        return [.. trimmed.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static ImmutableArray<string> Strings(
        string field,
        ImmutableArray<string> texts,
        ImmutableArray<Refusal>.Builder refusals
    )
    {
        var trimmed = Trimmed(texts);
        Count(field, trimmed.Length, refusals);
        foreach (var text in trimmed.Where(text => !MilitaryString.IsValid(text)))
            refusals.Add(Unprintable(field, text));
        return trimmed;
    }

    private static string Text(string field, string text, ImmutableArray<Refusal>.Builder refusals)
    {
        var trimmed = text.Trim();
        if (trimmed.Length > 0 && !MilitaryString.IsValid(trimmed))
            refusals.Add(Unprintable(field, trimmed));
        return trimmed;
    }

    private static Refusal Unprintable(string field, string text) => ComposeRefusals.Unprintable.Of(Short(text), field: field);

    private static string Number(string typed, ImmutableArray<Refusal>.Builder refusals)
    {
        var text = typed.Trim();
        if (text.Length == 0)
            return "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number.ToString(CultureInfo.InvariantCulture);
        refusals.Add(ComposeRefusals.NoCodress);
        return "";
    }

    private static void Count(string field, int count, ImmutableArray<Refusal>.Builder refusals, int most = MostValues)
    {
        if (count > most)
            refusals.Add(ComposeRefusals.TooManyValues.Of(count, most, field: field));
    }

    private static ImmutableArray<string> Trimmed(ImmutableArray<string> texts) =>
        [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0)];

    private static string Short(string text) => text.Length <= 40 ? text : Characters.Cut(text, 40) + "…";

    // RFC 5646 §2.1, as far as a sender can be held to it: the registry decides on the rest
    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}$")]
    private static partial Regex LanguageTag();
}
