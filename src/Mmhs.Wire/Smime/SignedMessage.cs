using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Smime;

/// <summary>Signs a built message so that its header is covered too: the whole of it, wrapped, is what is signed.</summary>
/// <remarks>
/// The wrapper is <c>message/rfc822; forwarded=no</c>, which tells it from a forwarded message; around it an opaque
/// <c>application/pkcs7-mime</c>, which no hop re-encodes; the same fields again outside. Source: MMHS §4.2.6; RFC 8551 §3.1, §3.5.2.
/// </remarks>
public static class SignedMessage
{
    private static readonly byte[] Wrapper =
    [
        .. "Content-Type: message/rfc822; forwarded=no\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"u8,
    ];

    /// <param name="message">The copy to sign.</param>
    /// <param name="identity">Who signs.</param>
    /// <param name="signingTime">What the signature says of its time.</param>
    /// <param name="essLabel">DER of the label, the same as in the header.</param>
    /// <returns>RFC 5322 octets with CRLF.</returns>
    public static ReadOnlyMemory<byte> Sign(
        BuiltMessage message,
        SigningIdentity identity,
        DateTimeOffset signingTime,
        ReadOnlyMemory<byte> essLabel
    )
    {
        var entity = new byte[Wrapper.Length + message.Octets.Length];
        Wrapper.CopyTo(entity, 0);
        message.Octets.Span.CopyTo(entity.AsSpan(Wrapper.Length));
        var signed = SignedDataWriter.Attached(entity, identity, signingTime, essLabel);

        return new OctetWriter(message.Header.Length + 512 + (signed.Length / 57 * 78))
            .Octets(message.Header.Span)
            .Line("MIME-Version: 1.0")
            .Line("Content-Type: application/pkcs7-mime; smime-type=signed-data;")
            .Line(" name=smime.p7m")
            .Line("Content-Transfer-Encoding: base64")
            .Line("Content-Disposition: attachment; filename=smime.p7m")
            .Line()
            .Base64(signed)
            .Written;
    }
}
