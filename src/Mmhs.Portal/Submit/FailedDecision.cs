using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Submit;

/// <summary>The line in a message's history that says it could not be sent.</summary>
internal static class FailedDecision
{
    public static DecisionRow Of(MessageVersion version, string words, DateTimeOffset now) =>
        Of(version.DraftId, version.Number, words, now);

    public static DecisionRow Of(Guid draft, int version, string words, DateTimeOffset now) =>
        new()
        {
            DraftId = draft,
            Version = version,
            Kind = DecisionKind.ReleaseFailed,
            By = "portal",
            ByName = "Portal",
            At = now,
            Words = Characters.Cut(words, 2000),
        };
}
