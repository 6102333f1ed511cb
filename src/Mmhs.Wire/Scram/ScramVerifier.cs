using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Mmhs.Wire.Scram;

/// <summary>What a server keeps of a password: salt, iterations, StoredKey and ServerKey; the password cannot be had from it.</summary>
/// <remarks>SCRAM-SHA-256. Source: RFC 5802 §2.2, §3; RFC 7677; text form RFC 5803 §3.</remarks>
public sealed class ScramVerifier
{
    /// <summary>The least a verifier may have (RFC 7677 §4).</summary>
    public const int MinIterations = 4096;

    /// <summary>What new verifiers get: about 5 ms of work for one guess, paid by the client at each login.</summary>
    public const int DefaultIterations = 16384;

    // A verifier from outside must not make a client compute for hours.
    private const int MaxIterations = 10_000_000;

    private readonly byte[] _salt;
    private readonly byte[] _storedKey;
    private readonly byte[] _serverKey;

    /// <param name="salt">Not empty.</param>
    /// <param name="iterations"><see cref="MinIterations"/> to ten million.</param>
    /// <param name="storedKey">32 octets.</param>
    /// <param name="serverKey">32 octets.</param>
    public ScramVerifier(ReadOnlySpan<byte> salt, int iterations, ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> serverKey)
    {
        ArgumentOutOfRangeException.ThrowIfZero(salt.Length, nameof(salt));
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, MinIterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, MaxIterations);
        ArgumentOutOfRangeException.ThrowIfNotEqual(storedKey.Length, SHA256.HashSizeInBytes, nameof(storedKey));
        ArgumentOutOfRangeException.ThrowIfNotEqual(serverKey.Length, SHA256.HashSizeInBytes, nameof(serverKey));
        (_salt, Iterations, _storedKey, _serverKey) = (salt.ToArray(), iterations, storedKey.ToArray(), serverKey.ToArray());
    }

    public ReadOnlyMemory<byte> Salt => _salt;

    public int Iterations { get; }

    public ReadOnlyMemory<byte> StoredKey => _storedKey;

    public ReadOnlyMemory<byte> ServerKey => _serverKey;

    /// <summary>A verifier with a fresh salt of 16 octets and <see cref="DefaultIterations"/>.</summary>
    public static ScramVerifier FromPassword(string password) =>
        FromPassword(password, RandomNumberGenerator.GetBytes(16), DefaultIterations);

    /// <exception cref="ArgumentException">The password holds characters SASLprep forbids (RFC 4013 §2.3).</exception>
    public static ScramVerifier FromPassword(string password, ReadOnlySpan<byte> salt, int iterations)
    {
        var salted = ScramProof.SaltedPassword(password, salt, iterations);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        return new(salt, iterations, storedKey, HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary><c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c>, the last three in Base64.</summary>
    public string Serialize() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ScramExchange.Mechanism}${Iterations}:{Convert.ToBase64String(_salt)}${Convert.ToBase64String(_storedKey)}:{Convert.ToBase64String(_serverKey)}"
        );

    public static bool TryParse(string? text, [NotNullWhen(true)] out ScramVerifier? verifier)
    {
        verifier = null;
        if (text?.Split('$') is not [ScramExchange.Mechanism, var first, var second])
            return false;
        if (first.Split(':') is not [var count, var salt64] || second.Split(':') is not [var stored64, var server64])
            return false;
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations))
            return false;
        if (iterations is < MinIterations or > MaxIterations)
            return false;
        if (!StrictBase64.TryDecode(salt64, out var salt) || salt.Length == 0)
            return false;
        if (!StrictBase64.TryDecode(stored64, out var stored) || stored.Length != SHA256.HashSizeInBytes)
            return false;
        if (!StrictBase64.TryDecode(server64, out var server) || server.Length != SHA256.HashSizeInBytes)
            return false;
        verifier = new(salt, iterations, stored, server);
        return true;
    }

    /// <exception cref="FormatException">The text is no verifier.</exception>
    public static ScramVerifier Parse(string text) =>
        TryParse(text, out var verifier)
            ? verifier
            : throw new FormatException("This is not a SCRAM-SHA-256 verifier (RFC 5803 §3).");

    /// <summary>Says nothing of its content, so that none gets into a log.</summary>
    public override string ToString() => ScramExchange.Mechanism;
}
