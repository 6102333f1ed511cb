using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Wire.Headers;

/// <summary>The bodies of the military fields, a method a rule; each gives null for what does not follow it (RFC 6477 §4; RFC 6758 §4).</summary>
internal static class MmhsGrammar
{
    private static readonly string[] PrecedenceNames = ["deferred", "routine", "priority", "immediate", "flash", "override"];
    private static readonly string[] TypeNames = ["exercise", "operation", "project", "drill"];

    // [FWS] (nonneg-integer / std-precedence) [CFWS]; a comment carries no meaning, "0 (Flash)" is Deferred
    public static int? Precedence(string body)
    {
        var scanner = new FieldScanner(body);
        scanner.SkipFws();
        return
            NumberOrName(ref scanner, PrecedenceNames) is { } value and <= MmhsFields.HighestPrecedence
            && scanner.TrySkipCfws()
            && scanner.AtEnd
            ? value
            : null;
    }

    // [FWS] message-type [CFWS] [";" [FWS] "identifier" [FWS] "=" [FWS] quoted-military-string [FWS]]
    public static MessageType? MessageType(string body)
    {
        var scanner = new FieldScanner(body);
        scanner.SkipFws();
        if (NumberOrName(ref scanner, TypeNames) is not { } value || value > byte.MaxValue || !scanner.TrySkipCfws())
            return null;
        if (scanner.AtEnd)
            return new((byte)value);
        if (!scanner.Take(';'))
            return null;
        scanner.SkipFws();
        if (!scanner.TakeWhile(char.IsAsciiLetter).Equals("identifier", StringComparison.OrdinalIgnoreCase))
            return null;
        scanner.SkipFws();
        if (!scanner.Take('='))
            return null;
        scanner.SkipFws();
        // no quoted-pairs here: neither a backslash nor a quote is a ps-char
        if (
            !scanner.Take('"')
            || OneString(scanner.TakeWhile(MilitaryString.IsPrintable)) is not { } identifier
            || !scanner.Take('"')
        )
            return null;
        scanner.SkipFws();
        return scanner.AtEnd ? new((byte)value, identifier) : null;
    }

    // [FWS] nonneg-integer [FWS]
    public static int? Integer(string body)
    {
        var scanner = new FieldScanner(body);
        scanner.SkipFws();
        if (scanner.TakeInteger() is not { } value)
            return null;
        scanner.SkipFws();
        return scanner.AtEnd ? value : null;
    }

    // military-string; RFC 6477 §3.7: blanks at the ends are not part of the value, so they go before the length is looked at
    public static string? OneString(string body) =>
        FieldText.Trim(body) is var text && MilitaryString.IsValid(text) ? text : null;

    // military-string *( [FWS] ";" [FWS] military-string )
    public static ImmutableArray<string>? Strings(string body) => Elements(body, OneString);

    // sic-sequence; sic = 3*8( ps-char )
    public static ImmutableArray<string>? SubjectIndicatorCodes(string body) =>
        Elements(body, element => OneString(element) is { Length: >= 3 and <= 8 } code ? code : null);

    // RFC 6758 §4: [CFWS] priority-value [CFWS]
    public static MtPriority? Priority(string body)
    {
        var scanner = new FieldScanner(body);
        if (!scanner.TrySkipCfws())
            return null;
        var text = scanner.TakeWhile(c => char.IsAsciiDigit(c) || c is '-' or '+');
        return Mmhs.Messages.Compose.MtPriority.TryParse(text, out var priority) && scanner.TrySkipCfws() && scanner.AtEnd
            ? priority
            : null;
    }

    private static int? NumberOrName(ref FieldScanner scanner, string[] names)
    {
        if (char.IsAsciiDigit(scanner.Next))
            return scanner.TakeInteger();
        var word = scanner.TakeWhile(char.IsAsciiLetter);
        var index = Array.FindIndex(names, name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : index;
    }

    private static ImmutableArray<string>? Elements(string body, Func<string, string?> read)
    {
        var elements = ImmutableArray.CreateBuilder<string>();
        foreach (var part in body.Split(';'))
        {
            if (read(part) is not { } element)
                return null;
            elements.Add(element);
        }
        return elements.ToImmutable();
    }
}
