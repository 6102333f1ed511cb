using System.Collections.Immutable;
using System.Globalization;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Headers;

/// <summary>Writes the military fields, and those that go with them, as raw bodies: folded, with the blank after the colon and the line end.</summary>
/// <remarks>What is absent is not written. What a field cannot carry is the programmer's error. Source: RFC 6477; RFC 7912; RFC 6758; RFC 2156.</remarks>
internal static class MmhsHeaderWriter
{
    private static readonly string[] PrecedenceWords = ["Deferred", "Routine", "Priority", "Immediate", "Flash", "Override"];

    /// <summary>The fields in the order of RFC 6477's importance to a reader: release, urgency, kind, codes, the rest.</summary>
    public static ImmutableArray<HeaderField> Write(MmhsFields fields)
    {
        var header = ImmutableArray.CreateBuilder<HeaderField>();
        if (!fields.AuthorizingUsers.IsEmpty)
            header.Add(Addresses(FieldNames.AuthorizingUsers, fields.AuthorizingUsers));
        if (fields.ExtendedAuthorisationInfo is { } releasedAt)
            header.Add(DateTime(FieldNames.ExtendedAuthorisationInfo, releasedAt));
        if (fields.PrimaryPrecedence is { } primary)
            header.Add(Precedence(FieldNames.PrimaryPrecedence, primary));
        if (fields.CopyPrecedence is { } copy)
            header.Add(Precedence(FieldNames.CopyPrecedence, copy));
        if (fields.MessageType is { } type)
            header.Add(MessageType(type));
        if (!fields.SubjectIndicatorCodes.IsEmpty)
            header.Add(SubjectIndicatorCodes(fields.SubjectIndicatorCodes));
        if (!fields.HandlingInstructions.IsEmpty)
            header.Add(Strings(FieldNames.HandlingInstructions, fields.HandlingInstructions));
        if (!fields.MessageInstructions.IsEmpty)
            header.Add(Strings(FieldNames.MessageInstructions, fields.MessageInstructions));
        if (fields.CodressMessageIndicator is { } codress)
            header.Add(Integer(FieldNames.CodressMessageIndicator, codress));
        if (fields.OriginatorReference is { } reference)
            header.Add(Strings(FieldNames.OriginatorReference, [reference]));
        if (fields.Acp127MessageIdentifier is { } acp127)
            header.Add(Strings(FieldNames.Acp127MessageIdentifier, [acp127]));
        if (fields.OriginatorPlad is { } plad)
            header.Add(Strings(FieldNames.OriginatorPlad, [plad]));
        if (!fields.ExemptedAddresses.IsEmpty)
            header.Add(Addresses(FieldNames.ExemptedAddress, fields.ExemptedAddresses));
        if (!fields.OtherRecipientsTo.IsEmpty)
            header.Add(Strings(FieldNames.OtherRecipientsTo, fields.OtherRecipientsTo));
        if (!fields.OtherRecipientsCc.IsEmpty)
            header.Add(Strings(FieldNames.OtherRecipientsCc, fields.OtherRecipientsCc));
        if (fields.MtPriority is { } priority)
            header.Add(MtPriority(priority));
        return header.ToImmutable();
    }

    /// <summary>Those of the fields a mail program may originate; those of gateways never (MMHS §3.4.15: no DL-Expansion-History).</summary>
    public static ImmutableArray<HeaderField> Write(InterworkingFields fields)
    {
        var header = ImmutableArray.CreateBuilder<HeaderField>();
        if (fields.Expires is { } expires)
            header.Add(DateTime(FieldNames.Expires, expires));
        if (fields.ReplyBy is { } replyBy)
            header.Add(DateTime(FieldNames.ReplyBy, replyBy));
        if (fields.DeferredDelivery is { } deferred)
            header.Add(DateTime(FieldNames.DeferredDelivery, deferred));
        if (fields.LatestDeliveryTime is { } latest)
            header.Add(DateTime(FieldNames.LatestDeliveryTime, latest));
        if (fields.Importance is { } importance)
            header.Add(OneOf(FieldNames.Importance, importance, "low", "normal", "high"));
        if (fields.Sensitivity is { } sensitivity)
            header.Add(OneOf(FieldNames.Sensitivity, sensitivity, "Personal", "Private", "Company-Confidential"));
        if (!fields.Supersedes.IsEmpty)
            header.Add(MessageIds(FieldNames.Supersedes, fields.Supersedes));
        if (fields.AutoForwarded is { } forwarded)
            header.Add(Word(FieldNames.Autoforwarded, forwarded ? "TRUE" : "FALSE"));
        if (fields.IncompleteCopy)
            header.Add(new(FieldNames.IncompleteCopy, "\r\n")); // RFC 2156: no value
        if (fields.ConversionProhibited is { } conversion)
            header.Add(Word(FieldNames.Conversion, conversion ? "Prohibited" : "Allowed"));
        if (fields.ConversionWithLossProhibited is { } loss)
            header.Add(Word(FieldNames.ConversionWithLoss, loss ? "Prohibited" : "Allowed"));
        if (!fields.OriginalEncodedInformationTypes.IsEmpty)
            header.Add(
                new(
                    FieldNames.OriginalEncodedInformationTypes,
                    FieldBody.Of(FieldNames.OriginalEncodedInformationTypes, fields.OriginalEncodedInformationTypes, ",")
                )
            );
        if (!fields.ContentLanguage.IsEmpty)
            header.Add(new(FieldNames.ContentLanguage, FieldBody.Of(FieldNames.ContentLanguage, fields.ContentLanguage, ",")));
        if (!fields.DispositionNotificationTo.IsEmpty)
            header.Add(Addresses(FieldNames.DispositionNotificationTo, fields.DispositionNotificationTo));
        if (!fields.DispositionNotificationOptions.IsEmpty)
            header.Add(
                new(
                    FieldNames.DispositionNotificationOptions,
                    FieldBody.Of(
                        FieldNames.DispositionNotificationOptions,
                        [.. fields.DispositionNotificationOptions.Select(Option)],
                        ";"
                    )
                )
            );
        return header.ToImmutable();
    }

