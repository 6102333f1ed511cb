using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Mmhs.Wire.Smime;

/// <summary>Writes SignedData in DER, with one signer (RFC 5652 §5; MMHS §4.2.1.2).</summary>
/// <remarks>
/// Written directly, in one pass over the content: a generic generator encodes it several times, and this is the busiest place of the signing
/// service. ContentInfo outside, eContentType id-data, SignerInfo of version 1 with issuer and serial number.
/// </remarks>
public static class SignedDataWriter
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, true);
    private static readonly byte[] Capabilities = WriteCapabilities();

    /// <summary>Signs and carries the content: the signature of a message.</summary>
    /// <param name="content">A MIME entity in its canonical form.</param>
    /// <param name="identity">Who signs.</param>
    /// <param name="signingTime">What the signer claims; whole seconds are kept.</param>
    /// <param name="essLabel">DER of ESSSecurityLabel (RFC 2634 §3).</param>
    public static byte[] Attached(
        ReadOnlySpan<byte> content,
        SigningIdentity identity,
        DateTimeOffset signingTime,
        ReadOnlyMemory<byte> essLabel
    ) => Write(content, true, identity, signingTime, essLabel);

    /// <summary>Signs octets kept elsewhere: the signature of a checkpoint.</summary>
    public static byte[] Detached(ReadOnlySpan<byte> content, SigningIdentity identity, DateTimeOffset signingTime) =>
        Write(content, false, identity, signingTime, null);

    private static byte[] Write(
        ReadOnlySpan<byte> content,
        bool attached,
        SigningIdentity identity,
        DateTimeOffset signingTime,
        ReadOnlyMemory<byte>? essLabel
    )
    {
        var attributes = Attributes(CryptographicOperations.HashData(identity.Digest, content), identity, signingTime, essLabel);
        // RFC 5652 §5.4: signed is the SET OF, sent is the same under the tag [0]
        var signature = identity.Sign(CryptographicOperations.HashData(identity.Digest, attributes));
        attributes[0] = 0xA0;

        var writer = new AsnWriter(AsnEncodingRules.DER, content.Length + 4096);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsOids.SignedData);
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                    Algorithm(writer, identity.DigestOid);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(CmsOids.Data);
                    if (attached)
                        using (writer.PushSequence(Context0))
                            writer.WriteOctetString(content);
                }
                using (writer.PushSetOf(Context0))
                    foreach (var certificate in identity.Certificates)
                        writer.WriteEncodedValue(certificate);
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteInteger(1);
                    writer.WriteEncodedValue(identity.IssuerAndSerial);
                    Algorithm(writer, identity.DigestOid);
                    writer.WriteEncodedValue(attributes);
                    Algorithm(writer, identity.SignatureOid);
                    writer.WriteOctetString(signature);
                }
            }
        }
        return writer.Encode();
    }

    // RFC 5754 §2, §3.3: parameters are absent for SHA-2 and for ECDSA
    private static void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(oid);
    }

    private static byte[] Attributes(
        byte[] digest,
        SigningIdentity identity,
        DateTimeOffset signingTime,
        ReadOnlyMemory<byte>? essLabel
    )
    {
        var writer = new AsnWriter(AsnEncodingRules.DER, 1024);
        using (writer.PushSetOf())
        {
            using (Attribute(writer, CmsOids.ContentType))
            using (writer.PushSetOf())
                writer.WriteObjectIdentifier(CmsOids.Data);
            using (Attribute(writer, CmsOids.MessageDigest))
            using (writer.PushSetOf())
                writer.WriteOctetString(digest);
            using (Attribute(writer, CmsOids.SigningTime))
            using (writer.PushSetOf())
                Time(writer, signingTime);
            Attribute(writer, CmsOids.SigningCertificateV2, identity.SigningCertificate);
            if (essLabel is { } label)
            {
                Attribute(writer, Labels.EssLabelCodec.AttributeType, label.Span);
                Attribute(writer, CmsOids.SmimeCapabilities, Capabilities);
            }
        }
        return writer.Encode();
    }

    private static AsnWriter.Scope Attribute(AsnWriter writer, string oid)
    {
        var scope = writer.PushSequence();
        writer.WriteObjectIdentifier(oid);
        return scope;
    }

    private static void Attribute(AsnWriter writer, string oid, ReadOnlySpan<byte> value)
    {
        using (Attribute(writer, oid))
        using (writer.PushSetOf())
            writer.WriteEncodedValue(value);
    }

    // RFC 5652 §11.3: UTCTime through 2049, GeneralizedTime after
    private static void Time(AsnWriter writer, DateTimeOffset at)
    {
        if (at.UtcDateTime.Year < 2050)
            writer.WriteUtcTime(at);
        else
            writer.WriteGeneralizedTime(at, omitFractionalSeconds: true);
    }

    // RFC 8551 §2.5.2: most wanted first; AES in CBC mode, which the profile's EnvelopedData has, and nothing weaker
    private static byte[] WriteCapabilities()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Algorithm(writer, "2.16.840.1.101.3.4.1.42"); // AES-256-CBC (RFC 3565)
            Algorithm(writer, "2.16.840.1.101.3.4.1.2"); // AES-128-CBC
        }
        return writer.Encode();
    }
}
