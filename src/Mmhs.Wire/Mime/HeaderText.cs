using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>Bodies of RFC 5322 header fields, folded so that lines keep to 78 characters where they can (RFC 5322 §2.1.1).</summary>
internal static class HeaderText
{
    private const int PreferredLine = 78;
    private const int LongestWord = 200; // far below 998 with any field name before it

    /// <summary>An unstructured body such as that of Subject.</summary>
    public static string Unstructured(string name, string text)
    {
        if (text.Length == 0)
            return "";
        if (!EncodedWords.IsPlain(text) || text.Split(' ').Any(word => word.Length > LongestWord))
            return EncodedWords.Encode(text, name.Length + 2);

        var body = new StringBuilder();
        var column = name.Length + 2;
        for (var start = 0; start < text.Length; )
        {
            // the blanks before a word go with it, so that no folded line is blank
            var word = start;
            while (word < text.Length && text[word] == ' ')
                word++;
            var end = text.IndexOf(' ', word);
            if (end < 0)
                end = text.Length;
            if (start > 0 && column + end - start > PreferredLine)
            {
                body.Append("\r\n");
                column = 0;
            }
            body.Append(text, start, end - start);
            column += end - start;
            start = end;
        }
        return body.ToString();
    }
}
