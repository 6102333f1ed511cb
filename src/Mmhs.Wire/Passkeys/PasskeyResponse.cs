using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Mmhs.Wire.Passkeys;

/// <summary>What an authenticator answered to a challenge (WebAuthn Level 2 §5.2.2). Nothing in it is believed before it is verified.</summary>
/// <param name="CredentialId">Which passkey answered, base64url without padding.</param>
/// <param name="ClientData">What the browser says it asked: JSON octets, kept as they came because they are signed.</param>
/// <param name="AuthenticatorData">What the authenticator says of itself.</param>
/// <param name="Signature">Over authenticator data and the SHA-256 of the client data.</param>
public sealed record PasskeyResponse(string CredentialId, byte[] ClientData, byte[] AuthenticatorData, byte[] Signature)
{
    /// <summary>Longest proof or browser answer read, in octets.</summary>
    public const int MaxOctets = 16 * 1024;

    /// <summary>What the authenticator counts (WebAuthn Level 2 §6.1.1), 0 where it does not; null when its data cannot be read.</summary>
    public uint? Counter => Passkeys.AuthenticatorData.Read(AuthenticatorData)?.SignCount;

    private const int MaxCredentialOctets = 1023; // WebAuthn Level 2 §4, Credential ID

    /// <summary>The octets that are kept as evidence and that the signing service verifies: JSON of four base64url members.</summary>
    public byte[] ToProof()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("id", CredentialId);
            json.WriteString("clientDataJSON", Base64Url.EncodeToString(ClientData));
            json.WriteString("authenticatorData", Base64Url.EncodeToString(AuthenticatorData));
            json.WriteString("signature", Base64Url.EncodeToString(Signature));
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToProof"/> wrote, and nothing else: evidence has one form.</summary>
    public static bool TryReadProof(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out PasskeyResponse? response)
    {
        response = null;
        if (BoundedJson.Read(octets, MaxOctets) is not { } document)
            return false;
        using (document)
        {
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.EnumerateObject().Count() == 4
                && TryRead(root, root, out response)
                && octets.SequenceEqual(response.ToProof());
        }
    }

    /// <summary>Reads what <c>navigator.credentials.get()</c> gives as JSON (WebAuthn Level 3 §5.1, <c>AuthenticationResponseJSON</c>).</summary>
    public static bool TryReadBrowser(string json, [NotNullWhen(true)] out PasskeyResponse? response)
    {
        response = null;
        if (json.Length > MaxOctets || BoundedJson.Read(Encoding.UTF8.GetBytes(json), MaxOctets) is not { } document)
            return false;
        using (document)
        {
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && BoundedJson.Text(root, "type") == "public-key"
                && root.TryGetProperty("response", out var inner)
                && inner.ValueKind == JsonValueKind.Object
                && TryRead(root, inner, out response);
        }
    }

    private static bool TryRead(JsonElement outer, JsonElement inner, [NotNullWhen(true)] out PasskeyResponse? response)
    {
        response = null;
        if (
            BoundedJson.Octets(outer, "id") is not { Length: > 0 and <= MaxCredentialOctets } id
            || BoundedJson.Octets(inner, "clientDataJSON") is not { } client
            || BoundedJson.Octets(inner, "authenticatorData") is not { } authenticator
            || BoundedJson.Octets(inner, "signature") is not { } signature
        )
            return false;
        response = new(Base64Url.EncodeToString(id), client, authenticator, signature);
        return true;
    }
}
