using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Smime;

/// <summary>Checks that a checkpoint of an audit trail was signed by a certificate made for it, below the roots given (access-and-audit §4.9, §4.10).</summary>
/// <remarks>By the platform's own CMS, which is not what the signing service signs with: two implementations have to agree. Nothing is fetched.</remarks>
public static class CheckpointSignature
{
    /// <returns>Null when it is good, otherwise what is wrong with it.</returns>
    /// <param name="roots">The only ones trusted; those of checkpoints.</param>
    /// <param name="text">The octets of the checkpoint's text.</param>
    /// <param name="signature">Detached CMS SignedData, DER.</param>
    /// <param name="at">The moment the certificate must have been good at.</param>
    /// <param name="keyId">The key the text names.</param>
    public static string? Check(TrustRoots roots, byte[] text, byte[] signature, DateTimeOffset at, string keyId)
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
        if (!TrustedPath.SaysItIsFor(certificate, TrustPurpose.Checkpoint))
            return "The signer's certificate is not for checkpoints.";
        var against = TrustedPath.Against(
            certificate,
            TrustedPath.PolicyFor(TrustPurpose.Checkpoint, roots, at, signed.Certificates)
        );
        return against == X509ChainStatusFlags.NoError ? null : $"The signer's certificate is not trusted: {against}.";
    }
}
