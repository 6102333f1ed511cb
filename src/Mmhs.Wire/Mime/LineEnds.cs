using System.Buffers;

namespace Mmhs.Wire.Mime;

/// <summary>Line ends as they are signed: CRLF (RFC 8551 §3.1.1).</summary>
internal static class LineEnds
{
    public static ReadOnlyMemory<byte> ToCrlf(ReadOnlyMemory<byte> octets)
    {
        var span = octets.Span;
        var bare = 0;
        for (var i = 0; i < span.Length; i++)
            if (span[i] == '\n' && (i == 0 || span[i - 1] != '\r'))
                bare++;
        if (bare == 0)
            return octets;

        var canonical = new ArrayBufferWriter<byte>(span.Length + bare);
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] == '\n' && (i == 0 || span[i - 1] != '\r'))
                canonical.Write("\r"u8);
            canonical.Write(span.Slice(i, 1));
        }
        return canonical.WrittenMemory;
    }
}
