using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Smime;

/// <summary>Verifies with the platform's own cryptography (RFC 5754; RFC 4056; RFC 5753).</summary>
internal static class SignatureArithmetic
{
    private const string Pss = "1.2.840.113549.1.1.10"; // RFC 4056 §2
    private const string Dsa = "1.2.840.10040.4.1"; // RFC 3279 §2.3.2
    private const int LeastRsaBits = 2048; // RFC 8551 §4.2

    public static HashAlgorithmName? Digest(string oid) =>
        oid switch
        {
            CmsOids.Sha256 => HashAlgorithmName.SHA256,
            CmsOids.Sha384 => HashAlgorithmName.SHA384,
            CmsOids.Sha512 => HashAlgorithmName.SHA512,
            CmsOids.Sha1 => HashAlgorithmName.SHA1,
            _ => null,
        };

    /// <summary>Null when the kind of key is not supported here.</summary>
    public static bool? Verify(
        X509Certificate2 certificate,
        string algorithm,
        HashAlgorithmName digest,
        byte[] hash,
        byte[] signature
    )
    {
        if (certificate.GetECDsaPublicKey() is { } elliptic)
            using (elliptic)
                return elliptic.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
        if (certificate.GetRSAPublicKey() is { } rsa)
            using (rsa)
                return rsa.VerifyHash(
                    hash,
                    signature,
                    digest,
                    algorithm == Pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1
                );
        if (DsaKey(certificate) is { } dsa)
            using (dsa)
                return dsa.VerifySignature(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
        return null;
    }

    // RFC 3279 §2.3.2: a DSA key may leave its parameters to its issuer's key, which the platform does not follow
    private static DSA? DsaKey(X509Certificate2 certificate)
    {
        if (certificate.GetKeyAlgorithm() != Dsa || certificate.PublicKey.EncodedParameters?.RawData is not [0x30, ..])
            return null;
        return certificate.GetDSAPublicKey();
    }

    /// <summary>What makes key or digest too weak today; null when nothing does.</summary>
    public static string? Weakness(X509Certificate2 certificate, HashAlgorithmName digest)
    {
        if (digest == HashAlgorithmName.SHA1)
            return "SHA-1 is too weak to rely on.";
        if (certificate.GetRSAPublicKey() is { } rsa)
            using (rsa)
                return rsa.KeySize < LeastRsaBits ? $"An RSA key of {rsa.KeySize} bits is too weak to rely on." : null;
        return certificate.GetKeyAlgorithm() == Dsa ? "DSA is no longer relied on." : null;
    }
}
