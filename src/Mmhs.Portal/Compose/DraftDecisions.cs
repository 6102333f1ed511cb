using Mmhs.Portal.Access;
using Mmhs.Records.Compose;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Compose;

/// <summary>The line in a draft's history that says who decided what.</summary>
internal static class DraftDecisions
{
    public static DecisionRow Decision(
        Actor actor,
        DraftRow draft,
        DecisionKind kind,
        DateTimeOffset now,
        string? reason,
        string? words,
        string? stage = null
    ) =>
        new()
        {
            DraftId = draft.Id,
            Version = draft.Version,
            Kind = kind,
            Stage = stage,
            By = actor.Name,
            ByName = actor.DisplayName,
            OnBehalfOf = actor.OnBehalfOfName,
            At = now,
            Reason = reason,
            Words = string.IsNullOrEmpty(words) ? null : words,
        };
}
