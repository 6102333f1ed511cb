using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mmhs.Hosting;

/// <summary>A file of roots, PEM of any number or one certificate in DER, and what it should not hold.</summary>
internal static class TrustFile
{
    private const long MaxOctets = 1 << 20;

    /// <summary>The certificates that are fit to be roots, and what is wrong with the rest.</summary>
    public static (ImmutableArray<X509Certificate2> Roots, ImmutableArray<string> Faults) Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MaxOctets)
                return ([], [$"{file} is larger than {MaxOctets} octets, and no certificate is."]);
            var (certificates, hasKey) = Certificates(File.ReadAllBytes(file));
            if (hasKey)
                return ([], [$"{file} holds a private key. Whoever reads it speaks for that authority: take it away from here."]);
            if (certificates.Count == 0)
                return ([], [$"{file} holds no certificate. Only certificates lie here, in PEM or DER."]);
            return (
                [.. certificates.Where(certificate => Fault(certificate) is null)],
                [.. certificates.Select(Fault).OfType<string>().Select(fault => $"{file}: {fault}")]
            );
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return ([], [$"{file} holds no certificate that can be read: {unreadable.Message}"]);
        }
    }

    private static (List<X509Certificate2> Certificates, bool HasKey) Certificates(byte[] octets)
    {
        var certificates = new List<X509Certificate2>();
        var hasKey = false;
        var text = Encoding.Latin1.GetString(octets);
        var rest = text.AsSpan();
        var isPem = false;
        while (PemEncoding.TryFind(rest, out var found))
        {
            isPem = true;
            var label = rest[found.Label];
            if (label is "CERTIFICATE")
                certificates.Add(
                    X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[found.Base64Data].ToString()))
                );
            else
                hasKey |= label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
            rest = rest[found.Location.End..];
        }
        if (isPem || octets.Length == 0)
            return (certificates, hasKey);
        switch (X509Certificate2.GetCertContentType(octets))
        {
            case X509ContentType.Cert:
                certificates.Add(X509CertificateLoader.LoadCertificate(octets));
                break;
            case X509ContentType.Pkcs12:
                hasKey = true;
                break;
            default:
                break;
        }
        return (certificates, hasKey);
    }

    // RFC 5280 §4.2.1.9, §4.2.1.3; a path ends at what signed itself
    private static string? Fault(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is not { CertificateAuthority: true }
        || certificate
            .Extensions.OfType<X509KeyUsageExtension>()
            .Any(usage => !usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign))
            ? $"\"{certificate.Subject}\" is not the certificate of an authority (basic constraints, key usage). Put that of the authority above it here."
        : !certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
            ? $"\"{certificate.Subject}\" is no root, for \"{certificate.Issuer}\" signed it. Put the certificate its path ends at here."
        : null;
}
