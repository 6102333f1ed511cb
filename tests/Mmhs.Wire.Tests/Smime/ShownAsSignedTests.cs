using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Track;
using Mmhs.Testing;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Tests.Smime;

/// <summary>Nothing stands under "valid" that the signature does not cover, and in nobody's name but the signer's.</summary>
public sealed class ShownAsSignedTests : IDisposable
{
    private const string Text = "Content-Type: text/plain\r\n\r\nHold the bridge.\r\n";
    private const string Header =
        "From: j3@hq.example\r\nSubject: Bridge\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@hq.example>\r\n";
    private static readonly DateTimeOffset At = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TestSigner _signer = new();

    private static string Wrapped => $"Content-Type: message/rfc822; forwarded=no\r\n\r\n{Header}{Text}";

    public void Dispose() => _signer.Dispose();

    [Fact]
    public void RFC_8551_a_part_and_a_detached_signature_over_it_are_valid()
    {
        var reading = Read(Header + TestSigner.Clear(Detached(Wrapped), [Wrapped]));
        Assert.Equal((SignatureStatus.Valid, true), (reading.Signature, reading.IsProven));
        Assert.Equal("Hold the bridge.", reading.Text!.TrimEnd());
        Assert.Empty(reading.Problems);
        Assert.Equal(["j3@hq.example"], reading.Signed);
    }

    [Fact]
    public void Attack_a_signature_over_a_content_of_its_own_signs_nothing_that_is_shown()
    {
        using var identity = _signer.Issue("j3@hq.example");
        var old = SignedDataWriter.Attached(Encoding.ASCII.GetBytes(Text), identity, At, SampleLabel);
        Assert.Equal(SignatureStatus.Valid, Read(Header + TestSigner.Opaque(old)).Signature);
        Broken(Read(Header + TestSigner.Clear(old, ["Content-Type: text/plain\r\n\r\nLeave the bridge."])), "content of its own");
    }

    [Fact]
    public void Attack_a_third_part_is_not_carried_in_under_the_signature() =>
        Broken(
            Read(Header + TestSigner.Clear(Detached(Text), [Text, "Content-Type: application/pdf; name=order.pdf\r\n\r\n%PDF"])),
            "exactly two parts"
        );

    [Fact]
    public void Attack_a_signature_without_its_part_or_without_its_place_is_no_missing_signature()
    {
        var alone = Header + TestSigner.Clear(Detached(Text), []);
        Broken(Read(alone), "exactly two parts");
        Broken(
            Read(
                Header
                    + TestSigner
                        .Clear(Detached(Text), [Text])
                        .Replace(
                            "Content-Type: application/pkcs7-signature",
                            "Content-Type: application/pdf",
                            StringComparison.Ordinal
                        )
            ),
            "not the signature"
        );
    }

    [Theory]
    [InlineData("micalg=sha-256", "protocol")]
    [InlineData("protocol=\"application/pgp-signature\"; micalg=sha-256", "protocol")]
    [InlineData("protocol=\"application/pkcs7-signature\"; micalg=sha-512", "micalg")]
    [InlineData("protocol=\"application/pkcs7-signature\"; micalg=sha1", "micalg")]
    public void RFC_1847_what_a_signed_message_says_of_its_signature_is_true(string parameters, string reason) =>
        Broken(Read(Header + TestSigner.Clear(Detached(Text), [Text], parameters)), reason);

    [Theory]
    [InlineData("protocol=\"application/x-pkcs7-signature\"; micalg=SHA256")]
    [InlineData("protocol=\"application/pkcs7-signature\"; micalg=\"sha1, sha-256\"")]
    [InlineData("protocol=\"application/pkcs7-signature\"; micalg=unknown")]
    [InlineData("protocol=\"application/pkcs7-signature\"")]
    public void RFC_8551_older_spellings_and_unknown_digests_contradict_nothing(string parameters) =>
        Assert.Equal(SignatureStatus.Valid, Read(Header + TestSigner.Clear(Detached(Text), [Text], parameters)).Signature);

