using System.Security.Cryptography;
using System.Text;
using Mmhs.Wire.Scram;

namespace Mmhs.Wire.Smtp;

/// <summary>Verifiers for users that do not exist, so that nobody learns from a login which names do (RFC 5802 §9).</summary>
/// <remarks>The same name gets the same salt while this lives; no password fits.</remarks>
internal sealed class UnknownUsers
{
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    public ScramVerifier Verifier(string user)
    {
        var seed = HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(user));
        return new(
            seed.AsSpan(0, 16),
            ScramVerifier.DefaultIterations,
            HMACSHA256.HashData(seed, "Stored"u8),
            HMACSHA256.HashData(seed, "Server"u8)
        );
    }
}
