using System.Globalization;
using System.Text;

namespace Mmhs.Messages.Search;

/// <summary>How text becomes words to search by: the same for what is kept and for what is asked, on every engine.</summary>
/// <remarks>Letters and digits only, small, without accents; all else parts words. "Grüße" is found by <c>grusse</c> and <c>GRÜSSE</c>.</remarks>
public static class SearchText
{
    /// <summary>A word longer than this is cut here; it is found by its beginning.</summary>
    public const int MaxLength = 64;

    public static IEnumerable<string> Of(string text)
    {
        var word = new StringBuilder(MaxLength);
        foreach (var rune in Folded(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                continue;
            if (Rune.IsLetterOrDigit(rune))
            {
                if (word.Length + rune.Utf16SequenceLength <= MaxLength)
                    word.Append(rune.ToString());
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0)
            yield return word.ToString();
    }

    private static string Folded(string text) =>
        Characters.Normal(text, NormalizationForm.FormKD).ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal);
}
