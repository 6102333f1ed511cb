using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Headers;

/// <summary>The bodies of the fields of RFC 2156 and its neighbours; each method gives null for what does not follow its rule.</summary>
internal static class InterworkingGrammar
{
    // RFC 2156 §2.3.1.2: 1*msg-id, separated by white space; RFC 5322 §3.6.4
    public static ImmutableArray<MessageId>? MessageIds(string body)
    {
        var ids = ImmutableArray.CreateBuilder<MessageId>();
        var scanner = new FieldScanner(body);
        while (true)
        {
            if (!scanner.TrySkipCfws())
                return null;
            if (scanner.AtEnd)
                return ids.Count > 0 ? ids.ToImmutable() : null;
            if (!scanner.Take('<'))
                return null;
            if (!MessageId.TryParse(scanner.TakeWhile(c => c is > ' ' and not '>' and not '<'), out var id) || !scanner.Take('>'))
                return null;
            ids.Add(id);
        }
    }

    /// <summary>One of the words, in lower case; comments around it are permitted.</summary>
    public static string? OneOf(string body, params ReadOnlySpan<string> words)
    {
        var scanner = new FieldScanner(body);
        if (!scanner.TrySkipCfws())
            return null;
        var found = scanner.TakeWhile(c => char.IsAsciiLetter(c) || c == '-').ToLowerInvariant();
        return words.Contains(found) && scanner.TrySkipCfws() && scanner.AtEnd ? found : null;
    }

    public static bool? Boolean(string body) => OneOf(body, "true", "false") is { } word ? word == "true" : null;

    public static bool? Prohibited(string body) => OneOf(body, "prohibited", "allowed") is { } word ? word == "prohibited" : null;

    // RFC 3282 §2: Language-Tag *( "," Language-Tag ), comments permitted; RFC 5646 §2.1: subtags of one to eight characters
    public static ImmutableArray<string>? Languages(string body) =>
        CommaList(body, c => char.IsAsciiLetterOrDigit(c) || c == '-', IsLanguage);

    // RFC 2156: encoded-info = 1#encoded-type, a word or an object identifier
    public static ImmutableArray<string>? EncodedTypes(string body) =>
        CommaList(body, c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.', text => text.Length <= 255);

    // RFC 8098 §2.2: attribute "=" importance "," value *("," value), several after semicolons; a value is a token or quoted
    public static ImmutableArray<DispositionOption>? DispositionOptions(string body)
    {
        var options = ImmutableArray.CreateBuilder<DispositionOption>();
        var scanner = new FieldScanner(body);
        do
        {
            if (!scanner.TrySkipCfws())
                return null;
            var attribute = scanner.TakeWhile(IsToken).ToLowerInvariant();
            if (attribute.Length == 0 || !scanner.TrySkipCfws() || !scanner.Take('=') || !scanner.TrySkipCfws())
                return null;
            var importance = scanner.TakeWhile(IsToken).ToLowerInvariant();
            if (importance is not ("required" or "optional") || !scanner.TrySkipCfws())
                return null;
            var values = ImmutableArray.CreateBuilder<string>();
            while (scanner.Take(','))
            {
                if (!scanner.TrySkipCfws())
                    return null;
                var value = scanner.Next == '"' ? scanner.TakeQuoted() : scanner.TakeWhile(IsToken);
                if (string.IsNullOrEmpty(value) || !scanner.TrySkipCfws())
                    return null;
                values.Add(value);
            }
            if (values.Count == 0)
                return null;
            options.Add(new(attribute, importance == "required", values.ToImmutable()));
        } while (scanner.Take(';'));
        return scanner.AtEnd ? options.ToImmutable() : null;
    }

    /// <summary>RFC 2045 §5.1.</summary>
    public static bool IsToken(char c) => c is > ' ' and < '\u007F' && !"()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal);

    /// <summary>What an X400-Received says was converted; empty when nothing.</summary>
    public static ImmutableArray<string> Converted(string body)
    {
        foreach (var clause in body.Split(';'))
        {
            var text = FieldText.Trim(clause);
            if (!text.StartsWith("converted", StringComparison.OrdinalIgnoreCase))
                continue;
            var types = FieldText.Trim(text["converted".Length..]);
            if (types.StartsWith('(') && types.EndsWith(')') && EncodedTypes(types[1..^1]) is { } read)
                return read;
        }
        return [];
    }

    private static ImmutableArray<string>? CommaList(string body, Func<char, bool> isWanted, Func<string, bool> isElement)
    {
        var elements = ImmutableArray.CreateBuilder<string>();
        var scanner = new FieldScanner(body);
        do
        {
            if (!scanner.TrySkipCfws())
                return null;
            var element = scanner.TakeWhile(isWanted);
            if (element.Length == 0 || !isElement(element) || !scanner.TrySkipCfws())
                return null;
            elements.Add(element);
        } while (scanner.Take(','));
        return scanner.AtEnd ? elements.ToImmutable() : null;
    }

    private static bool IsLanguage(string tag)
    {
        var subtags = tag.Split('-');
        return subtags[0].All(char.IsAsciiLetter) && Array.TrueForAll(subtags, subtag => subtag.Length is >= 1 and <= 8);
    }
}
