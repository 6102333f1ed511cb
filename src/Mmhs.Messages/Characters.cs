using System.Globalization;
using System.Text;

namespace Mmhs.Messages;

/// <summary>What is done to text nobody here wrote: cut, brought to a normal form, made fit to be kept. None of it throws, whatever the text holds.</summary>
public static class Characters
{
    // A letter under hundreds of marks is one element too; such a one is cut through, between its marks.
    private const int LongestElement = 64;

    /// <summary>Whether something in it is no character and never will be: half a surrogate pair, or a noncharacter such as U+FFFE (Unicode §23.7).</summary>
    public static bool HoldsNone(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                if (IsNone(text[i]))
                    return true;
                continue;
            }
            if (!Rune.TryGetRuneAt(text, i, out var rune) || IsNone(rune.Value))
                return true;
            i++;
        }
        return false;
    }

    /// <summary>The same with U+FFFD in place of every half of a surrogate pair.</summary>
    public static string WellFormed(string text)
    {
        if (!text.Any(char.IsSurrogate))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.ToString());
        return clean.ToString();
    }

    /// <summary>The normal form of a text, well formed; U+FFFE, which the library refuses, stays where it is and parts what stands on its sides.</summary>
    public static string Normal(string text, NormalizationForm form)
    {
        var clean = WellFormed(text);
        return clean.Contains('\ufffe', StringComparison.Ordinal)
            ? string.Join('\ufffe', clean.Split('\ufffe').Select(piece => piece.Normalize(form)))
            : clean.Normalize(form);
    }

    /// <summary>The beginning of a text that every database keeps: well formed, without NUL, and cut between two characters as people see them.</summary>
    /// <param name="text">Any.</param>
    /// <param name="most">Longest result in UTF-16 units, 0 or more.</param>
    public static string Cut(string text, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var clean = WellFormed(text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\ufffd') : text);
        return clean.Length <= most ? clean : clean[..Fitting(clean, most)];
    }

    /// <summary>How many UTF-16 units of a text longer than <paramref name="most"/> can be taken without cutting through a character; 0 only where not one fits.</summary>
    public static int Fitting(ReadOnlySpan<char> text, int most)
    {
        if (text.Length <= most)
            return text.Length;
        var end = 0;
        while (end < most)
        {
            var next = StringInfo.GetNextTextElementLength(text[end..]);
            if (end + next > most)
                break;
            end += next;
        }
        if (most - end < LongestElement)
            return end;
        return char.IsLowSurrogate(text[most]) && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
    }

    // Unicode §23.7: the last two of every plane, and 32 in the Arabic presentation forms
    private static bool IsNone(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;
}
