using System.Security.Cryptography;
using System.Text;
using Mmhs.Messages;

namespace Mmhs.Wire.Passkeys;

/// <summary>Whether an authenticator's answer proves that the owner of a passkey said yes to exactly this challenge.</summary>
/// <remarks>
/// WebAuthn Level 2 §7.2, steps 5 to 20. Pure, so that whoever holds the registered key can verify without the portal. The signature counter is
/// not judged here: passkeys that are synchronised do not count. Every answer is bound to its challenge, so it is good once only where the challenge is.
/// </remarks>
public static class PasskeyAssertion
{
    /// <summary>Null when the proof holds.</summary>
    /// <param name="key">The passkey as it was registered.</param>
    /// <param name="response">The answer, as it came.</param>
    /// <param name="challenge">What had to be answered; 16 octets or more.</param>
    /// <param name="party">For whom.</param>
    /// <exception cref="ArgumentOutOfRangeException">The challenge is shorter than 16 octets (WebAuthn Level 2 §13.4.3).</exception>
    public static Refusal? Verify(PasskeyKey key, PasskeyResponse response, ReadOnlySpan<byte> challenge, RelyingParty party)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(challenge.Length, 16, nameof(challenge));
        if (response.CredentialId != key.CredentialId)
            return new("PKY-001", "Another passkey answered than the one asked. Use the registered one.");
        return Asked(response, challenge, party) ?? Answered(response, party) ?? Signed(key, response);
    }

    private static Refusal? Asked(PasskeyResponse response, ReadOnlySpan<byte> challenge, RelyingParty party)
    {
        if (ClientData.Read(response.ClientData) is not { } client)
            return new("PKY-002", "What the browser says it asked cannot be read. Try again with another browser.");
        if (client.Type != "webauthn.get")
            return new("PKY-003", "The answer belongs to another ceremony and proves nothing here. Try again.");
        if (!CryptographicOperations.FixedTimeEquals(client.Challenge, challenge))
            return new("PKY-004", "The passkey answered to something else than what is asked now. Try again.");
        if (!party.Origins.Contains(client.Origin, StringComparer.Ordinal))
            return new(
                "PKY-005",
                "The passkey was used on a page at an address that is not ours. Open the portal at its own address."
            );
        return client.Framed
            ? new("PKY-006", "The passkey was used inside a page of somebody else. Open the portal by itself.")
            : null;
    }

    private static Refusal? Answered(PasskeyResponse response, RelyingParty party)
    {
        if (AuthenticatorData.Read(response.AuthenticatorData) is not { } authenticator)
            return new("PKY-007", "What the authenticator says of itself cannot be read. Use another authenticator.");
        if (!CryptographicOperations.FixedTimeEquals(authenticator.PartyHash, SHA256.HashData(Encoding.UTF8.GetBytes(party.Id))))
            return new("PKY-008", "The passkey is bound to another domain. Use one registered here.");
        if (!authenticator.UserPresent)
            return new("PKY-009", "The authenticator saw nobody. Touch it when it asks.");
        return authenticator.UserVerified
            ? null
            : new("PKY-010", "The authenticator did not verify its owner. Set a PIN, fingerprint or face on it and use that.");
    }

    private static Refusal? Signed(PasskeyKey key, PasskeyResponse response)
    {
        byte[] signed = [.. response.AuthenticatorData, .. SHA256.HashData(response.ClientData)];
        return CoseKey.Read(key.PublicKey)?.Verifies(signed, response.Signature) switch
        {
            true => null,
            false => new(
                "PKY-012",
                "The passkey's signature does not hold. Try again; if it stays so, remove the passkey and add it anew."
            ),
            null => new(
                "PKY-011",
                "The registered key is of a kind not used here. Remove the passkey and add one with ES256, ES384, RS256 or PS256."
            ),
        };
    }
}
