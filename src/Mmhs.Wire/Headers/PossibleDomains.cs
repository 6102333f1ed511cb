using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;

namespace Mmhs.Wire.Headers;

/// <summary>The domains that some program might read out of an address field that has no one reading: too many rather than too few.</summary>
/// <remarks>
/// Tried: the octets as UTF-8 and as Latin-1, encoded words decoded and not (RFC 2047), with comments and without, blanks kept, dropped around
/// dots and dropped altogether, look-alike forms made plain (NFKC) and names in A-labels (RFC 5891 §4.4), and what the lenient reader of the page makes of it.
/// </remarks>
internal static partial class PossibleDomains
{
    internal const int MaxLength = 64 << 10;
    internal const int MaxDomains = 256;

    private static readonly IdnMapping Names = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    /// <param name="body">Octets above 127 as the characters of that number.</param>
    public static ImmutableArray<string> In(string body)
    {
        var octets = Encoding.Latin1.GetBytes(body.Length > MaxLength ? body[..MaxLength] : body);
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (InternetAddressList.TryParse(octets, out var lenient))
            foreach (var mailbox in lenient.Mailboxes)
                AddAll(found, mailbox.Address ?? "");
        foreach (
            var text in (string[])
                [
                    Encoding.UTF8.GetString(octets),
                    Encoding.Latin1.GetString(octets),
                    Rfc2047.DecodeText(octets),
                    Rfc2047.DecodePhrase(octets),
                ]
        )
        {
            AddAll(found, text);
            AddAll(found, WithoutComments(text));
        }
        return [.. found];
    }

    private static void AddAll(HashSet<string> found, string text)
    {
        var plain = Plain(text);
        Add(found, plain);
        Add(found, AroundDots().Replace(plain, "$1"));
        Add(found, Blanks().Replace(plain, ""));
    }

    private static void Add(HashSet<string> found, string text)
    {
        foreach (Match match in Domain().Matches(text))
        {
            if (found.Count >= MaxDomains)
                return;
            var domain = string.Join('.', match.Groups[1].Value.Split('.', StringSplitOptions.RemoveEmptyEntries));
            if (domain.Length is 0 or > 255)
                continue;
            found.Add(domain.ToLowerInvariant());
            try
            {
                found.Add(Names.GetAscii(domain).ToLowerInvariant());
                found.Add(Names.GetUnicode(domain.ToLowerInvariant()));
            }
            catch (ArgumentException)
            {
                // no name in either form; as it stands it is among the found
            }
        }
    }

    // RFC 3490 §3.1: four characters are dots; what is invisible parts nothing
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\u3002' or '\uFF0E' or '\uFF61')
                plain.Append('.');
            else if (
                Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format
                && rune.Value is not ('"' or '\\' or '\r' or '\n' or 0)
            )
                plain.Append(rune);
        }
        return plain.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static string WithoutComments(string text)
    {
        var kept = new StringBuilder(text.Length);
        var depth = 0;
        foreach (var c in text)
        {
            if (c == '(')
                depth++;
            else if (c == ')' && depth > 0)
                depth--;
            else if (depth == 0)
                kept.Append(c);
        }
        return kept.ToString();
    }

    [GeneratedRegex(@"@\s*\[?((?:[\p{L}\p{M}\p{N}_-]|\.)+)")]
    private static partial Regex Domain();

    [GeneratedRegex(@"\s*([.@])\s*")]
    private static partial Regex AroundDots();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