    /// <summary>What a message answers and what it refers to (RFC 5322 §3.6.4).</summary>
    public static ImmutableArray<HeaderField> Write(ThreadFields fields)
    {
        var header = ImmutableArray.CreateBuilder<HeaderField>();
        if (fields.InReplyTo is { } parent)
            header.Add(MessageIds(FieldNames.InReplyTo, [parent]));
        if (!fields.References.IsEmpty)
            header.Add(MessageIds(FieldNames.References, fields.References));
        return header.ToImmutable();
    }

    /// <summary><c>4 (Flash)</c>; a value without a name stands alone.</summary>
    public static HeaderField Precedence(string name, int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MmhsFields.HighestPrecedence);
        return Word(
            name,
            value < PrecedenceWords.Length
                ? string.Create(CultureInfo.InvariantCulture, $"{value} ({PrecedenceWords[value]})")
                : value.ToString(CultureInfo.InvariantCulture)
        );
    }

    /// <summary><c>1 (operation); identifier="NORTHERN LANTERN"</c>; the comment only where the type has a name.</summary>
    public static HeaderField MessageType(MessageType type)
    {
        var number = type.Value.ToString(CultureInfo.InvariantCulture);
        List<string> parts = [type.Value <= 3 ? $"{number} ({type.ToWord()})" : number];
        if (type.Identifier is not null)
            parts.Add($"identifier=\"{Checked(type.Identifier)}\"");
        return new(FieldNames.MessageType, FieldBody.Of(FieldNames.MessageType, parts, ";"));
    }

    /// <summary>In UTC with <c>+0000</c>, to the second.</summary>
    public static HeaderField DateTime(string name, DateTimeOffset at) => Word(name, DateTimeText.Write(at));

    public static HeaderField SubjectIndicatorCodes(IReadOnlyList<string> codes)
    {
        foreach (var code in codes)
            if (code.Length is < 3 or > 8)
                throw new ArgumentException(
                    "A subject indicator code has three to eight characters (RFC 6477 §3.3).",
                    nameof(codes)
                );
        return Strings(FieldNames.SubjectIndicatorCodes, codes);
    }

    /// <summary>One military string or several, separated by semicolons.</summary>
    public static HeaderField Strings(string name, IReadOnlyList<string> values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        return new(name, FieldBody.Of(name, [.. values.Select(Checked)], ";"));
    }

    public static HeaderField Addresses(string name, IReadOnlyList<HeaderAddress> addresses)
    {
        ArgumentOutOfRangeException.ThrowIfZero(addresses.Count);
        return new(name, FieldBody.Of(name, [.. addresses.Select(AddressText.Write)], ","));
    }

    public static HeaderField MessageIds(string name, IReadOnlyList<MessageId> ids)
    {
        ArgumentOutOfRangeException.ThrowIfZero(ids.Count);
        return new(name, FieldBody.Of(name, [.. ids.Select(id => id.ToString())]));
    }

    public static HeaderField Integer(string name, int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return Word(name, value.ToString(CultureInfo.InvariantCulture));
    }

    public static HeaderField MtPriority(MtPriority priority) => Word(FieldNames.MtPriority, priority.ToString());

    private static HeaderField OneOf(string name, string value, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (word.Equals(value, StringComparison.OrdinalIgnoreCase))
                return Word(name, word);
        throw new ArgumentException($"{name} has no such value (RFC 2156).", nameof(value));
    }

    private static string Option(DispositionOption option)
    {
        if (
            option.Values.IsEmpty
            || !IsToken(option.Attribute)
            || option.Values.Any(value => value.Length == 0 || value.Any(c => c is (< ' ' and not '\t') or > '~'))
        )
            throw new ArgumentException("An option has an attribute and printable values (RFC 8098 §2.2).", nameof(option));
        return $"{option.Attribute}={(option.IsRequired ? "required" : "optional")},{string.Join(',', option.Values.Select(value => IsToken(value) ? value : Quoted(value)))}";
    }

    private static bool IsToken(string text) => text.Length > 0 && text.All(InterworkingGrammar.IsToken);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static HeaderField Word(string name, string value) => new(name, FieldBody.Of(name, [value]));

    private static string Checked(string text) =>
        MilitaryString.IsValid(text)
            ? text
            : throw new ArgumentException("The text is no military string (RFC 6477 §4).", nameof(text));
}