    [Fact]
    public void Attack_what_stands_beside_a_signed_part_is_said_to_be_outside()
    {
        foreach (var signed in new[] { TestSigner.Opaque(Attached(Text)), TestSigner.Clear(Detached(Text), [Text]) })
        {
            var reading = Read(
                $"{Header}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{signed}\r\n--b\r\nContent-Type: application/pdf; name=order.pdf\r\n\r\n%PDF\r\n--b--\r\n"
            );
            Assert.Equal(
                (SignatureStatus.Unsigned, "Only a part of this message is signed."),
                (reading.Signature, reading.SignatureWords)
            );
            Assert.Equal(["1.2"], reading.Unsigned);
            Assert.Contains(reading.Problems, problem => problem is { Code: ReadingCodes.Unsigned, Where: "1.2" });
            Assert.False(reading.IsProven);
            Assert.Contains("NOT_SIGNED", JsonSerializer.Serialize(ReadingJson.Of(reading)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Attack_parts_of_a_signature_that_is_none_are_outside_too()
    {
        var broken = TestSigner.Clear(Detached(Text), [Text, "Content-Type: application/pdf\r\n\r\n%PDF"]);
        var reading = Read(
            $"{Header}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{broken}\r\n--b\r\n\r\nfooter\r\n--b--\r\n"
        );
        Assert.Equal(["1.1.1", "1.1.2", "1.1.3", "1.2"], reading.Unsigned);
    }

    [Fact]
    public void Attack_a_header_the_signature_does_not_cover_is_said_to_be_outside()
    {
        foreach (var message in new[] { TestSigner.Clear(Detached(Text), [Text]), TestSigner.Opaque(Attached(Text)) })
        {
            var reading = Read(Header + "MMHS-Primary-Precedence: 4\r\n" + message);
            Assert.Equal((SignatureStatus.Valid, false), (reading.Signature, reading.IsProven));
            Assert.Equal(["header"], reading.Unsigned);
            Assert.Contains(reading.Problems, problem => problem is { Code: ReadingCodes.Unsigned, Where: "header" });
        }
    }

    [Theory]
    [InlineData("Leave the bridge.\r\n", "")]
    [InlineData("", "Leave the bridge.\r\n")]
    public void Attack_text_around_the_parts_is_said_and_not_shown(string before, string after)
    {
        var reading = Read(
            Header
                + TestSigner
                    .Clear(Detached(Wrapped), [Wrapped])
                    .Replace("boundary=sig\r\n\r\n", $"boundary=sig\r\n\r\n{before}", StringComparison.Ordinal)
                + after
        );
        Assert.Equal(SignatureStatus.Valid, reading.Signature);
        Assert.DoesNotContain("Leave", reading.Text!, StringComparison.Ordinal);
        Assert.Contains(reading.Problems, problem => problem is { Code: ReadingCodes.Unsigned, Where: "1" });
    }

    [Theory]
    [InlineData(
        "From: command@hq.example\r\nSender: j3@hq.example\r\n",
        "as its Sender alone. Nothing proves that it is of command@hq.example"
    )]
    [InlineData("From: command@hq.example\r\n", "in the name of command@hq.example")]
    [InlineData(
        "From: j3@hq.example, command@hq.example\r\nSender: j3@hq.example\r\n",
        "also sent in the name of command@hq.example"
    )]
    [InlineData("From: Staff: j3@hq.example;\r\n", "cannot be read")]
    [InlineData("From: j3@hq.example.\r\n", "cannot be read")]
    [InlineData("From: j3@hq.example\r\nFrom: j3@hq.example\r\n", "more than once")]
    [InlineData("Sender: j3@hq.example\r\n", "names nobody")]
    public void Attack_a_signature_speaks_for_From_and_for_nobody_else(string originator, string words)
    {
        var reading = Read(originator + "Subject: x\r\n" + TestSigner.Opaque(Attached(Text)));
        Assert.Equal((SignatureStatus.Untrusted, false), (reading.Signature, reading.IsProven));
        Assert.Contains(words, reading.SignatureWords, StringComparison.Ordinal);
        Assert.Contains(
            reading.Problems,
            problem => problem.Code == ReadingCodes.Signature && problem.Text == reading.SignatureWords
        );
    }

    [Fact]
    public void A_Sender_who_did_not_sign_takes_the_proof_away()
    {
        var header = Header.Replace(
            "From: j3@hq.example",
            "From: j3@hq.example\r\nSender: command@hq.example",
            StringComparison.Ordinal
        );
        var wrapped = $"Content-Type: message/rfc822; forwarded=no\r\n\r\n{header}{Text}";
        var reading = Read(header + TestSigner.Clear(Detached(wrapped), [wrapped]));
        Assert.Equal((SignatureStatus.Valid, false), (reading.Signature, reading.IsProven));
    }

    [Fact]
    public void SEC_4_2_1_2_1_5_a_certificate_of_version_1_neither_signs_nor_is_believed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var first = Version1(_signer, key);
        Assert.Contains(
            "version 1",
            Assert.Throws<ArgumentException>(() => new SigningIdentity(first, key, [])).Message,
            StringComparison.Ordinal
        );

        var reading = Read(Header + TestSigner.Clear(SignedBy(first, key, Text), [Text]));
        Assert.Equal(SignatureStatus.Untrusted, reading.Signature);
        Assert.Contains("version 1", reading.SignatureWords, StringComparison.Ordinal);
    }

    private static byte[] SampleLabel { get; } = new byte[] { 0x31, 0x08, 0x02, 0x01, 0x01, 0x06, 0x03, 0x2A, 0x03, 0x04 };

    private static X509Certificate2 Version1(TestSigner signer, ECDsa key)
    {
        var generator = new Org.BouncyCastle.X509.X509V1CertificateGenerator();
        generator.SetSerialNumber(Org.BouncyCastle.Math.BigInteger.ValueOf(77));
        generator.SetIssuerDN(new Org.BouncyCastle.Asn1.X509.X509Name("CN=Test authority"));
        generator.SetSubjectDN(new Org.BouncyCastle.Asn1.X509.X509Name("CN=Old,E=j3@hq.example"));
        generator.SetNotBefore(At.UtcDateTime.AddYears(-1));
        generator.SetNotAfter(At.UtcDateTime.AddYears(1));
        generator.SetPublicKey(Org.BouncyCastle.Security.PublicKeyFactory.CreateKey(key.ExportSubjectPublicKeyInfo()));
        var authority = Org.BouncyCastle.Security.PrivateKeyFactory.CreateKey(
            signer.Authority.GetECDsaPrivateKey()!.ExportPkcs8PrivateKey()
        );
        var made = generator.Generate(new Org.BouncyCastle.Crypto.Operators.Asn1SignatureFactory("SHA256WITHECDSA", authority));
        return X509CertificateLoader.LoadCertificate(made.GetEncoded());
    }

    // our own writer refuses to
    private static byte[] SignedBy(X509Certificate2 certificate, ECDsa key, string content)
    {
        var generator = new Org.BouncyCastle.Cms.CmsSignedDataGenerator();
        var parsed = new Org.BouncyCastle.X509.X509Certificate(certificate.RawData);
        generator.AddSigner(
            Org.BouncyCastle.Security.PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()),
            parsed,
            "2.16.840.1.101.3.4.2.1"
        );
        generator.AddCertificate(parsed);
        return generator
            .Generate(new Org.BouncyCastle.Cms.CmsProcessableByteArray(Encoding.ASCII.GetBytes(content)), false)
            .GetEncoded();
    }

    private byte[] Detached(string content)
    {
        using var identity = _signer.Issue("j3@hq.example");
        return SignedDataWriter.Detached(Encoding.ASCII.GetBytes(content), identity, At);
    }

    private byte[] Attached(string content)
    {
        using var identity = _signer.Issue("j3@hq.example");
        return SignedDataWriter.Attached(Encoding.ASCII.GetBytes(content), identity, At, SampleLabel);
    }

    private static void Broken(MessageReading reading, string reason)
    {
        Assert.Equal((SignatureStatus.Invalid, false), (reading.Signature, reading.IsProven));
        Assert.Contains(reason, reading.SignatureWords, StringComparison.Ordinal);
        Assert.Equal(LayerStatus.Invalid, Assert.Single(reading.Layers).Status);
    }

    private MessageReading Read(string message) =>
        MessageReader.Read(
            Encoding.ASCII.GetBytes(message),
            new(SignerTrust.AnyDomain(new(TrustPurpose.MessageSignature, _signer.Authority)), new PolicyCatalog([]), At)
        );
}
