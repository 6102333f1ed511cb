using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Hosting.Tests;

/// <summary>What a program finds in its folders, and what it says of what it cannot use.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmhs-hosting-").FullName;

    [Fact]
    public void Roots_are_read_from_the_files_asked_for_and_from_no_key()
    {
        Write("b.pem", Certificate("b").ExportCertificatePem());
        Write("a.pem", Certificate("a").ExportCertificatePem());
        Write("c.key.pem", Certificate("key").ExportCertificatePem());
        Write("note.txt", "not a certificate");
        File.WriteAllBytes(Path.Combine(_folder, "d.cer"), Certificate("d").RawData);
        Assert.Equal(["CN=a", "CN=b"], TrustFolder.Read(_folder, ".pem").Select(one => one.Subject));
        Assert.Equal(["CN=a", "CN=b", "CN=d"], TrustFolder.Read(_folder, ".pem", ".cer").Select(one => one.Subject));
    }

    [Fact]
    public void A_root_that_cannot_be_read_is_named()
    {
        Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var cannot = Assert.Throws<InvalidOperationException>(() => TrustFolder.Read(_folder, ".pem"));
        Assert.Contains("broken.pem", cannot.Message, StringComparison.Ordinal);
        Assert.True(StartupFaults.Explains(cannot));
    }

    [Fact]
    public void The_data_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        var path = new DataFolder(Path.Combine(_folder, "data")).Folder("keys");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Every_policy_that_does_not_load_is_named()
    {
        Write("one.xml", "<SPIF/>");
        Write("two.xml", "no XML");
        var cannot = Assert.Throws<InvalidOperationException>(() => PolicyFolder.Load(_folder));
        Assert.Contains("one.xml", cannot.Message, StringComparison.Ordinal);
        Assert.Contains("two.xml", cannot.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_policies_has_none_and_starts_nothing()
    {
        Assert.Empty(PolicyFolder.Read(_folder).Policies);
        Assert.Throws<InvalidOperationException>(() => PolicyFolder.Load(_folder));
        Assert.Throws<InvalidOperationException>(() => PolicyFolder.Load(Path.Combine(_folder, "absent")));
    }

    [Fact]
    public void Without_a_certificate_there_is_no_TLS() => Assert.Null(TlsCertificate.Load(_folder));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddDays(1));
    }
}
