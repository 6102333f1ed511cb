using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Smime;

/// <summary>Checks that a checkpoint of an audit trail was signed by a certificate made for it, below the anchors given (access-and-audit §4.9, §4.10).</summary>
/// <remarks>By the platform's own CMS, which is not what the signing service signs with: two implementations have to agree. Nothing is fetched.</remarks>
public static class CheckpointSignature
{
    /// <summary>The extended key usage of the certificate, in the arc of documentation numbers (RFC 5612).</summary>
    public const string Usage = "1.3.6.1.4.1.32473.10.100.1";

    /// <returns>Null when it is good, otherwise what is wrong with it.</returns>
    /// <param name="anchors">The only roots trusted.</param>
    /// <param name="text">The octets of the checkpoint's text.</param>
    /// <param name="signature">Detached CMS SignedData, DER.</param>
    /// <param name="at">The moment the certificate must have been good at.</param>
    /// <param name="keyId">The key the text names.</param>
    public static string? Check(
        X509Certificate2Collection anchors,
        byte[] text,
        byte[] signature,
        DateTimeOffset at,
        string keyId
    )
    {
        var signed = new SignedCms(new ContentInfo(text), detached: true);
        try
        {
            signed.Decode(signature);
            if (signed.SignerInfos.Count != 1)
                return $"It has {signed.SignerInfos.Count} signers and should have one.";
            signed.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            return "The signature is not over this text.";
        }
        if (signed.SignerInfos[0].Certificate is not { } certificate)
            return "The signer's certificate is not there.";
        if (Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()).AsSpan(0, 8)) != keyId)
            return "It is signed with another key than the one the text names.";
        if (
            certificate
                .Extensions.OfType<X509KeyUsageExtension>()
                .All(usage => !usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
        )
            return "The signer's certificate is not for signatures.";
        return Chain(anchors, signed.Certificates, certificate, at);
    }

    private static string? Chain(
        X509Certificate2Collection anchors,
        X509Certificate2Collection others,
        X509Certificate2 certificate,
        DateTimeOffset at
    )
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(anchors);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(Usage));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        if (
            !certificate
                .Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .Any(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == Usage))
        )
            return "The signer's certificate is not for checkpoints.";
        return chain.Build(certificate)
            ? null
            : $"The signer's certificate is not trusted: {string.Join(", ", chain.ChainStatus.Select(status => status.Status))}.";
    }
}
