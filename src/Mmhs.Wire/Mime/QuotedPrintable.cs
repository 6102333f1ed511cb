namespace Mmhs.Wire.Mime;

/// <summary>Quoted-printable for text: line breaks stay, nothing at a line's end is left to be stripped (RFC 2045 §6.7).</summary>
internal static class QuotedPrintable
{
    private const int MaxLine = 76;

    /// <param name="text">UTF-8 with CRLF line ends.</param>
    /// <param name="into">Gets the encoded lines; the last is ended only if it was.</param>
    public static void Encode(ReadOnlySpan<byte> text, OctetWriter into)
    {
        Span<byte> line = stackalloc byte[MaxLine + 2];
        var used = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsBreak(text, i))
            {
                into.Octets(line[..used]).Line();
                used = 0;
                i++;
                continue;
            }
            var octet = text[i];
            var plain = IsPlain(octet, atLineEnd: i + 1 == text.Length || IsBreak(text, i + 1)) && !IsFromLine(text, i, used);
            var width = plain ? 1 : 3;
            var last = i + 1 == text.Length || IsBreak(text, i + 1);
            if (used + width > (last ? MaxLine : MaxLine - 1))
            {
                line[used++] = (byte)'=';
                into.Octets(line[..used]).Line();
                used = 0;
            }
            if (plain)
            {
                line[used++] = octet;
                continue;
            }
            line[used++] = (byte)'=';
            line[used++] = (byte)"0123456789ABCDEF"[octet >> 4];
            line[used++] = (byte)"0123456789ABCDEF"[octet & 15];
        }
        into.Octets(line[..used]);
    }

    private static bool IsBreak(ReadOnlySpan<byte> text, int at) =>
        text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n';

    private static bool IsPlain(byte octet, bool atLineEnd) =>
        octet is (byte)' ' or (byte)'\t' ? !atLineEnd : octet is > (byte)' ' and <= (byte)'~' and not (byte)'=';

    // mail stores that keep messages in one file put a ">" before such a line
    private static bool IsFromLine(ReadOnlySpan<byte> text, int at, int used) => used == 0 && text[at..].StartsWith("From "u8);
}
