using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Mmhs.Wire.Passkeys;

namespace Mmhs.Testing;

/// <summary>An authenticator made of software: it answers as one does, or wrongly in one chosen way.</summary>
public sealed class SoftAuthenticator
{
    private readonly Func<byte[], byte[]> sign;

    private SoftAuthenticator(byte[] cose, Func<byte[], byte[]> sign)
    {
        this.sign = sign;
        Key = new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)), cose);
    }

    public PasskeyKey Key { get; }

    public byte Flags { get; set; } = 0x05; // present and verified

    /// <summary>What it says it has counted to.</summary>
    public uint Count { get; set; } = 7;

    public string Party { get; set; } = "portal.example";

    public byte[] Rest { get; set; } = [];

    public static SoftAuthenticator Make(string algorithm) =>
        algorithm switch
        {
            "ES256" => Elliptic(ECCurve.NamedCurves.nistP256, -7, 1, HashAlgorithmName.SHA256),
            "ES384" => Elliptic(ECCurve.NamedCurves.nistP384, -35, 2, HashAlgorithmName.SHA384),
            "RS256" => Rsa(-257, RSASignaturePadding.Pkcs1),
            "PS256" => Rsa(-37, RSASignaturePadding.Pss),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        };

    /// <param name="challenge">What is asked.</param>
    /// <param name="change">Changes what the browser says, before it is signed.</param>
    public PasskeyResponse Answer(byte[] challenge, Action<JsonObject>? change = null)
    {
        var client = new JsonObject
        {
            ["type"] = "webauthn.get",
            ["challenge"] = Base64Url.EncodeToString(challenge),
            ["origin"] = "https://portal.example",
            ["crossOrigin"] = false,
        };
        change?.Invoke(client);
        return Sign(Encoding.UTF8.GetBytes(client.ToJsonString()));
    }

    /// <summary>Signs whatever the browser is said to have asked.</summary>
    public PasskeyResponse Sign(byte[] clientData)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        byte[] data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(Party)), Flags, .. count, .. Rest];
        return new(Key.CredentialId, clientData, data, sign([.. data, .. SHA256.HashData(clientData)]));
    }

    public static byte[] Cose(params (int Name, object Value)[] members)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(members.Length);
        foreach (var (name, value) in members)
        {
            writer.WriteInt32(name);
            if (value is byte[] octets)
                writer.WriteByteString(octets);
            else
                writer.WriteInt32((int)value);
        }
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static SoftAuthenticator Elliptic(ECCurve curve, int algorithm, int number, HashAlgorithmName digest)
    {
        var key = ECDsa.Create(curve);
        var point = key.ExportParameters(false).Q;
        return new(
            Cose((1, 2), (3, algorithm), (-1, number), (-2, point.X!), (-3, point.Y!)),
            signed => key.SignData(signed, digest, DSASignatureFormat.Rfc3279DerSequence)
        );
    }

    private static SoftAuthenticator Rsa(int algorithm, RSASignaturePadding padding)
    {
        var key = RSA.Create(2048);
        var halves = key.ExportParameters(false);
        return new(
            Cose((1, 3), (3, algorithm), (-1, halves.Modulus!), (-2, halves.Exponent!)),
            signed => key.SignData(signed, HashAlgorithmName.SHA256, padding)
        );
    }
}
