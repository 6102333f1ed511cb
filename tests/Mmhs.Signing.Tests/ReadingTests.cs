using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Signing.Demo;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Cms;

namespace Mmhs.Signing.Tests;

/// <summary>What was signed here is read again, whole and altered.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly SigningWorld _world = new();
    private ECDsa? _key;

    [Fact]
    public async Task A_signed_message_reads_back_as_it_was_approved()
    {
        var annex = Encoding.UTF8.GetBytes("annex");
        var content = SigningWorld.Content(annex);
        var open = (await _world.SignAsync(content, annex))[0];

        var reading = Read(open.Octets);

        Assert.Equal(SignatureStatus.Valid, reading.Signature);
        Assert.StartsWith(
            "Signed by Northland HQ (j3@hq.northland.example), certificate valid",
            reading.SignatureWords,
            StringComparison.Ordinal
        );
        Assert.Equal(LabelStatus.Good, reading.LabelStatus);
        Assert.Equal(content.Label, reading.EffectiveLabel);
        Assert.True(reading.LabelsAgree);
        Assert.Empty(reading.Problems);
        Assert.Empty(reading.HeaderDifferences);
        Assert.True(reading.Formal);
        Assert.Equal(content.Subject, reading.Subject);
        Assert.Equal(content.Text, reading.Text);
        Assert.Equal(3, reading.Mmhs.PrimaryPrecedence);
        Assert.Equal(1, reading.Mmhs.CopyPrecedence);
        Assert.Equal(["LAB", "LAB12"], reading.Mmhs.SubjectIndicatorCodes);
        Assert.Equal("releaser@hq.northland.example", Assert.Single(reading.Mmhs.AuthorizingUsers).Address);
        Assert.Equal(2, reading.Parts.Length);
        Assert.Equal("annex-0.bin", reading.Parts[1].Name);
        Assert.Equal(SigningWorld.Sha256(annex), reading.Parts[1].Sha256);
        var layer = Assert.Single(reading.Layers);
        Assert.Equal(LayerStatus.Valid, layer.Status);
        Assert.Equal(content.Label, Assert.Single(layer.Signers).Label);

        using var extracted = new MemoryStream();
        Assert.True(
            await AttachmentExtractor.CopyToAsync(
                open.Octets,
                reading.Parts[1].Path,
                extracted,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(annex, extracted.ToArray());
    }

    [Theory]
    [InlineData("Subject: Move of bridging equipment", "Subject: Move of nothing at all", "Subject")]
    [InlineData("MMHS-Primary-Precedence: 3 (Immediate)", "MMHS-Primary-Precedence: 5 (Override)", "MMHS-Primary-Precedence")]
    [InlineData("MT-Priority: 2", "MT-Priority: -4", "MT-Priority")]
    [InlineData("MMHS-Authorizing-Users:", "MMHS-Originator-PLAD: X\r\nMMHS-Authorizing-Users:", "MMHS-Originator-PLAD")]
    public async Task SEC_4_2_6_1_the_protected_header_wins_and_what_differs_outside_is_named(
        string original,
        string altered,
        string field
    )
    {
        var octets = (await _world.SignAsync(SigningWorld.Content()))[0].Octets;

        var reading = Read(Outside(octets, original, altered));

        Assert.Equal(SignatureStatus.Valid, reading.Signature);
        Assert.Equal([field], reading.HeaderDifferences);
        Assert.Contains(reading.Problems, problem => problem.Code == ReadingCodes.HeaderDiffers && problem.Where == field);
        Assert.Equal("Move of bridging equipment", reading.Subject);
        Assert.Equal(3, reading.Mmhs.PrimaryPrecedence);
        Assert.Equal(2, reading.Mmhs.MtPriority?.Value);
        Assert.Null(reading.Mmhs.OriginatorPlad);
    }

    [Fact]
    public async Task Attack_a_signature_of_nobody_we_trust_carries_no_header_past_the_one_outside()
    {
        // whole in itself, with the certificate along, and by an authority we do not know: as a stranger can make one in any name
        var octets = (await _world.SignAsync(SigningWorld.Content()))[0].Octets;
        var outside = Outside(
            Outside(octets, "From: \"J3 Operations\" <j3@hq.northland.example>", "From: x@evil.example"),
            "MMHS-Primary-Precedence: 3 (Immediate)",
            "MMHS-Primary-Precedence: 0 (Deferred)"
        );

        var reading = MessageReader.Read(outside, new(SignerTrust.Nobody, SigningWorld.Policies, SigningWorld.Start));

        Assert.NotEqual(SignatureStatus.Valid, reading.Signature);
        Assert.Equal("x@evil.example", Assert.Single(reading.From).Address);
        Assert.Equal(0, reading.Mmhs.PrimaryPrecedence);
        Assert.Contains("From", reading.HeaderDifferences);
    }

    [Fact]
    public async Task SEC_4_2_6_2_an_altered_precedence_inside_breaks_the_signature_and_the_outer_header_is_shown()
    {
        var octets = (await _world.SignAsync(SigningWorld.Content()))[0].Octets;

        var reading = Read(Inside(octets, "Primary-Precedence: 3 (Immediate)", "Primary-Precedence: 5 (Immediate)"));

        Assert.Equal(SignatureStatus.Invalid, reading.Signature);
        Assert.Contains("changed", reading.SignatureWords, StringComparison.Ordinal);
        Assert.Equal(3, reading.Mmhs.PrimaryPrecedence);
        Assert.Equal(LayerStatus.Invalid, Assert.Single(reading.Layers).Status);
    }

    [Fact]
    public async Task SEC_4_1_4_1_one_changed_byte_anywhere_in_the_signature_leaves_no_altered_content_valid()
    {
        var octets = (await _world.SignAsync(SigningWorld.Content()))[0].Octets.ToArray();
        var body = octets.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        var signed = Convert.FromBase64String(Encoding.ASCII.GetString(octets.AsSpan(body)).ReplaceLineEndings(""));
        var content = signed.AsSpan().IndexOf("Content-Type: message/rfc822"u8);
        var length = signed.AsSpan().LastIndexOf("Report when done."u8) + 17 - content;

        Gen.Select(Gen.Int[0, signed.Length - 1], Gen.Byte[1, 255])
            .Sample(
                (at, mask) =>
                {
                    var changed = signed.ToArray();
                    changed[at] ^= mask;
                    var reading = Read(
                        (byte[])
                            [
                                .. octets.AsSpan(0, body),
                                .. Encoding.ASCII.GetBytes(
                                    Convert.ToBase64String(changed, Base64FormattingOptions.InsertLineBreaks)
                                ),
                            ]
                    );
                    var isContent = at >= content && at < content + length;
                    return isContent
                        ? reading.Signature == SignatureStatus.Invalid
                        : reading.Signature != SignatureStatus.Valid
                            || reading.Text == "1. Move the bridging equipment.\n2. Report when done.\n";
                },
                iter: 400
            );
    }

    [Fact]
    public void SEC_4_1_2_1_a_message_nobody_signed_says_so()
    {
        var reading = Read(Encoding.ASCII.GetBytes("From: j3@hq.northland.example\r\nSubject: Plain\r\n\r\nHello.\r\n"));

        Assert.Equal(SignatureStatus.Unsigned, reading.Signature);
        Assert.Equal("Nobody signed this message.", reading.SignatureWords);
        Assert.Equal(LabelStatus.Missing, reading.LabelStatus);
        Assert.Null(reading.EffectiveLabel);
        Assert.False(reading.Formal);
    }

    [Fact]
    public void SEC_4_2_1_2_1_8_a_signer_of_another_address_is_not_trusted()
    {
        using var identity = Identity("somebody@hq.northland.example");
        var label = LabelForms.Of(new(SigningWorld.Northland.Id, 3), SigningWorld.Northland);

        var reading = Read(SignedMessage.Sign(Build(), identity, SigningWorld.Start, label.Ess));

        Assert.Equal(SignatureStatus.Untrusted, reading.Signature);
        Assert.Contains("in the name of j3@hq.northland.example", reading.SignatureWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SEC_4_2_1_2_1_7_an_expired_certificate_is_not_trusted()
    {
        var octets = (await _world.SignAsync(SigningWorld.Content()))[0].Octets;

        var reading = MessageReader.Read(
            octets,
            new(
                SignerTrust.AnyDomain(new(TrustPurpose.MessageSignature, _world.Anchor)),
                SigningWorld.Policies,
                SigningWorld.Start.AddYears(6)
            )
        );

        Assert.Equal(SignatureStatus.Untrusted, reading.Signature);
        Assert.Equal(ChainStatus.Expired, reading.Layers[0].Signers[0].Chain);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_not_trusted()
    {
        var octets = (await _world.SignAsync(SigningWorld.Content()))[0].Octets;

        var reading = MessageReader.Read(octets, new(SignerTrust.Nobody, SigningWorld.Policies, SigningWorld.Start));

        Assert.Equal(SignatureStatus.Untrusted, reading.Signature);
        Assert.Equal(ChainStatus.Untrusted, reading.Layers[0].Signers[0].Chain);
        Assert.Equal(LayerStatus.Valid, reading.Layers[0].Status);
    }

    [Fact]
    public void SEC_4_2_5_1_a_label_only_in_the_signature_is_single_and_one_that_differs_is_a_mismatch_handled_as_the_higher()
    {
        using var identity = Identity("j3@hq.northland.example");
        var built = Build();

        var single = Read(
            SignedMessage.Sign(
                Without(built, "SIO-Label"),
                identity,
                SigningWorld.Start,
                LabelForms.Of(new(SigningWorld.Northland.Id, 3), SigningWorld.Northland).Ess
            )
        );
        var mismatch = Read(
            SignedMessage.Sign(
                built,
                identity,
                SigningWorld.Start,
                LabelForms.Of(new(SigningWorld.Northland.Id, 2), SigningWorld.Northland).Ess
            )
        );
        var missing = MessageReader.Read(
            Without(built, "SIO-Label").Octets,
            new(
                SignerTrust.AnyDomain(new(TrustPurpose.MessageSignature, _world.Anchor)),
                SigningWorld.Policies,
                SigningWorld.Start,
                new(SigningWorld.Northland.Id, 4)
            )
        );
        var invalid = Read(
            SignedMessage.Sign(
                Without(built, "SIO-Label"),
                identity,
                SigningWorld.Start,
                LabelForms.Of(new(SigningWorld.Northland.Id, 99), SigningWorld.Northland).Ess
            )
        );

        Assert.Equal(
            (SignatureStatus.Valid, LabelStatus.Single, 3),
            (single.Signature, single.LabelStatus, single.EffectiveLabel?.Classification)
        );
        Assert.Equal((LabelStatus.Mismatch, 3), (mismatch.LabelStatus, mismatch.EffectiveLabel?.Classification));
        Assert.False(mismatch.LabelsAgree);
        Assert.Equal((LabelStatus.Missing, 4), (missing.LabelStatus, missing.EffectiveLabel?.Classification));
        Assert.Equal(LabelStatus.Invalid, invalid.LabelStatus);
    }

    [Fact]
    public async Task SEC_4_2_5_1_a_header_label_lowered_on_the_way_is_a_mismatch()
    {
        var octets = (await _world.SignAsync(SigningWorld.Content()))[0].Octets;
        var lower = Encoding.ASCII.GetString(octets.Span[..octets.Span.IndexOf("\r\n\r\n"u8)]);
        var field = lower[
            lower.IndexOf("SIO-Label:", StringComparison.Ordinal)..lower.IndexOf("MIME-Version:", StringComparison.Ordinal)
        ];
        var forged = "SIO-Label:" + LabelForms.Of(new(SigningWorld.Northland.Id, 1), SigningWorld.Northland).Sio.ToRawBody();

        var reading = Read(Outside(octets, field, forged));

        Assert.Equal(SignatureStatus.Valid, reading.Signature);
        Assert.Equal(LabelStatus.Mismatch, reading.LabelStatus);
        Assert.Equal(3, reading.EffectiveLabel?.Classification);
        Assert.Equal(["SIO-Label"], reading.HeaderDifferences);
    }

    [Fact]
    public async Task EOS_206e_the_open_copy_has_no_trace_of_the_blind_addressees_and_each_blind_copy_names_its_own_alone()
    {
        var second = new Mailbox("Second Watcher", EmailAddress.Parse("j4@alliance.example"));
        var content = SigningWorld.Content() with
        {
            Information = new InformationAddressees(Precedence.Routine, [], [SigningWorld.Hidden, second]),
        };

        var copies = await _world.SignAsync(content);
        var readings = copies.Select(copy => Read(copy.Octets)).ToList();

        Assert.Equal(3, copies.Length);
        Assert.Equal(3, copies.Select(copy => copy.EnvelopeId).Distinct().Count());
        Assert.Single(readings.Select(reading => reading.MessageId).Distinct());
        foreach (var trace in new[] { "Silent", "Second", "duty@alliance", "j4@alliance", "Bcc", "Copy-Precedence" })
        {
            Assert.DoesNotContain(trace, Header(copies[0].Octets), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(trace, Content(copies[0].Octets), StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal([null, 1, 1], readings.Select(reading => reading.Mmhs.CopyPrecedence));
        Assert.Equal(["duty@alliance.example"], readings[1].Bcc.Select(address => address.Address));
        Assert.Equal(["j4@alliance.example"], readings[2].Bcc.Select(address => address.Address));
        Assert.DoesNotContain("j4@alliance", Content(copies[1].Octets), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_signing_time_makes_the_signature_fail()
    {
        using var identity = Identity("j3@hq.northland.example");
        var generator = new CmsSignedDataGenerator();
        var certificate = new Org.BouncyCastle.X509.X509Certificate(identity.Certificate.RawData);
        var time = new Org.BouncyCastle.Asn1.Cms.Attribute(
            CmsAttributes.SigningTime,
            new DerSet(new DerUtcTime("260601120000Z"), new DerUtcTime("260601120001Z"))
        );
        generator.AddSigner(
            Org.BouncyCastle.Security.PrivateKeyFactory.CreateKey(_key!.ExportPkcs8PrivateKey()),
            certificate,
            CmsSignedGenerator.DigestSha256,
            new AttributeTable(new DerSet(time)),
            null
        );
        generator.AddCertificate(certificate);
        var signed = generator
            .Generate(new CmsProcessableByteArray("Content-Type: text/plain\r\n\r\nHello.\r\n"u8.ToArray()), true)
            .GetEncoded();

        var reading = Read(signed);

        Assert.Equal(SignatureStatus.Invalid, reading.Signature);
        Assert.Contains("1.2.840.113549.1.9.5", reading.SignatureWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EOS_B7_10_SEC_4_1_10_1_SEC_4_1_10_2_the_signature_is_bound_to_the_certificate_of_its_signer_and_to_no_other()
    {
        var octets = (await _world.SignAsync(SigningWorld.Content()))[0].Octets;
        var body = octets.Span.IndexOf("\r\n\r\n"u8) + 4;
        var signed = new CmsSignedData(
            Convert.FromBase64String(Encoding.ASCII.GetString(octets.Span[body..]).ReplaceLineEndings(""))
        );
        var signer = signed.GetSignerInfos().GetSigners().Single();
        var certificate = signed.GetCertificates().EnumerateMatches(signer.SignerID).Single();
        var bound = Org.BouncyCastle.Asn1.Ess.SigningCertificateV2.GetInstance(
            signer.SignedAttributes[Org.BouncyCastle.Asn1.Pkcs.PkcsObjectIdentifiers.IdAASigningCertificateV2].AttrValues[0]
        );
        Assert.Equal(SHA256.HashData(certificate.GetEncoded()), Assert.Single(bound.GetCerts()).GetCertHash()); // the leaf alone
    }

    [Theory]
    [InlineData(true, SignatureStatus.Valid)]
    [InlineData(false, SignatureStatus.Invalid)]
    public void EOS_B7_10_SEC_4_1_10_1_a_signature_that_names_another_certificate_does_not_hold(bool own, SignatureStatus status)
    {
        using var identity = Identity("j3@hq.northland.example");
        var certificate = new Org.BouncyCastle.X509.X509Certificate(identity.Certificate.RawData);
        var named = SHA256.HashData(own ? identity.Certificate.RawData : _world.Anchor.RawData);
        var binding = new Org.BouncyCastle.Asn1.Cms.Attribute(
            Org.BouncyCastle.Asn1.Pkcs.PkcsObjectIdentifiers.IdAASigningCertificateV2,
            new DerSet(new Org.BouncyCastle.Asn1.Ess.SigningCertificateV2([new Org.BouncyCastle.Asn1.Ess.EssCertIDv2(named)]))
        );
        var generator = new CmsSignedDataGenerator();
        generator.AddSigner(
            Org.BouncyCastle.Security.PrivateKeyFactory.CreateKey(_key!.ExportPkcs8PrivateKey()),
            certificate,
            CmsSignedGenerator.DigestSha256,
            new AttributeTable(new DerSet(binding)),
            null
        );
        generator.AddCertificate(certificate);
        var inner =
            "Content-Type: message/rfc822\r\n\r\nFrom: j3@hq.northland.example\r\nSubject: s\r\n\r\nHello.\r\n"u8.ToArray();
        var message =
            "From: j3@hq.northland.example\r\nSubject: s\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(
                generator.Generate(new CmsProcessableByteArray(inner), true).GetEncoded(),
                Base64FormattingOptions.InsertLineBreaks
            );

        var reading = Read(Encoding.ASCII.GetBytes(message));

        Assert.Equal(status, reading.Signature);
        Assert.Equal(!own, reading.SignatureWords.Contains("another certificate", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _key?.Dispose();
        _world.Dispose();
    }

    private MessageReading Read(ReadOnlyMemory<byte> octets) =>
        MessageReader.Read(
            octets,
            new(
                SignerTrust.AnyDomain(new(TrustPurpose.MessageSignature, _world.Anchor)),
                SigningWorld.Policies,
                SigningWorld.Start
            )
        );

    /// <summary>A key of an organisation of its own, from the same authority.</summary>
    private SigningIdentity Identity(string address)
    {
        using var authority = DemoAuthority.Open(_world.AuthorityFolder, SigningWorld.Start);
        var folder = Directory.CreateDirectory(Path.Combine(_world.AuthorityFolder, Guid.NewGuid().ToString("N"))).FullName;
        authority.IssueOrganisation(folder, "x.example", "Somebody", [EmailAddress.Parse(address)]);
        _key = ECDsa.Create();
        _key.ImportFromPem(File.ReadAllText(Path.Combine(folder, "x.example.key.pem")));
        var key = ECDsa.Create(_key.ExportParameters(true));
        return new(X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(folder, "x.example.pem"))), key, []);
    }

    private static BuiltMessage Build()
    {
        var version = SigningWorld.Version(SigningWorld.Content());
        var approval = SigningWorld.Approve(SigningWorld.Statement(version));
        var releaser = new Approver(
            "releaser",
            SigningWorld.Releaser,
            [new ReleaseRight(SigningWorld.J3.Address, Precedence.Flash, Precedence.Flash, SigningWorld.Ceiling("0-5"))]
        );
        var granted = (ReleaseDecision.Granted)
            ReleaseRules.Decide(
                new(version, approval, []),
                new Authority(new RightsBook([releaser], []), []),
                (said, _) => said.At,
                SigningWorld.Policies,
                SigningWorld.Start
            );
        return MessageBuilder.Build(
            granted.Message,
            CopyPlan.Of(version.Content)[0],
            new Dictionary<string, byte[]>(),
            LabelForms.Of(version.Content.Label, SigningWorld.Northland)
        );
    }

    private static BuiltMessage Without(BuiltMessage message, string field)
    {
        return new(Cut(message.Header), Cut(message.Octets));

        byte[] Cut(ReadOnlyMemory<byte> octets)
        {
            var text = Encoding.ASCII.GetString(octets.Span);
            var start = text.IndexOf(field + ":", StringComparison.Ordinal);
            var end = start;
            do end = text.IndexOf("\r\n", end, StringComparison.Ordinal) + 2;
            while (end < text.Length && text[end] is ' ' or '\t');
            return Encoding.ASCII.GetBytes(text[..start] + text[end..]);
        }
    }

    private static byte[] Outside(ReadOnlyMemory<byte> octets, string original, string altered)
    {
        var text = Encoding.ASCII.GetString(octets.Span);
        Assert.Contains(original, text, StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(text.Replace(original, altered, StringComparison.Ordinal));
    }

    private static byte[] Inside(ReadOnlyMemory<byte> octets, string original, string altered)
    {
        var body = octets.Span.IndexOf("\r\n\r\n"u8) + 4;
        var signed = Convert.FromBase64String(Encoding.ASCII.GetString(octets.Span[body..]).ReplaceLineEndings(""));
        var at = signed.AsSpan().IndexOf(Encoding.ASCII.GetBytes(original));
        Encoding.ASCII.GetBytes(altered).CopyTo(signed, at);
        return
        [
            .. octets.Span[..body],
            .. Encoding.ASCII.GetBytes(Convert.ToBase64String(signed, Base64FormattingOptions.InsertLineBreaks)),
        ];
    }

    private static string Header(ReadOnlyMemory<byte> octets) =>
        Encoding.ASCII.GetString(octets.Span[..octets.Span.IndexOf("\r\n\r\n"u8)]);

    /// <summary>The wrapped message inside, without the certificates and numbers around it, in which any three letters may turn up.</summary>
    private static string Content(ReadOnlyMemory<byte> octets)
    {
        var body = octets.Span.IndexOf("\r\n\r\n"u8) + 4;
        var signed = Encoding.ASCII.GetString(
            Convert.FromBase64String(Encoding.ASCII.GetString(octets.Span[body..]).ReplaceLineEndings(""))
        );
        var start = signed.IndexOf("Content-Type: message/rfc822", StringComparison.Ordinal);
        return signed[start..signed.IndexOf("Report when done.", start, StringComparison.Ordinal)];
    }
}
