using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mmhs.Testing;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Attribute = Org.BouncyCastle.Asn1.Cms.Attribute;

namespace Mmhs.Wire.Tests.Smime;

public sealed class SignedAttributesTests
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("Hold at phase line BLUE.\r\n");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SEC_4_2_1_2_2_1_attributes_signed_in_another_order_than_that_of_DER_verify_as_they_came(bool sortedWhenSigned)
    {
        var layer = Read(Signed(sortedWhenSigned, change: false));
        Assert.Equal((LayerStatus.Valid, SignerStatus.Valid), (layer.Status, Assert.Single(layer.Signers).Status));
    }

    [Fact]
    public void SEC_4_2_1_2_2_1_an_attribute_changed_after_it_was_signed_breaks_the_signature_in_any_order() =>
        Assert.Equal(LayerStatus.Invalid, Read(Signed(sortedWhenSigned: false, change: true)).Status);

    [Fact]
    public void SEC_4_2_1_1_a_DSA_key_that_leaves_its_parameters_to_its_issuer_is_not_supported_rather_than_a_broken_signature()
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(
            Corpora.File("smime/rfc4134/DianeDSSSignByCarlInherit.cer")
        );
        Assert.Null(
            SignatureArithmetic.Verify(certificate, "1.2.840.10040.4.3", HashAlgorithmName.SHA1, new byte[20], new byte[40])
        );
        Assert.NotNull(SignatureArithmetic.Weakness(certificate, HashAlgorithmName.SHA256));
    }

    private static LayerReading Read(CmsSignedData signed) =>
        SignedDataReader.Read("1", signed, Content, SignerTrust.Nobody, TimeProvider.System.GetUtcNow());

    /// <summary>A SignedData whose attributes stand in the order opposite to that of DER.</summary>
    private static CmsSignedData Signed(bool sortedWhenSigned, bool change)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=Signer", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );

        Attribute type = new(new(CmsOids.ContentType), new DerSet(new DerObjectIdentifier(CmsOids.Data)));
        Attribute digest = new(new(CmsOids.MessageDigest), new DerSet(new DerOctetString(SHA256.HashData(Content))));
        var sorted = new DerSet(type, digest).GetEncoded(Asn1Encodable.Der);
        var attributes = new DLSet(digest, type);
        var written = attributes.GetEncoded(Asn1Encodable.DL);
        Assert.NotEqual(sorted, written);
        var signature = key.SignData(
            sortedWhenSigned ? sorted : written,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        if (change)
            attributes = new DLSet(
                new Attribute(new(CmsOids.SigningTime), new DerSet(new DerUtcTime(now.UtcDateTime, 2049))),
                digest,
                type
            );

        var parsed = new Org.BouncyCastle.X509.X509Certificate(certificate.RawData);
        AlgorithmIdentifier sha256 = new(new DerObjectIdentifier(CmsOids.Sha256));
        var info = new DLSequence(
            DerInteger.One,
            new IssuerAndSerialNumber(parsed.IssuerDN, parsed.SerialNumber),
            sha256,
            new DLTaggedObject(false, 0, attributes),
            new AlgorithmIdentifier(new DerObjectIdentifier("1.2.840.10045.4.3.2")),
            new DerOctetString(signature)
        );
        var data = new DLSequence(
            DerInteger.One,
            new DerSet(sha256),
            new DLSequence(new DerObjectIdentifier(CmsOids.Data)),
            new DLTaggedObject(false, 0, new DerSet(parsed.CertificateStructure)),
            new DLSet(info)
        );
        return new(
            new DLSequence(new DerObjectIdentifier("1.2.840.113549.1.7.2"), new DLTaggedObject(0, data)).GetEncoded(
                Asn1Encodable.DL
            )
        );
    }
}
