using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Signing.Approvals;

/// <summary>Delegations as the text of a file, and back.</summary>
internal static class DelegationJson
{
    public static byte[] Write(IEnumerable<Delegation> delegations) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new DelegationsForm([
                .. delegations.Select(one => new DelegationForm(
                    one.Id,
                    one.Principal,
                    one.Deputy,
                    one.Role.ToString(),
                    one.From,
                    one.Until,
                    one.SetBy,
                    one.ConfirmedBy
                )),
            ]),
            DelegationForms.Default.DelegationsForm
        );

    /// <exception cref="FormatException">The text is not of its form.</exception>
    public static ImmutableArray<Delegation> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var form =
                JsonSerializer.Deserialize(json, DelegationForms.Default.DelegationsForm)
                ?? throw new FormatException("The delegations are empty.");
            return
            [
                .. form.Delegations.Select(one => new Delegation(
                    one.Id,
                    one.Principal,
                    one.Deputy,
                    EmailAddress.Parse(one.Role),
                    one.From,
                    one.Until,
                    one.SetBy
                )
                {
                    ConfirmedBy = one.ConfirmedBy,
                }),
            ];
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The delegations are not of their form: {broken.Message}", broken);
        }
    }
}

internal sealed record DelegationsForm(IReadOnlyList<DelegationForm> Delegations);

internal sealed record DelegationForm(
    Guid Id,
    string Principal,
    string Deputy,
    string Role,
    DateTimeOffset From,
    DateTimeOffset Until,
    string SetBy,
    string? ConfirmedBy = null
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(DelegationsForm))]
internal sealed partial class DelegationForms : JsonSerializerContext;
