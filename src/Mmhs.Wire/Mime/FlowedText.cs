using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>Text whose lines a reader may wrap anew: <c>format=flowed</c> (RFC 3676).</summary>
internal static class FlowedText
{
    private const string Signature = "-- ";
    private const int PreferredLine = 72; // RFC 3676 §4.2: at most 78, with the blank at the end and one for stuffing
    private const int LongestLine = 997;

    /// <summary>One line a paragraph, ended by LF; quoted ones begin with as many <c>&gt;</c> as they are deep, and a blank.</summary>
    /// <param name="text">Lines as they came, ended by CRLF or LF.</param>
    /// <param name="deletesSpace"><c>delsp=yes</c>: the blank before a soft break is no part of the text.</param>
    public static string Decode(string text, bool deletesSpace)
    {
        var decoded = new StringBuilder(text.Length);
        int depth = -1; // of the paragraph that is open; none at the start
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('\n');
            var line = (end < 0 ? rest : rest[..end]).TrimEnd('\r');
            var isLast = end < 0;
            rest = isLast ? default : rest[(end + 1)..];

            // RFC 3676 §4.1: the signature, quotes, stuffing, the signature again, and only then whether it flows
            var own = 0;
            while (own < line.Length && line[own] == '>')
                own++;
            var content = line[own..];
            if (content is [' ', ..] && !line.SequenceEqual(Signature))
                content = content[1..];
            var isSignature = content.SequenceEqual(Signature);
            var flows = !isSignature && content is [.., ' '];

            var continues = depth == own && !isSignature;
            if (!continues)
            {
                if (depth >= 0)
                    decoded.Append('\n');
                if (own > 0)
                    decoded.Append('>', own).Append(' ');
            }
            decoded.Append(flows && deletesSpace ? content[..^1] : content);
            if (flows)
                depth = own;
            else
            {
                depth = -1;
                if (!isLast)
                    decoded.Append('\n');
            }
        }
        return decoded.ToString();
    }

    /// <summary>The text with soft breaks after blanks, to be sent with <c>delsp=no</c>; null when a word is too long for any line.</summary>
    /// <param name="text">One line a paragraph, ended by LF. Blanks at the end of a line are left out: they would make it flow.</param>
    /// <returns>Lines ended by CRLF.</returns>
    public static string? Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + (text.Length / 32));
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var rest = lines[i] == Signature ? Signature : lines[i].TrimEnd(' ');
            while (rest != Signature && rest.Length > PreferredLine && BreakOf(rest) is > 0 and var at)
            {
                if (!Append(encoded, rest[..at]))
                    return null;
                encoded.Append("\r\n");
                rest = rest[at..];
            }
            if (!Append(encoded, rest))
                return null;
            if (i < lines.Length - 1)
                encoded.Append("\r\n");
        }
        return encoded.ToString();
    }

    // after the last blank that fits, else after the first there is; never so that a line could be taken for the signature's
    private static int BreakOf(string line)
    {
        var at = line.LastIndexOf(' ', PreferredLine - 1) + 1;
        if (at <= 0 || line[..at] == Signature || line.AsSpan(0, at).IsWhiteSpace())
            at = line.IndexOf(' ', Math.Min(line.Length - 1, PreferredLine)) + 1;
        return at >= line.Length || line[at..] == Signature ? 0 : at;
    }

    private static bool Append(StringBuilder encoded, string line)
    {
        if (line.Length > LongestLine)
            return false;
        if (line is [' ' or '>', ..] || line.StartsWith("From ", StringComparison.Ordinal))
            encoded.Append(' '); // RFC 3676 §4.4
        encoded.Append(line);
        return true;
    }
}
