using System.Text;

namespace Mmhs.Wire.Headers;

/// <summary>A raw field body as one line (RFC 5322 §2.2.3).</summary>
internal static class FieldText
{
    /// <summary>In characters; no field we read needs more.</summary>
    private const int MaxLength = 256 << 10;

    /// <summary>The body without its folds; null when it is not US-ASCII, has control characters, or a line end that is no fold.</summary>
    public static string? Unfold(string raw)
    {
        if (raw.Length > MaxLength)
            return null;
        var end = raw.Length;
        if (end > 0 && raw[end - 1] == '\n')
            end--;
        if (end > 0 && raw[end - 1] == '\r')
            end--;
        var line = new StringBuilder(end);
        for (var at = 0; at < end; at++)
        {
            var c = raw[at];
            if (c == '\r' && at + 1 < end && raw[at + 1] == '\n')
                continue;
            if (c == '\n')
            {
                if (at + 1 == end || raw[at + 1] is not (' ' or '\t'))
                    return null;
                continue;
            }
            if (c is > '~' or (< ' ' and not '\t'))
                return null; // RFC 6477 §4: US-ASCII, no encoded characters
            line.Append(c);
        }
        return line.ToString();
    }

    public static string Trim(string text) => text.Trim(' ', '\t');
}
