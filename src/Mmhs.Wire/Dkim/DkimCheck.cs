using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using MimeKit;
using MimeKit.Cryptography;
using Mmhs.Wire.Mime;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;

namespace Mmhs.Wire.Dkim;

/// <summary>Holds the domain signatures of a message against the keys of their domains (RFC 6376 §6; RFC 8301; RFC 8463).</summary>
/// <remarks>The hashing and the arithmetic are MimeKit's; what it leaves open (times, flags of the key, lengths, names) is judged here first.</remarks>
public static class DkimCheck
{
    /// <summary>Signatures looked at, from the top: each costs a question to strangers (RFC 6376 §8.4).</summary>
    public const int MostSignatures = 10;

    private const int LeastRsaBits = 1024; // RFC 8301 §3.2

    /// <param name="octets">The message as it came, before anything was changed.</param>
    /// <param name="keys">Whom to ask.</param>
    /// <param name="preferredRsaBits">RSA keys below this are <see cref="DkimResult.Policy"/>; 1024 at the least.</param>
    /// <param name="at">When it came.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    /// <returns>One for each signature, from the top; empty when there is none, or the message cannot be taken apart.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a parser makes of hostile octets, the mail must go on.")]
    public static async ValueTask<ImmutableArray<DkimReading>> ReadAsync(
        ReadOnlyMemory<byte> octets,
        IDkimKeys keys,
        int preferredRsaBits,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var stream = new MemoryStream(LineEnds.ToCrlf(octets).ToArray(), writable: false);
            using var message = await MimeMessage.LoadAsync(stream, cancellationToken).ConfigureAwait(false);
            var readings = ImmutableArray.CreateBuilder<DkimReading>();
            foreach (var field in message.Headers.Where(field => field.Id == HeaderId.DkimSignature).Take(MostSignatures))
                readings.Add(
                    await ReadAsync(message, field, keys, preferredRsaBits, at, cancellationToken).ConfigureAwait(false)
                );
            return readings.ToImmutable();
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            return [];
        }
    }

    private static async ValueTask<DkimReading> ReadAsync(
        MimeMessage message,
        Header field,
        IDkimKeys keys,
        int preferredRsaBits,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var (signature, bad) = DkimSignature.Read(field.Value);
        if (signature is null)
            return bad!;
        DkimReading Say(DkimResult result, string? reason, bool testing = false) =>
            new(result, reason, signature.Domain, signature.Selector, signature.Algorithm, testing)
            {
                Identity = signature.Identity,
            };
        if (signature.Expires <= at.ToUnixTimeSeconds())
            return Say(DkimResult.Fail, "expired");

        var answer = await keys.FindAsync($"{signature.Selector}._domainkey.{signature.Domain}", cancellationToken)
            .ConfigureAwait(false);
        if (!answer.IsAvailable)
            return Say(DkimResult.TempError, "the key could not be asked for");
        if (answer.Records is not [var record])
            return Say(DkimResult.PermError, answer.Records.Count == 0 ? "no key" : "more than one key");
        var (key, why) = DkimKey.Read(record, signature.Algorithm);
        if (key is null)
            return Say(DkimResult.PermError, why);
        if (key.IsExact && signature.IdentityDomain != signature.Domain)
            return Say(DkimResult.PermError, "the key is for the domain alone");
        if (key.Key is RsaKeyParameters { Modulus.BitLength: < LeastRsaBits })
            return Say(DkimResult.Policy, "the key is too short");

        if (!await HoldsAsync(message, field, key.Key, cancellationToken).ConfigureAwait(false))
            return Say(DkimResult.Fail, "changed on its way, or not theirs");
        if (signature.HasLength)
            return Say(DkimResult.Policy, "anything may have been added to the body");
        return key.Key is RsaKeyParameters rsa && rsa.Modulus.BitLength < preferredRsaBits
            ? Say(DkimResult.Policy, "the key is too short")
            : Say(DkimResult.Pass, null, key.IsTesting);
    }

    [SuppressMessage("Design", "CA1031", Justification = "What cannot be checked does not hold.")]
    private static async Task<bool> HoldsAsync(
        MimeMessage message,
        Header field,
        AsymmetricKeyParameter key,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await new DkimVerifier(new OneKey(key)).VerifyAsync(message, field, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class OneKey(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(
            string methods,
            string domain,
            string selector,
            CancellationToken cancellationToken
        ) => key;

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods,
            string domain,
            string selector,
            CancellationToken cancellationToken
        ) => Task.FromResult(key);
    }
}
