using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>What a message must pass before its release, and by which rule.</summary>
/// <param name="Rule">Name of the rule that fits; null: none does, or the organisation has no policy.</param>
/// <param name="Stages">By order, then as the rule names them; empty: straight to the releaser.</param>
public sealed record StagePlan(string? Rule, ImmutableArray<StageRule> Stages)
{
    public static StagePlan For(MessageContent content, ReleasePolicy? policy, PolicyCatalog policies) =>
        policy?.Rules.FirstOrDefault(rule => rule.When.Fits(content, policies)) is { } rule
            ? new(rule.Name, [.. rule.Stages.OrderBy(stage => stage.Order)])
            : new(null, []);

    /// <summary>The stages that can be decided on once these are passed; empty when all are.</summary>
    public ImmutableArray<StageRule> Open(Func<StageRule, bool> isPassed)
    {
        var waiting = Stages.Where(stage => !isPassed(stage)).ToList();
        return waiting.Count == 0 ? [] : [.. waiting.Where(stage => stage.Order == waiting.Min(other => other.Order))];
    }
}
