using System.Buffers;
using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>Collects the octets of a message; every line ends in CRLF (RFC 5322 §2.1).</summary>
internal sealed class OctetWriter(int capacity)
{
    private const int OctetsPerBase64Line = 57; // RFC 2045 §6.8: 76 characters a line

    private readonly ArrayBufferWriter<byte> buffer = new(capacity);

    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    public OctetWriter Ascii(string text)
    {
        buffer.Advance(Encoding.ASCII.GetBytes(text, buffer.GetSpan(text.Length)));
        return this;
    }

    public OctetWriter Line(string text) => Ascii(text).Line();

    public OctetWriter Line()
    {
        buffer.Write("\r\n"u8);
        return this;
    }

    public OctetWriter Octets(ReadOnlySpan<byte> octets)
    {
        buffer.Write(octets);
        return this;
    }

    /// <summary>Base64 in lines of 76 characters, the last one ended too.</summary>
    public OctetWriter Base64(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var line = octets[..Math.Min(OctetsPerBase64Line, octets.Length)];
            System.Buffers.Text.Base64.EncodeToUtf8(line, buffer.GetSpan(80), out _, out var written);
            buffer.Advance(written);
            Line();
            octets = octets[line.Length..];
        }
        return this;
    }
}
