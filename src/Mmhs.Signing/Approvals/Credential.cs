using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mmhs.Wire.Scram;

namespace Mmhs.Signing.Approvals;

/// <summary>What proves that a yes is a person's own.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="Verifier">Of his password.</param>
/// <param name="Passkeys">Those he added himself.</param>
public sealed record Credential(string Name, ScramVerifier Verifier, ImmutableArray<KnownPasskey> Passkeys)
{
    /// <summary>The text of a credentials file.</summary>
    internal static byte[] Write(IEnumerable<Credential> credentials) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new CredentialsForm([
                .. credentials.Select(one => new CredentialForm(one.Name, one.Verifier.Serialize(), [.. one.Passkeys])),
            ]),
            CredentialJson.Default.CredentialsForm
        );

    /// <exception cref="FormatException">The text is not of its form.</exception>
    internal static ImmutableArray<Credential> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var form =
                JsonSerializer.Deserialize(json, CredentialJson.Default.CredentialsForm)
                ?? throw new FormatException("The credentials are empty.");
            return [.. form.People.Select(one => new Credential(one.Name, ScramVerifier.Parse(one.Verifier), [.. one.Passkeys]))];
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The credentials are not of their form: {broken.Message}", broken);
        }
    }
}

/// <summary>A passkey as the signing service knows it.</summary>
/// <param name="CredentialId">Base64url.</param>
/// <param name="PublicKey">COSE_Key (RFC 9052 §7).</param>
/// <param name="AddedAt">When it was added.</param>
public sealed record KnownPasskey(string CredentialId, byte[] PublicKey, DateTimeOffset AddedAt);

internal sealed record CredentialsForm(IReadOnlyList<CredentialForm> People);

internal sealed record CredentialForm(string Name, string Verifier, IReadOnlyList<KnownPasskey> Passkeys);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(CredentialsForm))]
internal sealed partial class CredentialJson : JsonSerializerContext;
