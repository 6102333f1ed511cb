namespace Mmhs.Wire.Smime;

/// <summary>Object identifiers of CMS and S/MIME; what is of one file only stands there.</summary>
internal static class CmsOids
{
    public const string Data = "1.2.840.113549.1.7.1"; // RFC 5652 §4
    public const string SignedData = "1.2.840.113549.1.7.2"; // RFC 5652 §5.1
    public const string EnvelopedData = "1.2.840.113549.1.7.3"; // RFC 5652 §6.1
    public const string CompressedData = "1.2.840.113549.1.9.16.1.9"; // RFC 3274 §1.1
    public const string Zlib = "1.2.840.113549.1.9.16.3.8"; // RFC 3274 §2
    public const string AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23"; // RFC 5083 §2.1
    public const string Receipt = "1.2.840.113549.1.9.16.1.1"; // RFC 2634 §2.8

    public const string ContentType = "1.2.840.113549.1.9.3"; // RFC 5652 §11.1
    public const string MessageDigest = "1.2.840.113549.1.9.4"; // RFC 5652 §11.2
    public const string SigningTime = "1.2.840.113549.1.9.5"; // RFC 5652 §11.3
    public const string SmimeCapabilities = "1.2.840.113549.1.9.15"; // RFC 8551 §2.5.2
    public const string ReceiptRequest = "1.2.840.113549.1.9.16.2.1"; // RFC 2634 §2.7
    public const string EncryptionKeyPreference = "1.2.840.113549.1.9.16.2.11"; // RFC 8551 §2.5.3
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.12"; // RFC 2634 §5.4
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47"; // RFC 5035 §3
    public const string SignatureType = "1.2.840.113549.1.9.16.2.28"; // RFC 3183 §3

    public const string Sha1 = "1.3.14.3.2.26"; // RFC 3370 §2.1
    public const string Sha256 = "2.16.840.1.101.3.4.2.1"; // RFC 5754 §2.2
    public const string Sha384 = "2.16.840.1.101.3.4.2.2"; // RFC 5754 §2.3
    public const string Sha512 = "2.16.840.1.101.3.4.2.3"; // RFC 5754 §2.4
}
