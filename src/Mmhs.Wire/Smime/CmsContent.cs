using System.Diagnostics.CodeAnalysis;
using Mmhs.Wire.Mime;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Cms;

namespace Mmhs.Wire.Smime;

/// <summary>What a CMS object turned out to be: these and no more (RFC 5652 §3).</summary>
internal abstract record CmsContent
{
    private CmsContent() { }

    /// <param name="Data">The signatures.</param>
    /// <param name="Content">The MIME entity inside, decompressed where it was compressed; null when it is kept elsewhere.</param>
    public sealed record Signed(CmsSignedData Data, ReadOnlyMemory<byte>? Content) : CmsContent;

    public sealed record Enveloped(bool IsAuthenticated) : CmsContent;

    public sealed record Compressed(ReadOnlyMemory<byte> Content) : CmsContent;

    /// <summary>Compressed, and not opened: it would become too much, or it is damaged.</summary>
    public sealed record Unopened(string Reason) : CmsContent;

    /// <summary>A receipt inside a signature (RFC 2634 §2).</summary>
    public sealed record Receipt(CmsSignedData Data) : CmsContent;

    /// <summary>Octets of a kind that carries no message, such as bare data or a digest.</summary>
    public sealed record Other(string Oid) : CmsContent;

    public sealed record Malformed(string Reason) : CmsContent;

    /// <summary>A signature that can be read and is not built as one over what stands beside it.</summary>
    public sealed record NotDetached(string Reason) : CmsContent;

    /// <summary>Reads a ContentInfo; never throws. BER is read, octets after it are not.</summary>
    /// <param name="octets">Of one object.</param>
    /// <param name="allowance">Octets that what is compressed may become.</param>
    [SuppressMessage("Design", "CA1031", Justification = "The library reports bad octets with whatever came to hand.")]
    public static CmsContent Read(byte[] octets, long allowance)
    {
        try
        {
            using var stream = new Asn1InputStream(octets);
            var info = ContentInfo.GetInstance(stream.ReadObject());
            return info.Content is null ? new Malformed("The ContentInfo has no content.") : Read(info, allowance);
        }
        catch (Exception bad)
        {
            return new Malformed($"The octets are not CMS ({bad.GetType().Name}).");
        }
    }

    private static CmsContent Read(ContentInfo info, long allowance)
    {
        switch (info.ContentType.Id)
        {
            case CmsOids.SignedData:
                var signed = new CmsSignedData(info);
                var type = signed.SignedContentType?.Id;
                if (type == CmsOids.Receipt)
                    return new Receipt(signed);
                ReadOnlyMemory<byte>? content = null;
                if (signed.SignedContent is { } inside)
                    content = OctetsOf(inside);
                // MMHS §4.2.1.2.1: compressed directly inside the signature, with no MIME between
                if (type != CmsOids.CompressedData || content is not { } compressed)
                    return new Signed(signed, content);
                return Decompress(Asn1Object.FromByteArray(compressed.ToArray()), allowance) switch
                {
                    Compressed(var opened) => new Signed(signed, opened),
                    var closed => closed,
                };
            case CmsOids.EnvelopedData:
                return new Enveloped(false);
            case CmsOids.AuthEnvelopedData:
                return new Enveloped(true);
            case CmsOids.CompressedData:
                return Decompress(info.Content, allowance);
            default:
                return new Other(info.ContentType.Id);
        }
    }

    // RFC 3274 §1.1, §2: zlib is the one algorithm, and what it makes is limited as that of any compressed part
    private static CmsContent Decompress(Asn1Encodable content, long allowance)
    {
        var data = CompressedData.GetInstance(content);
        if (data.CompressionAlgorithmIdentifier.Algorithm.Id != CmsOids.Zlib)
            return new Unopened("The compression is of a kind not known here; it is not opened.");
        var opened = Inflation.Open(
            Asn1OctetString.GetInstance(data.EncapContentInfo.Content).GetOctets(),
            isGzip: false,
            allowance
        );
        return opened.Content is { } octets ? new Compressed(octets) : new Unopened(opened.Problem!);
    }

    internal static byte[] OctetsOf(CmsProcessable content)
    {
        using var octets = new MemoryStream();
        content.Write(octets);
        return octets.ToArray();
    }
}
