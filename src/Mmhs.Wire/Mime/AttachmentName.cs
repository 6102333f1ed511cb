using System.Globalization;
using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>File names as they travel: no path, nothing that misleads the eye, and a form every reader knows.</summary>
/// <remarks>Source: RFC 2183 §2.3; RFC 2231 §4; a plain US-ASCII fallback stands beside the encoded form.</remarks>
internal static class AttachmentName
{
    private const int MaxLength = 120;
    private const int SectionLength = 60;

    /// <summary>The last component, without control and direction characters, never empty, never only dots.</summary>
    public static string Clean(string name)
    {
        var text = new StringBuilder();
        foreach (var rune in name[(name.LastIndexOfAny(['/', '\\', ':']) + 1)..].EnumerateRunes())
        {
            if (text.Length >= MaxLength)
                break;
            var category = Rune.GetUnicodeCategory(rune);
            if (
                category
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            )
                continue;
            if (rune == Rune.ReplacementChar)
                continue;
            text.Append(rune.ToString());
        }
        var clean = text.ToString().Trim().TrimEnd('.');
        return clean.Trim('.').Length == 0 ? "attachment" : clean;
    }

    /// <summary>The parameter as header text, each piece on a line of its own, with the semicolon before it.</summary>
    public static string Parameter(string parameter, string name)
    {
        var clean = Clean(name);
        var ascii = string.Concat(clean.Select(c => c is >= ' ' and <= '~' and not '"' and not '\\' ? c : '_'));
        var plain = $";\r\n {parameter}=\"{ascii}\"";
        if (ascii == clean)
            return plain;

        List<string> sections = [];
        var section = new StringBuilder("UTF-8''");
        foreach (var octet in Encoding.UTF8.GetBytes(clean))
        {
            if (section.Length > SectionLength)
            {
                sections.Add(section.ToString());
                section.Clear();
            }
            if (IsAttributeCharacter((char)octet))
                section.Append((char)octet);
            else
                section.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }
        sections.Add(section.ToString());
        return plain
            + (
                sections.Count == 1
                    ? $";\r\n {parameter}*={sections[0]}"
                    : string.Concat(
                        sections.Select(
                            (text, number) => string.Create(CultureInfo.InvariantCulture, $";\r\n {parameter}*{number}*={text}")
                        )
                    )
            );
    }

    // RFC 2231 §7: attribute-char
    private static bool IsAttributeCharacter(char c) =>
        c is > ' ' and < '\u007F' && !"*'%()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal);
}
