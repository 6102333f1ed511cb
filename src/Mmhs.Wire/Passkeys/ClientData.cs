using System.Text.Json;

namespace Mmhs.Wire.Passkeys;

/// <summary>What the browser says it asked the authenticator (WebAuthn Level 2 §5.8.1, <c>CollectedClientData</c>).</summary>
/// <param name="Type">Which ceremony.</param>
/// <param name="Challenge">Octets of the challenge.</param>
/// <param name="Origin">Where the page was.</param>
/// <param name="Framed">The page stood inside a page of somebody else.</param>
internal sealed record ClientData(string Type, byte[] Challenge, string Origin, bool Framed)
{
    private const int MaxOctets = 4096;

    /// <summary>Null when a required member is absent or of the wrong kind. Members not known are passed over, as §5.8.1 demands.</summary>
    public static ClientData? Read(ReadOnlySpan<byte> octets)
    {
        if (BoundedJson.Read(octets, MaxOctets) is not { } document)
            return null;
        using (document)
        {
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || BoundedJson.Text(root, "type") is not { } type
                || BoundedJson.Octets(root, "challenge") is not { } challenge
                || BoundedJson.Text(root, "origin") is not { } origin
            )
                return null;
            var framed = root.TryGetProperty("topOrigin", out _);
            if (root.TryGetProperty("crossOrigin", out var cross))
            {
                if (cross.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                    return null;
                framed |= cross.GetBoolean();
            }
            return new(type, challenge, origin, framed);
        }
    }
}
