using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Wire.Smtp;

namespace Mmhs.Signing.Approvals;

/// <summary>A releaser as the signing service keeps him: who he is, what he may release, and what proves that he is it.</summary>
/// <param name="Releaser">His name, mailbox and rights.</param>
/// <param name="Verifier">Of his password.</param>
public sealed record RosterEntry(Releaser Releaser, ScramVerifier Verifier)
{
    /// <summary>The text of a roster file, owner and order of the entries as given.</summary>
    public static byte[] Write(IEnumerable<RosterEntry> entries) =>
        JsonSerializer.SerializeToUtf8Bytes(new RosterForm([.. entries.Select(ToForm)]), RosterJson.Default.RosterForm);

    /// <exception cref="FormatException">The text is no roster: of a roster half understood no half is used.</exception>
    internal static ImmutableArray<RosterEntry> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var form = JsonSerializer.Deserialize(json, RosterJson.Default.RosterForm) ?? throw new FormatException("The roster is empty.");
            return [.. form.Releasers.Select(FromForm)];
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The roster is not of its form: {broken.Message}", broken);
        }
    }

    private static ReleaserForm ToForm(RosterEntry entry) => new(
        entry.Releaser.Name, entry.Releaser.Mailbox.DisplayName, entry.Releaser.Mailbox.Address.ToString(), entry.Verifier.Serialize(),
        [.. entry.Releaser.Rights.Select(right => new RightForm(
            right.Role.ToString(), right.HighestAction, right.HighestInformation, [.. right.Ceiling.Select(clearance => clearance.ToKey())]))]);

    private static RosterEntry FromForm(ReleaserForm form) => new(
        new Releaser(form.Name, new Mailbox(form.DisplayName, EmailAddress.Parse(form.Address)), [.. form.Rights.Select(FromForm)]),
        ScramVerifier.Parse(form.Verifier));

    private static ReleaseRight FromForm(RightForm form) =>
        new(EmailAddress.Parse(form.Role), form.HighestAction, form.HighestInformation, [.. form.Ceiling.Select(key =>
            ClearanceKey.TryParse(key, out var clearance) ? clearance : throw new FormatException("A ceiling of the roster is no clearance key."))]);
}

internal sealed record RosterForm(IReadOnlyList<ReleaserForm> Releasers);

internal sealed record ReleaserForm(string Name, string? DisplayName, string Address, string Verifier, IReadOnlyList<RightForm> Rights);

internal sealed record RightForm(string Role, Precedence HighestAction, Precedence HighestInformation, IReadOnlyList<string> Ceiling);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RosterForm))]
internal sealed partial class RosterJson : JsonSerializerContext;
