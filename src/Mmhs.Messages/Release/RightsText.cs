using System.Globalization;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>A right as a sentence a commander understands: "who may release what", answered.</summary>
public static class RightsText
{
    public static string Of(ReleaseRight right, PolicyCatalog policies)
    {
        var words = new List<string>
        {
            right.HighestAction == right.HighestInformation
                ? $"May release for {right.Role} up to {right.HighestAction.ToWord()}"
                : $"May release for {right.Role} up to {right.HighestAction.ToWord()} for action and {right.HighestInformation.ToWord()} for information",
            Labels(right, policies),
        };
        if (!right.MessageTypes.IsEmpty)
            words.Add($"only {string.Join(", ", right.MessageTypes.Select(type => new MessageType(type).ToWord()))} messages");
        if (!right.Addressees.IsEmpty)
            words.Add($"only to {string.Join(", ", right.Addressees)}");
        if (right.From is { } from)
            words.Add($"from {new DateTimeGroup(from)}");
        if (right.Until is { } until)
            words.Add($"until {new DateTimeGroup(until)}");
        if (right.BreakGlass)
            words.Add("alone with a reason when nobody else can");
        return string.Join("; ", words) + ".";
    }

    public static string Of(StageRule stage) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{stage.Name}: {(stage.Quorum == 0 ? "all reviewers" : stage.Quorum == 1 ? "one reviewer" : $"{stage.Quorum} reviewers")} of {stage.Role}, within {Time(stage.Budget.Flash)} for FLASH, {Time(stage.Budget.Immediate)} for IMMEDIATE, {Time(stage.Budget.Priority)} for PRIORITY, {Time(stage.Budget.Routine)} for ROUTINE"
        );

    public static string Of(RuleCondition when, PolicyCatalog policies)
    {
        var words = new List<string>();
        if (when.FromPrecedence is { } from)
            words.Add($"precedence {from.ToWord()} or more urgent");
        if (when.ToPrecedence is { } to)
            words.Add($"precedence {to.ToWord()} or less urgent");
        if (when.PolicyId is { } policy)
            words.Add($"a label of {policies.Find(policy)?.Name ?? policy}");
        if (when.FromHierarchy is { } hierarchy)
            words.Add($"classification {Classification(when.PolicyId, hierarchy, policies)} or above");
        if (!when.MessageTypes.IsEmpty)
            words.Add($"message type {string.Join(" or ", when.MessageTypes.Select(type => new MessageType(type).ToWord()))}");
        if (!when.SubjectIndicatorCodes.IsEmpty)
            words.Add($"a subject indicator code beginning {string.Join(" or ", when.SubjectIndicatorCodes)}");
        if (!when.Addressees.IsEmpty)
            words.Add($"an addressee at {string.Join(" or ", when.Addressees)}");
        return words.Count == 0 ? "every message" : string.Join(" and ", words);
    }

    private static string Labels(ReleaseRight right, PolicyCatalog policies)
    {
        var each = right
            .Ceiling.Select(clearance =>
                policies.Find(clearance.PolicyId) is { } policy
                    ? $"{policy.Name} {Highest(policy, clearance)}"
                    : $"labels of {clearance.PolicyId}"
            )
            .ToList();
        return each.Count == 0 ? "with no label at all" : $"labels up to {string.Join(" and ", each)}";
    }

    private static string Highest(SecurityPolicy policy, Clearance clearance) =>
        policy.Classifications.Where(one => clearance.Classifications.Contains(one.Value)).MaxBy(one => one.Hierarchy)?.Name
        ?? "nothing";

    private static string Classification(string? policyId, int hierarchy, PolicyCatalog policies) =>
        policyId is not null
        && policies.Find(policyId)?.Classifications.FirstOrDefault(one => one.Hierarchy == hierarchy) is { } named
            ? named.Name
            : string.Create(CultureInfo.InvariantCulture, $"at place {hierarchy}");

    private static string Time(TimeSpan time) =>
        time.TotalMinutes < 120
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h");
}
