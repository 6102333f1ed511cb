using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mmhs.Wire.Headers;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Reports;

/// <summary>The bodies of report fields, as they are met (RFC 3464 §2; RFC 8098 §3.2; RFC 6533 §3).</summary>
internal static partial class ReportGrammar
{
    /// <summary>What stands after the type, as in <c>dns; mta.example</c>; some leave the type out.</summary>
    public static string? Value(string? text)
    {
        if (text is null)
            return null;
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        var typed = semicolon > 0 && text.AsSpan(0, semicolon).Trim().IndexOfAnyExcept(TypeCharacters) < 0;
        var value = (typed || semicolon == 0 ? text[(semicolon + 1)..] : text).Trim();
        return value.Length == 0 ? null : value;
    }

    /// <summary>The address alone, also where brackets, a name before it or a comment behind it stand with it.</summary>
    public static string? Address(string? text)
    {
        if (Value(text) is not { } value)
            return null;
        if (text!.TrimStart().StartsWith("utf-8", StringComparison.OrdinalIgnoreCase))
            value = FromUnitext(value);
        if (
            value.EndsWith(')')
            && value.IndexOf(" (", StringComparison.Ordinal) is > 0 and var comment
            && value.LastIndexOf('"', value.Length - 1) < comment
        )
            value = value[..comment];
        if (value.StartsWith('<') && value.IndexOf('>', StringComparison.Ordinal) is > 1 and var end)
            value = value[1..end];
        else if (value.EndsWith('>') && value.LastIndexOf('<') is > 0 and var begin && value[begin - 1] is ' ' or '"')
            value = value[begin..];
        value = value.Trim('<', '>', ' ');
        return value.Length == 0 ? null : value;
    }

    /// <summary>The first word, in lower case, comments left out.</summary>
    public static string? Word(string? text) =>
        text is not null && WithoutComments(text).Trim().Split(' ', ';', ',')[0].ToLowerInvariant() is { Length: > 0 } word
            ? word
            : null;

    /// <summary>The digits of a status, whatever stands after them; some put the reply code before it.</summary>
    public static string? Status(string? text)
    {
        if (text is null)
            return null;
        if (Enhanced().Match(WithoutComments(text)) is { Success: true } status)
            return status.Value;
        var digits = string.Concat(WithoutComments(text).Trim().TakeWhile(c => char.IsAsciiDigit(c) || c == '.'));
        return digits.Length > 0 ? digits : null;
    }

    /// <summary>RFC 8098 §3.2.6: mode ";" type ["/" modifier *("," modifier)], comments and blanks anywhere.</summary>
    public static (string Mode, string Type, ImmutableArray<string> Modifiers)? Disposition(string? text)
    {
        if (text is null || WithoutComments(text).Split(';', 2) is not [var mode, var rest])
            return null;
        var parts = rest.Split('/', 2, StringSplitOptions.TrimEntries);
        var modifiers =
            parts.Length > 1 ? parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        return (Folded(mode), Folded(parts[0]), [.. modifiers.Select(Folded)]);
    }

    /// <summary>RFC 6533 §3: <c>\x{HEX}</c> stands for a character; what is none stays as it is.</summary>
    public static string FromUnitext(string text)
    {
        if (!text.Contains("\\x{", StringComparison.OrdinalIgnoreCase))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (
                text[i] == '\\'
                && i + 2 < text.Length
                && text[i + 1] is 'x' or 'X'
                && text[i + 2] == '{'
                && text.IndexOf('}', i) is > 0 and var end
                && end - i is > 3 and <= 9
                && int.TryParse(
                    text.AsSpan(i + 3, end - i - 3),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var code
                )
                && Rune.IsValid(code)
            )
            {
                plain.Append(new Rune(code).ToString());
                i = end;
            }
            else
                plain.Append(text[i]);
        }
        return DisplayText.Clean(plain.ToString());
    }

    private static string Folded(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c))).ToLowerInvariant();

    private static string WithoutComments(string text)
    {
        if (!text.Contains('(', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        var scanner = new FieldScanner(text);
        while (!scanner.AtEnd)
        {
            plain.Append(scanner.TakeWhile(c => c != '('));
            if (!scanner.AtEnd && !scanner.TrySkipCfws())
                break; // a comment that does not end takes the rest
            plain.Append(' ');
        }
        return plain.ToString();
    }

    // RFC 3463 §2
    [GeneratedRegex(@"(?<![0-9.])[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])", RegexOptions.CultureInvariant)]
    private static partial Regex Enhanced();

    private static readonly System.Buffers.SearchValues<char> TypeCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+"
    );
}
