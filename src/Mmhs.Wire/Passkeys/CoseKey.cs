using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Mmhs.Wire.Passkeys;

/// <summary>The public key of a passkey, and the one way it signs (RFC 9052 §7; RFC 9053 §2.1; RFC 8812 §2; RFC 8230 §4).</summary>
/// <remarks>ES256, ES384, RS256 and PS256; a key that names no algorithm, or another, is no key here.</remarks>
internal sealed class CoseKey
{
    private const int Es256 = -7,
        Ps256 = -37,
        Es384 = -35,
        Rs256 = -257;
    private const int KindElliptic = 2,
        KindRsa = 3,
        CurveP256 = 1,
        CurveP384 = 2;
    private const int MaxOctets = 2048,
        LeastRsaOctets = 256,
        MostRsaOctets = 1024,
        MostExponentOctets = 4;

    private readonly Dictionary<long, long> numbers = [];
    private readonly Dictionary<long, byte[]> strings = [];

    private CoseKey() { }

    /// <summary>Null when the octets are no COSE_Key of a kind used here.</summary>
    public static CoseKey? Read(byte[] octets)
    {
        if (octets.Length is 0 or > MaxOctets)
            return null;
        var key = new CoseKey();
        try
        {
            var reader = new CborReader(octets, CborConformanceMode.Ctap2Canonical);
            for (var left = reader.ReadStartMap() ?? 0; left > 0; left--)
                key.ReadMember(reader);
            reader.ReadEndMap();
            return reader.BytesRemaining == 0 ? key : null;
        }
        catch (Exception notCbor) when (notCbor is CborContentException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Null when the key cannot be used: its algorithm is not one of ours, or it is no point or modulus at all.</summary>
    public bool? Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        try
        {
            return (Number(1), Number(3)) switch
            {
                (KindElliptic, Es256) => Elliptic(
                    CurveP256,
                    ECCurve.NamedCurves.nistP256,
                    32,
                    HashAlgorithmName.SHA256,
                    signed,
                    signature
                ),
                (KindElliptic, Es384) => Elliptic(
                    CurveP384,
                    ECCurve.NamedCurves.nistP384,
                    48,
                    HashAlgorithmName.SHA384,
                    signed,
                    signature
                ),
                (KindRsa, Rs256) => Rsa(RSASignaturePadding.Pkcs1, signed, signature),
                (KindRsa, Ps256) => Rsa(RSASignaturePadding.Pss, signed, signature),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private void ReadMember(CborReader reader)
    {
        if (reader.PeekState() is not (CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger))
        {
            reader.SkipValue();
            reader.SkipValue();
            return;
        }
        var name = reader.ReadInt64();
        switch (reader.PeekState())
        {
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                numbers[name] = reader.ReadInt64();
                break;
            case CborReaderState.ByteString:
                strings[name] = reader.ReadByteString();
                break;
            default:
                reader.SkipValue();
                break;
        }
    }

    private long? Number(long name) => numbers.TryGetValue(name, out var value) ? value : null;

    private bool? Elliptic(
        int curve,
        ECCurve named,
        int length,
        HashAlgorithmName digest,
        ReadOnlySpan<byte> signed,
        ReadOnlySpan<byte> signature
    )
    {
        // RFC 9053 §7.1.1: both coordinates in full length; a compressed point has a Boolean for y and is not taken
        if (
            Number(-1) != curve
            || strings.GetValueOrDefault(-2) is not { } x
            || strings.GetValueOrDefault(-3) is not { } y
            || x.Length != length
            || y.Length != length
        )
            return null;
        using var key = ECDsa.Create(
            new ECParameters
            {
                Curve = named,
                Q = new ECPoint { X = x, Y = y },
            }
        );
        return key.VerifyData(signed, signature, digest, DSASignatureFormat.Rfc3279DerSequence);
    }

    private bool? Rsa(RSASignaturePadding padding, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (
            strings.GetValueOrDefault(-1) is not { Length: >= LeastRsaOctets and <= MostRsaOctets } modulus
            || modulus[0] == 0
            || strings.GetValueOrDefault(-2) is not { Length: > 0 and <= MostExponentOctets } exponent
            || exponent[^1] % 2 == 0
            || exponent is [1]
        )
            return null;
        using var key = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256, padding);
    }
}
