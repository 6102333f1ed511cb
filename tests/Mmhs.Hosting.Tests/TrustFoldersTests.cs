using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Track;
using Mmhs.Testing;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;

namespace Mmhs.Hosting.Tests;

/// <summary>What a root is good for is told by the folder it lies in, and one in the wrong place is good for nothing.</summary>
public sealed class TrustFoldersTests : IDisposable
{
    private const string Ours = "hq.northland.example";
    private static readonly DateTimeOffset At = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("mmhs-trust-").FullName;
    private readonly TestSigner _signer = new();

    public void Dispose()
    {
        _signer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("signers", TrustPurpose.MessageSignature)]
    [InlineData("people", TrustPurpose.SignIn)]
    [InlineData("mail", TrustPurpose.Peer)]
    [InlineData("checkpoints", TrustPurpose.Checkpoint)]
    public void A_root_is_good_for_the_purpose_of_its_folder_and_for_no_other(string folder, TrustPurpose purpose)
    {
        Put($"{folder}/root.pem");
        var read = Read();
        Assert.Empty(read.Faults);
        foreach (var other in Enum.GetValues<TrustPurpose>())
            Assert.Equal(other == purpose ? 1 : 0, read.For(other).Certificates.Length);
    }

    [Fact]
    public void A_partners_roots_are_those_of_no_purpose_and_vouch_for_his_domain()
    {
        Put("partners/partner.example/root.pem");
        var read = Read();
        Assert.Empty(read.Faults);
        Assert.All(Enum.GetValues<TrustPurpose>(), purpose => Assert.True(read.For(purpose).IsEmpty));
        Assert.Equal(SignatureStatus.Valid, Signed("j3@partner.example", read).Signature);
    }

    [Theory]
    [InlineData("signers", SignatureStatus.Valid)]
    [InlineData("partners/partner.example", SignatureStatus.Untrusted)]
    [InlineData("people", SignatureStatus.Untrusted)]
    [InlineData("mail", SignatureStatus.Untrusted)]
    [InlineData("checkpoints", SignatureStatus.Untrusted)]
    public void Attack_nobody_signs_in_our_name_below_a_root_of_another_purpose(string folder, SignatureStatus expected)
    {
        Put($"{folder}/root.pem");
        Assert.Equal(expected, Signed($"j3@{Ours}", Read()).Signature);
    }

    [Fact]
    public void Attack_what_lies_in_the_wrong_place_is_named_all_at_once_and_trusted_for_nothing()
    {
        Put("root.pem"); // beside the folders
        Put("partners/root.pem"); // of which partner?
        Put("sgners/root.pem"); // no such purpose
        Put("partners/partner/root.pem"); // no mail domain
        Put("partners/-x.example/root.pem");
        Put("mail/deeper/root.pem");
        Write("signers/note.txt", "The root of 2026.");
        Write("signers/empty.pem", "");
        Write("signers/broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Write("people/ca.key.pem", Key());
        Write("people/both.pem", _signer.Authority.ExportCertificatePem() + "\n" + Key());
        using var leaf = _signer.Issue($"j3@{Ours}");
        Write("mail/server.pem", leaf.Certificate.ExportCertificatePem());
        Write("mail/between.pem", Authority(under: true).ExportCertificatePem());
        File.WriteAllBytes(Path("checkpoints/keys.p12"), Authority(under: false).Export(X509ContentType.Pkcs12));

        string[] expected =
        [
            "root.pem is in no folder",
            "partners/root.pem is in no folder",
            "sgners is no purpose",
            "partners/partner is called as no mail domain",
            "partners/-x.example is called as no mail domain",
            "mail/deeper is a folder",
            "signers/note.txt holds no certificate",
            "signers/empty.pem holds no certificate",
            "signers/broken.pem holds no certificate that can be read",
            "people/ca.key.pem holds a private key",
            "people/both.pem holds a private key",
            "mail/server.pem: \"CN=j3@hq.northland.example\" is not the certificate of an authority",
            "mail/between.pem: \"CN=Between\" is no root",
            "checkpoints/keys.p12 holds a private key",
        ];
        var faults = Read().Faults;
        Assert.All(expected, start => Assert.Contains(faults, fault => fault.StartsWith(Path(start), StringComparison.Ordinal)));
        Assert.Equal(expected.Length, faults.Length);
        Assert.Empty(Read().Roots);
    }

    [Fact]
    public void Attack_a_domain_of_ours_is_no_partner_even_without_a_root()
    {
        Directory.CreateDirectory(Path("partners/HQ.northland.example"));
        Put("partners/partner.example/root.pem");
        Assert.Empty(Read().Faults);
        Assert.Contains("HQ.northland.example", Assert.Single(Read().FaultsAgainst([Ours])), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_roots_in_a_file_and_either_encoding_are_read()
    {
        using var other = new TestSigner("Other");
        Write(
            "signers/two.pem",
            $"Both.\n{_signer.Authority.ExportCertificatePem()}\n{other.Authority.ExportCertificatePem()}\n"
        );
        File.WriteAllBytes(Path("signers/one.cer"), other.Authority.RawData);
        Assert.Empty(Read().Faults);
        Assert.Equal(3, Read().For(TrustPurpose.MessageSignature).Certificates.Length);
    }

    [Fact]
    public void Without_a_folder_nobody_is_trusted_and_roots_of_an_earlier_build_are_pointed_at()
    {
        var trust = Path("trust");
        Assert.Empty(TrustFolders.Read(trust).Roots);
        Assert.Null(TrustFolders.LeftOver(_folder));
        Write("ca/ca.key.pem", Key());
        Assert.Null(TrustFolders.LeftOver(_folder));
        Put("ca/partner.pem");
        var told = TrustFolders.LeftOver(_folder);
        Assert.Contains("(partner.pem)", told, StringComparison.Ordinal);
        Assert.Contains("partners/DOMAIN", told, StringComparison.Ordinal);
        Directory.CreateDirectory(trust);
        Assert.Null(TrustFolders.LeftOver(_folder));
    }

    private TrustFolders Read() => TrustFolders.Read(_folder);

    private MessageReading Signed(string from, TrustFolders trust)
    {
        using var identity = _signer.Issue(from);
        var header = $"From: {from}\r\nSubject: Bridge\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n";
        var inside = $"Content-Type: message/rfc822; forwarded=no\r\n\r\n{header}Content-Type: text/plain\r\n\r\nHold.\r\n";
        var signature = SignedDataWriter.Detached(Encoding.ASCII.GetBytes(inside), identity, At);
        return MessageReader.Read(
            Encoding.ASCII.GetBytes(header + TestSigner.Clear(signature, [inside])),
            new(trust.SignersOf([Ours]), PolicyCatalog.Empty, At)
        );
    }

    private void Put(string file) => Write(file, _signer.Authority.ExportCertificatePem());

    private void Write(string file, string text) => File.WriteAllText(Path(file), text);

    private string Path(string file)
    {
        var path = System.IO.Path.Combine(_folder, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    private static string Key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private X509Certificate2 Authority(bool under)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Between", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return under
            ? request.Create(_signer.Authority, At.AddDays(-1), At.AddDays(1), [1, 2, 3])
            : request.CreateSelfSigned(At.AddDays(-1), At.AddDays(1));
    }
}
