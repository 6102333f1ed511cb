using Mmhs.Messages.Release;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Submit;

/// <summary>The line in a message's history that says it could not be sent.</summary>
internal static class FailedDecision
{
    public static DecisionRow Of(MessageVersion version, string words, DateTimeOffset now) => new()
    {
        DraftId = version.DraftId,
        Version = version.Number,
        Kind = DecisionKind.ReleaseFailed,
        By = "portal",
        ByName = "Portal",
        At = now,
        Words = words.Length <= 2000 ? words : words[..2000],
    };
}
