using System.Text;
using System.Text.Unicode;
using MimeKit;

namespace Mmhs.Wire.Mime;

/// <summary>The words of a text part, also where its octets are not of the character set it names.</summary>
internal static class TextOctets
{
    private static readonly HashSet<string> AsciiNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "",
        "us-ascii",
        "ascii",
        "ansi_x3.4-1968",
        "iso646-us",
    };

    private static readonly HashSet<string> LatinNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "iso-8859-1",
        "iso_8859-1",
        "iso8859-1",
        "latin1",
        "l1",
        "cp819",
        "ibm819",
    };

    /// <summary>What is wrong with it, to be shown; null when all is well, or another character set is named, of which every octet means something.</summary>
    /// <param name="part">The text.</param>
    /// <param name="octets">Of the whole part, its header with it.</param>
    public static string? Flaw(TextPart part, ReadOnlySpan<byte> octets)
    {
        var charset = part.ContentType.Charset ?? "";
        if (LatinNames.Contains(charset))
            return HasControls(PartOctets.Decode(part))
                ? "The text has characters ISO 8859-1 does not have; it is shown as Windows-1252, which its sender most likely meant."
                : null;
        var isAscii = AsciiNames.Contains(charset);
        if (!isAscii && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        var isEncoded =
            part.ContentTransferEncoding is ContentEncoding.Base64 or ContentEncoding.QuotedPrintable or ContentEncoding.UUEncode;
        if (!isEncoded && Ascii.IsValid(octets))
            return null;
        var content = PartOctets.Decode(part);
        if (isAscii)
            return Ascii.IsValid(content)
                ? null
                : "The text has characters its character set does not have; they are shown as UTF-8 where they are that, and as Western European otherwise.";
        return Utf8.IsValid(content) ? null : "Some octets of the text are no UTF-8; they are shown as \uFFFD.";
    }

    public static string Words(TextPart part)
    {
        if (LatinNames.Contains(part.ContentType.Charset ?? "") && PartOctets.Decode(part) is var latin && HasControls(latin))
            return OldCharacterSets.Western.GetString(latin);
        if (!AsciiNames.Contains(part.ContentType.Charset ?? ""))
            return WithoutMark(part.Text ?? "");
        var content = PartOctets.Decode(part);
        if (Ascii.IsValid(content))
            return Encoding.ASCII.GetString(content);
        return WithoutMark((Utf8.IsValid(content) ? Encoding.UTF8 : OldCharacterSets.Western).GetString(content));
    }

    // 0x80 to 0x9F: controls nobody writes in ISO 8859-1, and dashes and quotation marks in the set of Windows that often goes by its name
    private static bool HasControls(ReadOnlySpan<byte> content) => content.IndexOfAnyInRange((byte)0x80, (byte)0x9F) >= 0;

    // the byte order mark is no word
    private static string WithoutMark(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;
}
