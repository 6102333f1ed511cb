using System.Collections.Immutable;
using System.Globalization;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>What a change of a release policy changes, a sentence each.</summary>
internal static class PolicyDiff
{
    public static IEnumerable<string> Between(ReleasePolicy? before, ReleasePolicy? after, PolicyCatalog policies)
    {
        var domain = (after ?? before)!.Domain;
        if (after is null)
        {
            yield return $"{domain} has no release policy any more: a releaser alone decides.";
            yield break;
        }
        if (before is null)
            yield return $"{domain} has a release policy.";
        var old = before ?? new ReleasePolicy(domain, []);
        if (old.LastEditorMayRelease != after.LastEditorMayRelease)
            yield return after.LastEditorMayRelease
                ? $"{domain}: who wrote a message may release it himself."
                : $"{domain}: who wrote a message no longer releases it himself.";
        if (old.CountedWriters != after.CountedWriters)
            yield return after.CountedWriters switch
            {
                null => $"{domain}: nobody who wrote in a message since it was begun reviews or releases it.",
                1 => $"{domain}: only who wrote last in a message neither reviews nor releases it.",
                var last => $"{domain}: only the last {last} who wrote in a message neither review nor release it.",
            };
        var pairs = RightsDiff.Pairs(old.Rules, after.Rules, rule => rule.Name).ToList();
        foreach (var (was, now) in pairs)
        {
            if (now is null)
                yield return $"{domain}: the rule “{was!.Name}” is removed. {Sentence(was, policies)}";
            else if (was is null)
                yield return $"{domain}: the rule “{now.Name}” is added. {Sentence(now, policies)}";
            else
                foreach (var sentence in Rule($"{domain}, rule “{now.Name}”: ", was, now, policies))
                    yield return sentence;
        }
        // the first rule that fits counts, so their order is a matter of substance
        var kept = pairs.Where(pair => pair is { Before: not null, After: not null }).Select(pair => pair.After!).ToList();
        var moved = !after.Rules.Where(kept.Contains).SequenceEqual(kept);
        var squeezedIn = after.Rules.Length > kept.Count && kept.Count > 0 && !after.Rules.Take(kept.Count).SequenceEqual(kept);
        if (moved || squeezedIn)
            yield return $"{domain}: rules are read in this order: {string.Join(", ", after.Rules.Select(rule => rule.Name))}.";
    }

    private static IEnumerable<string> Rule(string lead, ReleaseRule old, ReleaseRule now, PolicyCatalog policies)
    {
        if (!Same(old.When, now.When))
            yield return $"{lead}for {RightsText.Of(now.When, policies)}; before: {RightsText.Of(old.When, policies)}.";
        foreach (var (was, stage) in RightsDiff.Pairs(old.Stages, now.Stages, one => one.Name))
        {
            if (stage is null)
                yield return $"{lead}the stage “{was!.Name}” falls away.";
            else if (was is null)
                yield return $"{lead}a new stage. {Sentence(stage)}";
            else if (was != stage)
                yield return $"{lead}{Sentence(stage)} Before: {Sentence(was)}";
        }
        if (
            old.Stages.Length == now.Stages.Length
            && old.Stages.All(now.Stages.Contains)
            && !old.Stages.SequenceEqual(now.Stages)
        )
            yield return $"{lead}its stages are listed as {string.Join(", ", now.Stages.Select(stage => stage.Name))}.";
    }

    private static string Sentence(ReleaseRule rule, PolicyCatalog policies) =>
        $"For {RightsText.Of(rule.When, policies)}: {(rule.Stages.IsEmpty ? "straight to the releaser" : string.Join("; then or beside it ", rule.Stages.Select(Words)))}.";

    private static string Sentence(StageRule stage) => Words(stage) + ".";

    private static string Words(StageRule stage) =>
        string.Create(CultureInfo.InvariantCulture, $"{RightsText.Of(stage)}, at place {stage.Order}");

    private static bool Same(RuleCondition old, RuleCondition now) =>
        old with
        {
            MessageTypes = [],
            SubjectIndicatorCodes = [],
            Addressees = [],
        } == now with { MessageTypes = [], SubjectIndicatorCodes = [], Addressees = [] }
        && old.MessageTypes.SequenceEqual(now.MessageTypes)
        && old.SubjectIndicatorCodes.SequenceEqual(now.SubjectIndicatorCodes)
        && old.Addressees.SequenceEqual(now.Addressees);
}
