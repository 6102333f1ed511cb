using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Smime;

/// <summary>A key that signs, its certificate, and the parts of a signature that never change with it.</summary>
/// <remarks>
/// ECDSA over P-256, P-384 or P-521, each with the hash of its strength (RFC 5753 §7; RFC 5754 §3.3). The key is a native handle, so one
/// in a token serves as well. Safe for use by several threads at once; whoever made it disposes it, and key and certificate go with it.
/// </remarks>
public sealed class SigningIdentity : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _turn = new();

    /// <param name="certificate">Of the key; taken over.</param>
    /// <param name="key">The private key; taken over.</param>
    /// <param name="issuers">The certificates between it and the trust anchor, without the anchor.</param>
    /// <exception cref="ArgumentException">The certificate is not of X.509 version 3 or of another key, or the key of a curve we do not sign with.</exception>
    public SigningIdentity(X509Certificate2 certificate, ECDsa key, IEnumerable<X509Certificate2> issuers)
    {
        if (certificate.Version != 3) // RFC 8550 §1.4
            throw new ArgumentException(
                $"The certificate is of X.509 version {certificate.Version}. Have one of version 3 made.",
                nameof(certificate)
            );
        using (var holder = certificate.GetECDsaPublicKey())
        {
            if (holder is null || !holder.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
                throw new ArgumentException("The certificate is not of this key.", nameof(certificate));
        }
        (Certificate, _key) = (certificate, key);
        (Digest, DigestOid, SignatureOid) = key.KeySize switch
        {
            256 => (HashAlgorithmName.SHA256, CmsOids.Sha256, "1.2.840.10045.4.3.2"), // RFC 5758 §3.2
            384 => (HashAlgorithmName.SHA384, CmsOids.Sha384, "1.2.840.10045.4.3.3"),
            521 => (HashAlgorithmName.SHA512, CmsOids.Sha512, "1.2.840.10045.4.3.4"),
            _ => throw new ArgumentException($"Keys of {key.KeySize} bits are not signed with; make one on P-256.", nameof(key)),
        };
        Certificates = [certificate.RawData, .. issuers.Select(issuer => issuer.RawData)];
        IssuerAndSerial = WriteIssuerAndSerial(certificate);
        SigningCertificate = WriteSigningCertificate(certificate);
        KeyId = Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>First 8 octets of SHA-256 of the SubjectPublicKeyInfo, in lower-case hexadecimal.</summary>
    public string KeyId { get; }

    internal HashAlgorithmName Digest { get; }

    internal string DigestOid { get; }

    internal string SignatureOid { get; }

    /// <summary>DER of the leaf, then of the issuers.</summary>
    internal IReadOnlyList<byte[]> Certificates { get; }

    /// <summary>DER of IssuerAndSerialNumber (RFC 5652 §10.2.4).</summary>
    internal byte[] IssuerAndSerial { get; }

    /// <summary>DER of the value of signingCertificateV2: the leaf and nothing else (RFC 5035 §3; MMHS §4.1.10).</summary>
    internal byte[] SigningCertificate { get; }

    /// <summary>Signs a hash; the signature is DER of ECDSA-Sig-Value (RFC 5753 §7.2).</summary>
    internal byte[] Sign(ReadOnlySpan<byte> hash)
    {
        lock (_turn)
            return _key.SignHash(hash.ToArray(), DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }

    private static byte[] WriteIssuerAndSerial(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(certificate.IssuerName.RawData);
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }
        return writer.Encode();
    }

    private static byte[] WriteSigningCertificate(X509Certificate2 certificate)
    {
        var directoryName = new Asn1Tag(TagClass.ContextSpecific, 4, true); // RFC 5280 §4.2.1.6: GeneralName, explicit because Name is a CHOICE
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            // hashAlgorithm is left out: SHA-256 is its default, whatever the digest of the signature
            writer.WriteOctetString(SHA256.HashData(certificate.RawData));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(directoryName))
                    writer.WriteEncodedValue(certificate.IssuerName.RawData);
                writer.WriteInteger(certificate.SerialNumberBytes.Span);
            }
        }
        return writer.Encode();
    }
}
