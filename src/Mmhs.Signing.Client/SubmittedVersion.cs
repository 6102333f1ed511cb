using System.Collections.Immutable;

namespace Mmhs.Signing.Client;

/// <summary>A version that goes to review and release; what is said of it later counts no more.</summary>
/// <param name="DraftId">The draft.</param>
/// <param name="Number">1 for the first version.</param>
/// <param name="ContentHash">What approvals will be bound to.</param>
/// <param name="Writers">Sign-in names of those who wrote in the draft since it began, who wrote last at the end; not empty.</param>
/// <param name="By">Sign-in name of who sends it.</param>
public sealed record SubmittedVersion(Guid DraftId, int Number, string ContentHash, ImmutableArray<string> Writers, string By);
