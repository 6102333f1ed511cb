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
            return PasskeyAssertionRefusals.OtherPasskey;
        return Asked(response, challenge, party) ?? Answered(response, party) ?? Signed(key, response);
    }

    private static Refusal? Asked(PasskeyResponse response, ReadOnlySpan<byte> challenge, RelyingParty party)
    {
        if (ClientData.Read(response.ClientData) is not { } client)
            return PasskeyAssertionRefusals.ClientDataUnreadable;
        if (client.Type != "webauthn.get")
            return PasskeyAssertionRefusals.OtherCeremony;
        if (!CryptographicOperations.FixedTimeEquals(client.Challenge, challenge))
            return PasskeyAssertionRefusals.OtherChallenge;
        if (!party.Origins.Contains(client.Origin, StringComparer.Ordinal))
            return PasskeyAssertionRefusals.OtherOrigin;
        return client.Framed ? PasskeyAssertionRefusals.Framed : null;
    }

    private static Refusal? Answered(PasskeyResponse response, RelyingParty party)
    {
        if (AuthenticatorData.Read(response.AuthenticatorData) is not { } authenticator)
            return PasskeyAssertionRefusals.AuthenticatorDataUnreadable;
        if (!CryptographicOperations.FixedTimeEquals(authenticator.PartyHash, SHA256.HashData(Encoding.UTF8.GetBytes(party.Id))))
            return PasskeyAssertionRefusals.OtherParty;
        if (!authenticator.UserPresent)
            return PasskeyAssertionRefusals.NobodyPresent;
        return authenticator.UserVerified ? null : PasskeyAssertionRefusals.OwnerNotVerified;
    }

    private static Refusal? Signed(PasskeyKey key, PasskeyResponse response)
    {
        byte[] signed = [.. response.AuthenticatorData, .. SHA256.HashData(response.ClientData)];
        return CoseKey.Read(key.PublicKey)?.Verifies(signed, response.Signature) switch
        {
            true => null,
            false => PasskeyAssertionRefusals.SignatureWrong,
            null => PasskeyAssertionRefusals.KeyUnsupported,
        };
    }
}
