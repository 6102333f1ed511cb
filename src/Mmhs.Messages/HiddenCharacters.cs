using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mmhs.Messages;

/// <summary>A stretch of text, or one character in it that nobody sees.</summary>
/// <param name="Text">As it stands; of a hidden character its name, <c>U+202E</c>.</param>
/// <param name="IsHidden">Whether it is the name of a hidden character.</param>
public readonly record struct TextPiece(string Text, bool IsHidden);

/// <summary>Characters that are not seen and yet change what is read: they turn text round, or stand where nothing seems to stand.</summary>
/// <remarks>
/// Hebrew, Arabic and their figures need none of them: the order of such text follows from its letters (UAX #9 §3).
/// Source: Unicode 16 UAX #9 §2 (explicit directions), DerivedCoreProperties Default_Ignorable_Code_Point; UTR #36 §2.8.
/// </remarks>
public static class HiddenCharacters
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    // Default_Ignorable_Code_Point, the line separators, the interlinear marks and the empty Braille cell: first and last of each range.
    private static readonly ImmutableArray<(int First, int Last)> Unseen =
    [
        (0x00AD, 0x00AD),
        (0x034F, 0x034F),
        (0x061C, 0x061C),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x200B, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x206F),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFFB),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0000, 0xE0FFF),
    ];

    /// <summary>Whether the character changes the order in which others are shown (UAX #9 §2: embeddings, overrides, isolates, marks).</summary>
    public static bool Reorders(Rune rune) =>
        rune.Value
            is 0x061C
                or 0x200E
                or 0x200F
                or (>= 0x202A and <= 0x202E)
                or (>= 0x2066 and <= 0x2069)
                or (>= 0x206A and <= 0x206F);

    /// <summary>The name of the first character that changes the order of others; null when there is none.</summary>
    public static string? FirstReordering(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (Reorders(rune))
                return Name(rune);
        return null;
    }

    /// <summary>Names of the hidden characters in the text, each once, in the order they are met.</summary>
    public static ImmutableArray<string> In(string? text) =>
        [.. Pieces(text).Where(piece => piece.IsHidden).Select(piece => piece.Text).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether the text is one line without a control or hidden character, as names and reasons are.</summary>
    public static bool IsPlainLine(string text) => !text.Any(char.IsControl) && In(text).IsEmpty;

    /// <summary>Whether a reader would see nothing at all.</summary>
    public static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (!Rune.IsWhiteSpace(rune) && !IsUnseen(rune))
                return false;
        return true;
    }

    /// <summary>The text with each hidden character replaced by its name in brackets, <c>[U+202E]</c>; what is seen stays as it is.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Reveal(string? text)
    {
        if (text is null || !MayHide(text))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var piece in Pieces(text))
            _ = piece.IsHidden ? shown.Append('[').Append(piece.Text).Append(']') : shown.Append(piece.Text);
        return shown.ToString();
    }

    /// <summary>The text cut before and after each hidden character; empty for no text.</summary>
    public static ImmutableArray<TextPiece> Pieces(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return [];
        if (!MayHide(text))
            return [new(text, false)];
        var pieces = ImmutableArray.CreateBuilder<TextPiece>();
        var runes = text.EnumerateRunes().ToArray();
        var (start, at) = (0, 0);
        for (var i = 0; i < runes.Length; at += runes[i++].Utf16SequenceLength)
        {
            if (!IsHiddenAt(runes, i))
                continue;
            if (at > start)
                pieces.Add(new(text[start..at], false));
            pieces.Add(new(Name(runes[i]), true));
            start = at + runes[i].Utf16SequenceLength;
        }
        if (start < text.Length)
            pieces.Add(new(text[start..], false));
        return pieces.ToImmutable();
    }

    private static string Name(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    // Most text is asked this and no more: nothing below U+00AD but a control character can hide.
    private static bool MayHide(string text)
    {
        foreach (var c in text)
            if (c >= '\u00AD' ? c is '\u00AD' or >= '\u034F' : char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
                return true;
        return false;
    }

    private static bool IsHiddenAt(Rune[] runes, int at)
    {
        var rune = runes[at];
        if (Rune.IsControl(rune))
            return rune.Value is not ('\n' or '\r' or '\t');
        return IsUnseen(rune) && !IsSpelling(runes, at);
    }

    private static bool IsUnseen(Rune rune)
    {
        foreach (var (first, last) in Unseen)
        {
            if (rune.Value < first)
                return false;
            if (rune.Value <= last)
                return true;
        }
        return false;
    }

    // What spelling needs is seen in the shape of its neighbours: a joiner between letters of a joining script or between pictures
    // (UAX #31 §2.3), one variation selector after something seen.
    private static bool IsSpelling(Rune[] runes, int at)
    {
        if (at == 0)
            return false;
        var before = runes[at - 1];
        if (runes[at].Value is >= 0xFE00 and <= 0xFE0F)
            return !IsUnseen(before) && !Rune.IsWhiteSpace(before) && !Rune.IsControl(before);
        if (runes[at].Value is not (ZeroWidthNonJoiner or ZeroWidthJoiner) || at + 1 == runes.Length)
            return false;
        var after = runes[at + 1];
        return (Joins(before) && Joins(after))
            || (runes[at].Value == ZeroWidthJoiner && (IsPicture(before) || before.Value == 0xFE0F) && IsPicture(after));
    }

    // Arabic to Arabic Extended-A, and the Indic blocks with those of South-East Asia after them: letters and the marks on them.
    private static bool Joins(Rune rune) =>
        rune.Value is (>= 0x0600 and <= 0x08FF) or (>= 0x0900 and <= 0x109F) or (>= 0x1780 and <= 0x18AF)
        && (
            Rune.IsLetter(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        );

    private static bool IsPicture(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}
