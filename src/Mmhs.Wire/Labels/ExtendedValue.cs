using System.Globalization;
using System.Text;

namespace Mmhs.Wire.Labels;

/// <summary>Decodes the sections of one parameter: <c>charset'language'percent-encoded</c> and plain ones after it (RFC 2231 §4.1).</summary>
internal static class ExtendedValue
{
    /// <summary>The text, or null when the character set or the encoding cannot be read.</summary>
    /// <param name="sections">In order, without a gap.</param>
    public static string? Decode(List<SioPiece> sections)
    {
        if (!sections.Exists(section => section.IsExtended))
            return string.Concat(sections.Select(section => section.Value));

        // only the first section says the character set; a later one may be encoded only if the first is (RFC 2231 §4.1)
        if (
            !sections[0].IsExtended
            || sections[0].Value.Split('\'', 3) is not [var charset, _, var first]
            || DecoderOf(charset) is not { } encoding
        )
            return null;
        using var octets = new MemoryStream();
        for (var number = 0; number < sections.Count; number++)
        {
            var text = number == 0 ? first : sections[number].Value;
            if (!(sections[number].IsExtended ? AppendEncoded(octets, text) : AppendPlain(octets, text, encoding)))
                return null;
        }
        try
        {
            return encoding.GetString(octets.GetBuffer(), 0, (int)octets.Length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool AppendEncoded(MemoryStream octets, string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] > '~')
                return false;
            if (text[at] != '%')
            {
                octets.WriteByte((byte)text[at]);
                continue;
            }
            if (
                at + 2 >= text.Length
                || !byte.TryParse(
                    text.AsSpan(at + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var octet
                )
            )
                return false;
            octets.WriteByte(octet);
            at += 2;
        }
        return true;
    }

    private static bool AppendPlain(MemoryStream octets, string text, Encoding encoding)
    {
        try
        {
            octets.Write(encoding.GetBytes(text));
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static Encoding? DecoderOf(string charset) =>
        charset.ToUpperInvariant() switch
        {
            "UTF-8" => Strict("utf-8"),
            "US-ASCII" or "" => Strict("us-ascii"),
            "ISO-8859-1" => Strict("iso-8859-1"),
            _ => null,
        };

    private static Encoding Strict(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
