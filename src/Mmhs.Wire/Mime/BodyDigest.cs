using System.Buffers;
using System.Security.Cryptography;

namespace Mmhs.Wire.Mime;

/// <summary>By what a message is known again after it travelled: SHA-256 over the octets of its body.</summary>
/// <remarks>
/// The header grows and changes on the way (trace, priority) and is protected inside a signed body; the body of a signed message is not
/// touched by anybody. Empty lines at its end do not count (as RFC 6376 §3.4.3): a hop may add or take one.
/// </remarks>
public static class BodyDigest
{
    /// <summary>32 octets.</summary>
    /// <param name="body">What stands behind the blank line that ends the header.</param>
    public static byte[] Of(ReadOnlySequence<byte> body)
    {
        var length = body.Length;
        while (length >= 2 && IsLineEnd(body.Slice(length - 2, 2)))
            length -= 2;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var segment in body.Slice(0, length))
            hash.AppendData(segment.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>The same of a whole message; of one without a blank line its body is empty.</summary>
    public static byte[] OfMessage(ReadOnlyMemory<byte> message)
    {
        var end = message.Span.IndexOf("\r\n\r\n"u8);
        return Of(new(end < 0 ? default : message[(end + 4)..]));
    }

    private static bool IsLineEnd(ReadOnlySequence<byte> two)
    {
        Span<byte> octets = stackalloc byte[2];
        two.CopyTo(octets);
        return octets.SequenceEqual("\r\n"u8);
    }
}
