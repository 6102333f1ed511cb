using System.Globalization;
using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>Text that is not plain US-ASCII, as RFC 2047 lets header fields carry it: UTF-8, B encoding, whole characters in each word.</summary>
internal static class EncodedWords
{
    private const int MaxLine = 76; // RFC 2047 §2: of a line that has encoded-words
    private const string Start = "=?utf-8?B?";
    private const string End = "?=";

    /// <summary>Whether the text can stand as it is: printable, no look-alike of an encoded-word, no blank that folding would eat.</summary>
    public static bool IsPlain(string text) =>
        text.All(c => c is >= ' ' and <= '~')
        && !text.Contains("=?", StringComparison.Ordinal)
        && !text.StartsWith(' ')
        && !text.EndsWith(' ');

    /// <summary>The words, folded one a line.</summary>
    /// <param name="text">Any text; a control character becomes a blank.</param>
    /// <param name="column">Characters already on the first line.</param>
    public static string Encode(string text, int column)
    {
        var result = new StringBuilder();
        var word = new List<byte>();
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var clean = Rune.IsControl(rune) || rune.Value is '\u2028' or '\u2029' ? new Rune(' ') : rune;
            var length = clean.EncodeToUtf8(octets);
            if (word.Count > 0 && word.Count + length > Room(column))
            {
                Flush(result, word).Append("\r\n ");
                column = 1;
            }
            word.AddRange(octets[..length]);
        }
        return Flush(result, word).ToString();
    }

    private static int Room(int column) => Math.Max(4, (MaxLine - column - Start.Length - End.Length) / 4 * 3);

    private static StringBuilder Flush(StringBuilder result, List<byte> word)
    {
        result.Append(CultureInfo.InvariantCulture, $"{Start}{Convert.ToBase64String([.. word])}{End}");
        word.Clear();
        return result;
    }
}
