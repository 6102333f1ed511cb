using System.Buffers.Binary;
using System.Formats.Cbor;

namespace Mmhs.Wire.Passkeys;

/// <summary>What the authenticator says of itself in an assertion (WebAuthn Level 2 §6.1).</summary>
/// <param name="PartyHash">SHA-256 of the relying party's id.</param>
/// <param name="UserPresent">Somebody touched it.</param>
/// <param name="UserVerified">It knows by PIN or body that it was its owner.</param>
/// <param name="SignCount">Counts up where the authenticator counts; 0 where it does not.</param>
internal sealed record AuthenticatorData(byte[] PartyHash, bool UserPresent, bool UserVerified, uint SignCount)
{
    private const int HashLength = 32,
        Fixed = HashLength + 1 + 4,
        MaxOctets = 4096;
    private const byte Present = 0x01,
        Verified = 0x04,
        BackupEligible = 0x08,
        BackedUp = 0x10,
        Attested = 0x40,
        Extensions = 0x80;

    /// <summary>Null when the octets are not laid out as an assertion's must be.</summary>
    public static AuthenticatorData? Read(ReadOnlySpan<byte> octets)
    {
        if (octets.Length is < Fixed or > MaxOctets)
            return null;
        var flags = octets[HashLength];
        if ((flags & Attested) != 0)
            return null; // WebAuthn Level 2 §6.1: a new key is attested at registration only
        if ((flags & BackedUp) != 0 && (flags & BackupEligible) == 0)
            return null; // WebAuthn Level 3 §6.1.3: such a state does not exist
        var rest = octets[Fixed..];
        var extended = (flags & Extensions) != 0;
        if (extended ? !IsOneMap(rest) : rest.Length > 0)
            return null;
        return new(
            octets[..HashLength].ToArray(),
            (flags & Present) != 0,
            (flags & Verified) != 0,
            BinaryPrimitives.ReadUInt32BigEndian(octets[(HashLength + 1)..])
        );
    }

    private static bool IsOneMap(ReadOnlySpan<byte> octets)
    {
        try
        {
            var reader = new CborReader(octets.ToArray(), CborConformanceMode.Ctap2Canonical);
            if (reader.PeekState() != CborReaderState.StartMap)
                return false;
            reader.SkipValue();
            return reader.BytesRemaining == 0;
        }
        catch (Exception notCbor) when (notCbor is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }
}
