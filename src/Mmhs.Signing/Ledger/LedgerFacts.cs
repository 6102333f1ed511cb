using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mmhs.Signing.Ledger;

/// <summary>A file as the service wrote it.</summary>
/// <param name="Sha256">Of its octets, lower-case hexadecimal.</param>
/// <param name="How"><c>written</c>, or <c>taken over</c> where an operator had put it there before the ledger began.</param>
internal sealed record FileFacts(string Sha256, string How);

/// <summary>A version as it was submitted.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="ContentHash">What approvals are bound to.</param>
/// <param name="Writers">Sign-in names of those who wrote in the draft since it began, who wrote last at the end.</param>
/// <param name="By">Sign-in name of who sent it.</param>
internal sealed record VersionFacts(int Number, string ContentHash, IReadOnlyList<string> Writers, string By);

/// <summary>A yes that was proven.</summary>
/// <param name="Person">Sign-in name.</param>
/// <param name="Method">How it was proven.</param>
internal sealed record ApprovalFacts(string Person, string Method);

/// <summary>A yes that was taken back.</summary>
internal sealed record TakenBackFacts(string By);

/// <summary>A copy that was signed.</summary>
/// <param name="MessageId">Without its brackets.</param>
/// <param name="EnvelopeId">Of its submission.</param>
/// <param name="Recipients">Addresses it was approved for.</param>
/// <param name="Draft">The draft.</param>
/// <param name="Version">Number of its version.</param>
/// <param name="ContentHash">Of that version.</param>
/// <param name="Approval">Digest of the releaser's statement.</param>
/// <param name="Leaves">When it was to leave at the earliest, in milliseconds since 1970.</param>
internal sealed record CopyFacts(
    string MessageId,
    string EnvelopeId,
    IReadOnlyList<string> Recipients,
    Guid Draft,
    int Version,
    string ContentHash,
    string Approval,
    long Leaves
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(FileFacts))]
[JsonSerializable(typeof(VersionFacts))]
[JsonSerializable(typeof(ApprovalFacts))]
[JsonSerializable(typeof(TakenBackFacts))]
[JsonSerializable(typeof(CopyFacts))]
internal sealed partial class LedgerFacts : JsonSerializerContext
{
    public static FileFacts File(LedgerEntry entry) => Read(entry, Default.FileFacts);

    public static VersionFacts Version(LedgerEntry entry) => Read(entry, Default.VersionFacts);

    public static CopyFacts Copy(LedgerEntry entry) => Read(entry, Default.CopyFacts);

    private static T Read<T>(LedgerEntry entry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(entry.Facts, type)
        ?? throw new InvalidDataException($"Entry {entry.Sequence} of the ledger says nothing.");
}
