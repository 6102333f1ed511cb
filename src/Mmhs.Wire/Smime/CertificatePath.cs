using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Smime;

/// <summary>Whether a certificate may be believed for a signature: its path, its dates and its purpose (RFC 5280 §6; RFC 8550 §4).</summary>
internal static class CertificatePath
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4"; // RFC 5280 §4.2.1.12
    private const string AnyExtendedUsage = "2.5.29.37.0";

    /// <param name="certificate">The signer's.</param>
    /// <param name="others">What came with the message; they help to build the path and are trusted for nothing.</param>
    /// <param name="anchors">The roots.</param>
    /// <param name="at">The moment it is asked for.</param>
    public static (ChainStatus Status, string? Reason) Check(
        X509Certificate2 certificate,
        X509Certificate2Collection others,
        X509Certificate2Collection anchors,
        DateTimeOffset at
    )
    {
        try
        {
            if (Purpose(certificate) is { } wrong)
                return (ChainStatus.Untrusted, wrong);
            var flags = TrustedPath.Against(
                certificate,
                TrustedPath.PolicyFor(TrustPurpose.MessageSignature, anchors, at, others)
            );
            if (flags == X509ChainStatusFlags.NoError)
                return (ChainStatus.Valid, null);
            return flags == X509ChainStatusFlags.NotTimeValid
                ? (
                    ChainStatus.Expired,
                    certificate.NotBefore > at.LocalDateTime
                        ? "The certificate is not valid yet."
                        : "The certificate has expired."
                )
                : (ChainStatus.Untrusted, $"The certificate does not lead to a trusted authority ({flags}).");
        }
        catch (CryptographicException unreadable)
        {
            return (ChainStatus.Untrusted, $"The certificate cannot be checked: {unreadable.Message}");
        }
    }

    private static string? Purpose(X509Certificate2 certificate)
    {
        // RFC 8550 §1.4, §4.4: only version 3 can say what a certificate is for
        if (certificate.Version != 3)
            return $"The certificate is of X.509 version {certificate.Version}; version 3 is needed.";
        foreach (var extension in certificate.Extensions)
        {
            switch (extension)
            {
                case X509KeyUsageExtension usage
                    when (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) == 0:
                    return "The certificate is not for signatures (keyUsage).";
                case X509EnhancedKeyUsageExtension extended
                    when !extended.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value is EmailProtection or AnyExtendedUsage):
                    return "The certificate is not for mail (extendedKeyUsage).";
                default:
                    break;
            }
        }
        return null;
    }
}
