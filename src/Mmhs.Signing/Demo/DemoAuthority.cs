using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Signing.Keys;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Trust;

namespace Mmhs.Signing.Demo;

/// <summary>The certification authority of the demo world: made at first start, kept in a folder, trusted by nobody else.</summary>
/// <remarks>
/// Everything it writes is for its owner only, and everything is there once: asked again it changes nothing, unless what is there no
/// longer serves. P-256; valid five years. Source of the profile: RFC 5280 §4.2; RFC 8550 §4.4.
/// </remarks>
public sealed class DemoAuthority : IDisposable
{
    /// <summary>The extended key usage of the certificate checkpoints are signed with, in the arc of documentation numbers (RFC 5612).</summary>
    public const string CheckpointUsage = TrustedPath.CheckpointUsage;

    private const string EmailProtection = "1.3.6.1.5.5.7.3.4"; // RFC 5280 §4.2.1.12
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int YearsValid = 5;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _now;

    private DemoAuthority(X509Certificate2 certificate, DateTimeOffset now) => (Certificate, _now) = (certificate, now);

    /// <summary>The trust anchor, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Opens the authority kept in a folder as <c>ca.pem</c> and <c>ca.key.pem</c>; makes it when there is none.</summary>
    public static DemoAuthority Open(string folder, DateTimeOffset now)
    {
        OwnerOnly.CreateFolder(folder);
        var path = Path.Combine(folder, "ca");
        if (Read(path) is { } kept && now < kept.NotAfter)
            return new(kept, now);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            $"CN=MMHS Demo CA {RandomNumberGenerator.GetHexString(8)}, O=Northland Defence (demo)",
            key,
            HashAlgorithmName.SHA256
        );
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now.AddYears(YearsValid));
        Write(path, certificate, key);
        return new(Read(path)!, now);
    }

    /// <summary>The certificate an organisation signs its messages with, as <c>domain.pem</c> and <c>domain.key.pem</c>.</summary>
    /// <param name="keysFolder">The key folder of the signing service.</param>
    /// <param name="domain">The organisation's mail domain.</param>
    /// <param name="name">What people call it; the certificate's common name.</param>
    /// <param name="mailboxes">Every role mailbox that may speak.</param>
    public void IssueOrganisation(string keysFolder, string domain, string name, IReadOnlyCollection<EmailAddress> mailboxes)
    {
        OwnerOnly.CreateFolder(keysFolder);
        var path = Path.Combine(keysFolder, domain);
        using (var kept = Read(path))
        {
            if (kept is not null && Serves(kept))
            {
                var addresses = CertificateAddresses.Of(kept);
                if (mailboxes.All(mailbox => CertificateAddresses.Covers(addresses, mailbox.ToString())))
                    return;
            }
        }
        var names = new SubjectAlternativeNameBuilder();
        foreach (var mailbox in mailboxes)
            names.AddEmailAddress(mailbox.ToString());
        Issue(path, name, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, EmailProtection, names);
    }

    /// <summary>The certificate checkpoints of the audit trail are signed with.</summary>
    public void IssueCheckpoint(string keysFolder)
    {
        OwnerOnly.CreateFolder(keysFolder);
        var path = Path.Combine(keysFolder, KeyStore.CheckpointKey);
        using (var kept = Read(path))
            if (kept is not null && Serves(kept))
                return;
        Issue(path, "Audit checkpoints", X509KeyUsageFlags.DigitalSignature, CheckpointUsage, null);
    }

    /// <summary>A TLS server certificate for <c>localhost</c>, 127.0.0.1 and the names given, as <c>path.pem</c> and <c>path.key.pem</c>.</summary>
    public void IssueServer(string path, IReadOnlyCollection<string> dnsNames)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            OwnerOnly.CreateFolder(folder);
        using (var kept = Read(path))
            if (kept is not null && Serves(kept) && dnsNames.All(name => kept.MatchesHostname(name)))
                return;
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames.Prepend("localhost").Distinct(StringComparer.OrdinalIgnoreCase))
            names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        Issue(path, "localhost", X509KeyUsageFlags.DigitalSignature, ServerAuthentication, names);
    }

    public void Dispose() => Certificate.Dispose();

    private void Issue(
        string path,
        string commonName,
        X509KeyUsageFlags usage,
        string extendedUsage,
        SubjectAlternativeNameBuilder? names
    )
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(commonName);
        subject.AddOrganizationName("Northland Defence (demo)");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(extendedUsage)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        if (names is not null)
            request.CertificateExtensions.Add(names.Build());

        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40); // RFC 5280 §4.1.2.2: positive, and of one length
        var until = _now.AddYears(YearsValid);
        using var certificate = request.Create(
            Certificate,
            _now - ClockSkew,
            until < Certificate.NotAfter ? until : Certificate.NotAfter,
            serial
        );
        Write(path, certificate, key);
    }

    private bool Serves(X509Certificate2 certificate) =>
        _now >= certificate.NotBefore
        && _now < certificate.NotAfter
        && certificate.IssuerName.RawData.AsSpan().SequenceEqual(Certificate.SubjectName.RawData);

    private static X509Certificate2? Read(string path) =>
        File.Exists(path + ".pem") && File.Exists(path + ".key.pem")
            ? X509Certificate2.CreateFromPemFile(path + ".pem", path + ".key.pem")
            : null;

    // the key first: a certificate that is there means that the key is
    private static void Write(string path, X509Certificate2 certificate, ECDsa key)
    {
        OwnerOnly.Write(path + ".key.pem", Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        OwnerOnly.Write(path + ".pem", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
    }
}
