using System.Diagnostics.CodeAnalysis;
using System.Text;
using Mmhs.Messages;

namespace Mmhs.Wire.Labels;

/// <summary>Text from a header that will be shown beside our own.</summary>
internal static class DisplayText
{
    /// <summary>Each control character and each that changes the direction of text becomes a blank; blanks at the ends go.</summary>
    /// <remarks>
    /// So a %0D%0A starts no line and no header field, and a marking cannot be made to read backwards (UTR #36 §2.8).
    /// For words that are compared: markings, parameters, fields of reports.
    /// </remarks>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text) =>
        text is null ? null : Blanked(text, rune => Rune.IsControl(rune) || IsLineEnd(rune) || HiddenCharacters.Reorders(rune));

    /// <summary>Each control character becomes a blank, each other that nobody sees its name in brackets; blanks at the ends go.</summary>
    /// <remarks>For words people go by: subject, names of mailboxes and of files.</remarks>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Reveal(string? text) =>
        text is null ? null : HiddenCharacters.Reveal(Blanked(text, rune => Rune.IsControl(rune) || IsLineEnd(rune)));

    private static string Blanked(string text, Func<Rune, bool> isBlank)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
            clean.Append(Rune.TryCreate(c, out var rune) && isBlank(rune) ? ' ' : c); // each of them is one UTF-16 unit
        return clean.ToString().Trim();
    }

    private static bool IsLineEnd(Rune rune) => rune.Value is 0x2028 or 0x2029;
}
