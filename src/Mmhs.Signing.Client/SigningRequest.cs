using System.Collections.Immutable;
using Mmhs.Messages.Release;

namespace Mmhs.Signing.Client;

/// <param name="Version">What was approved.</param>
/// <param name="Approval">The approval with its proof.</param>
/// <param name="Concurrences">Those of the reviewers, with their proofs; of other versions too.</param>
/// <param name="Attachments">The octets of the version's attachments, by their SHA-256 in lower-case hexadecimal.</param>
public sealed record SigningRequest(
    MessageVersion Version,
    Approval Approval,
    ImmutableArray<Concurrence> Concurrences,
    IReadOnlyDictionary<string, byte[]> Attachments
);
