using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>Where in a file a message may begin, and what the file is when it was encoded.</summary>
internal static class InnerForms
{
    /// <summary>Field bodies are read so far, folded lines and all.</summary>
    private const int LongestField = 16 << 10;

    private const int MostFields = 200;

    private const int MostMessages = 1000;

    // fields that begin a header, in the letters of everyday
    private static readonly byte[][] First =
    [
        .. new[]
        {
            "Return-Path",
            "Received",
            "From",
            "Sender",
            "To",
            "Date",
            "Subject",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Delivered-To",
            "SIO-Label",
            "X-",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly SearchValues<byte> Base64Line = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n \t"u8
    );

    /// <summary>The same; where lines end in CR alone, they end in LF.</summary>
    public static ReadOnlyMemory<byte> WithLines(ReadOnlyMemory<byte> octets)
    {
        if (octets.Span.Contains((byte)'\n') || !octets.Span.Contains((byte)'\r'))
            return octets;
        var lines = octets.ToArray();
        lines.AsSpan().Replace((byte)'\r', (byte)'\n');
        return lines;
    }

    /// <summary>The messages that stand in the octets as they are; none where no header begins anywhere.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> octets)
    {
        if (octets.Span[0] == 0x30)
            yield return octets; // a bare CMS object
        var start = HeaderStart(octets.Span);
        for (var many = 0; start >= 0 && many < MostMessages; many++)
        {
            var rest = octets[start..];
            var next = NextMessage(rest.Span);
            yield return next < 0 ? rest : rest[..next];
            if (next < 0)
                yield break;
            var after = HeaderStart(rest.Span[next..]);
            start = after < 0 ? -1 : start + next + after;
        }
    }

    /// <summary>Every SIO-Label field at the beginning of a line, wherever it stands, as a header of its own.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> LabelFields(ReadOnlyMemory<byte> octets)
    {
        var many = 0;
        for (var line = 0; line >= 0 && line < octets.Length; line = NextLine(octets.Span, line))
        {
            if (!IsField(octets.Span[line..], "SIO-Label"u8))
                continue;
            if (++many > MostFields)
                yield break;
            yield return FieldAt(octets[line..]);
        }
    }

    /// <summary>What the octets are once an encoding of the whole is taken away; none where they are not encoded.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Decoded(ReadOnlyMemory<byte> octets)
    {
        var span = octets.Span;
        if (
            span.Length > 2
            && span[0] == 0x1f
            && span[1] == 0x8b
            && Inflation.Open(octets.ToArray(), isGzip: true, ReadingLimits.Decompressed).Content is { } inflated
        )
            yield return inflated;
        if (FromUtf16(octets.Span) is { } text)
            yield return text;
        if (FromBase64(octets.Span) is { } plain)
            yield return plain;
        if (HeaderStart(octets.Span) is >= 0 and var start && octets.Span.IndexOf("=3D"u8) >= 0)
            yield return FromQuotedPrintable(octets.Span[start..]);
    }

    private static int NextLine(ReadOnlySpan<byte> octets, int from)
    {
        var end = octets[from..].IndexOfAny((byte)'\n', (byte)'\r');
        return end < 0 ? -1 : from + end + 1;
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        if (line.Length <= name.Length || !Ascii.EqualsIgnoreCase(line[..name.Length], name))
            return false;
        return line[name.Length..].TrimStart(" \t"u8) is [(byte)':', ..];
    }

    private static bool BeginsHeader(ReadOnlySpan<byte> line)
    {
        foreach (var name in First)
            if (
                name[^1] == (byte)'-'
                    ? line.Length > 2
                        && Ascii.EqualsIgnoreCase(line[..2], name)
                        && line[..Math.Min(80, line.Length)].Contains((byte)':')
                    : IsField(line, name)
            )
                return true;
        return false;
    }

    private static int HeaderStart(ReadOnlySpan<byte> octets)
    {
        var line = octets.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (; line >= 0 && line < octets.Length; line = NextLine(octets, line))
            if (BeginsHeader(octets[line..]))
                return line;
        return -1;
    }

    // RFC 4155: a message of an mbox begins with a From line after a blank one
    private static int NextMessage(ReadOnlySpan<byte> octets)
    {
        for (var line = NextLine(octets, 0); line >= 0 && line < octets.Length; line = NextLine(octets, line))
            if (
                octets[line..].StartsWith("From "u8)
                && (octets[..line].EndsWith("\n\n"u8) || octets[..line].EndsWith("\r\n\r\n"u8))
            )
                return line;
        return -1;
    }

    private static byte[] FieldAt(ReadOnlyMemory<byte> octets)
    {
        var span = octets.Span[..Math.Min(octets.Length, LongestField)];
        var end = 0;
        do
        {
            var next = span[end..].IndexOf((byte)'\n');
            end = next < 0 ? span.Length : end + next + 1;
        } while (end < span.Length && span[end] is (byte)' ' or (byte)'\t');
        return [.. span[..end], .. "\r\n\r\n"u8];
    }

    private static byte[]? FromUtf16(ReadOnlySpan<byte> octets)
    {
        var order = octets switch
        {
            [0xff, 0xfe, ..] => Encoding.Unicode,
            [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        return order is null ? null : Encoding.UTF8.GetBytes(order.GetString(octets));
    }

    // RFC 2045 §6.8; also between the lines of RFC 7468, which are taken away
    private static byte[]? FromBase64(ReadOnlySpan<byte> octets)
    {
        var body = octets.TrimStart(Encoding.UTF8.Preamble).Trim(" \t\r\n"u8);
        if (body.StartsWith("-----BEGIN "u8))
        {
            var first = body.IndexOf((byte)'\n') + 1;
            var last = body.LastIndexOf("-----END "u8);
            if (first <= 0 || last < first)
                return null;
            body = body[first..last];
        }
        if (body.Length < 16 || body.ContainsAnyExcept(Base64Line))
            return null;
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        return Base64.DecodeFromUtf8(body, decoded, out _, out var length) == OperationStatus.Done && length > 0
            ? decoded[..length]
            : null;
    }

    private static byte[] FromQuotedPrintable(ReadOnlySpan<byte> octets)
    {
        using var into = new MemoryStream();
        using (var filtered = new MimeKit.IO.FilteredStream(into))
        {
            filtered.Add(MimeKit.IO.Filters.DecoderFilter.Create(MimeKit.ContentEncoding.QuotedPrintable));
            filtered.Write(octets);
            filtered.Flush();
        }
        return into.ToArray();
    }
}
