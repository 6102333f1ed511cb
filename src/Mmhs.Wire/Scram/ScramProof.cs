using System.Security.Cryptography;
using System.Text;
using MailKit.Security;

namespace Mmhs.Wire.Scram;

/// <summary>The arithmetic of SCRAM-SHA-256 over any octets: proof that one knew a password when he saw them (RFC 5802 §3).</summary>
/// <remarks>A login proves over its AuthMessage; any other act may be proved the same way, so long as its octets cannot be taken for one.</remarks>
public static class ScramProof
{
    /// <summary><c>ClientProof = ClientKey XOR HMAC(StoredKey, message)</c>; 32 octets.</summary>
    /// <exception cref="ArgumentException">The password holds characters SASLprep forbids (RFC 4013 §2.3).</exception>
    public static byte[] Create(string password, ReadOnlySpan<byte> salt, int iterations, ReadOnlySpan<byte> message)
    {
        var clientKey = HMACSHA256.HashData(SaltedPassword(password, salt, iterations), "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), message);
        Xor(signature, clientKey);
        return signature;
    }

    /// <summary>True when the proof could only be made with the password behind the verifier, over exactly these octets.</summary>
    public static bool Verify(ScramVerifier verifier, ReadOnlySpan<byte> message, ReadOnlySpan<byte> proof)
    {
        if (proof.Length != SHA256.HashSizeInBytes)
            return false;
        var clientKey = HMACSHA256.HashData(verifier.StoredKey.Span, message);
        Xor(clientKey, proof);
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(clientKey), verifier.StoredKey.Span);
    }

    /// <summary><c>ServerSignature = HMAC(ServerKey, message)</c>: that the server, too, knew the verifier.</summary>
    public static byte[] ServerSignature(ScramVerifier verifier, ReadOnlySpan<byte> message) =>
        HMACSHA256.HashData(verifier.ServerKey.Span, message);

    /// <summary>User names and passwords as both sides must see them (RFC 4013).</summary>
    /// <exception cref="ArgumentException">The text is empty or holds a forbidden character.</exception>
    public static string Prepare(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return SaslMechanism.SaslPrep(text);
    }

    // RFC 5802 §2.2: Hi() is PBKDF2 with HMAC and the length of the hash
    internal static byte[] SaltedPassword(string password, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(Prepare(password)),
            salt,
            iterations,
            HashAlgorithmName.SHA256,
            SHA256.HashSizeInBytes
        );

    private static void Xor(Span<byte> into, ReadOnlySpan<byte> with)
    {
        for (var i = 0; i < into.Length; i++)
            into[i] ^= with[i];
    }
}
