using System.Collections.Immutable;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Mime;

/// <summary>A label of a message, with what its policy makes of it.</summary>
/// <param name="Source"><c>ess</c> or <c>sio</c>.</param>
/// <param name="Label">Null when it cannot be read, or is a marking only.</param>
/// <param name="Policy">The name of its policy; null when it is not known here.</param>
/// <param name="ClassificationName">Null when the policy has none of this number.</param>
/// <param name="Marking">The policy's words, or those of the field when there is only a marking.</param>
/// <param name="Valid">Whether its policy permits it.</param>
/// <param name="Reason">Why not; null when valid.</param>
public sealed record LabelReading(
    string Source,
    SecurityLabel? Label,
    string? Policy,
    string? ClassificationName,
    ImmutableArray<LabelCategory> Categories,
    string? Marking,
    bool Valid,
    string? Reason
)
{
    public string? PolicyId => Label?.PolicyId;

    public int? Classification => Label?.Classification;

    public string? PrivacyMark => Label?.PrivacyMark;

    internal static LabelReading Of(string source, SecurityLabel label, PolicyCatalog policies, DateTimeOffset at)
    {
        if (policies.Find(label.PolicyId) is not { } policy)
            return new(
                source,
                label,
                null,
                null,
                Describe(label, null),
                null,
                false,
                $"The policy {label.PolicyId} is not known here."
            );
        var error = LabelRules.Validate(policy, label, at, creating: false).FirstOrDefault(finding => finding.IsError);
        return new(
            source,
            label,
            policy.Name,
            policy.Find(label.Classification)?.Name,
            Describe(label, policy),
            Messages.Policy.Marking.Of(policy, label).Text,
            error is null,
            error?.Text
        );
    }

    internal static LabelReading Unreadable(string source, string? marking, string reason) =>
        new(source, null, null, null, [], marking, false, reason);

    private static ImmutableArray<LabelCategory> Describe(SecurityLabel label, SecurityPolicy? policy) =>
        [
            .. from category in label.Categories
            group category by (category.TagSetId, category.Kind) into tag
            let known = tag.Select(category => policy?.Find(category)).ToList()
            select new LabelCategory(
                policy?.FindTagSet(tag.Key.TagSetId)?.Name ?? tag.Key.TagSetId,
                known.FirstOrDefault(found => found is not null)?.Tag.Name ?? tag.Key.Kind.ToString(),
                [
                    .. tag.Zip(
                        known,
                        (category, found) =>
                            found?.Value.Name
                            ?? category.Raw
                            ?? category.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    ),
                ]
            ),
        ];
}

/// <param name="TagSet">Its name, or its identifier when the policy does not know it.</param>
/// <param name="Tag">Its name, or how its values take part in the access decision when the policy does not know it.</param>
/// <param name="Values">Names, or numbers where there are none.</param>
public sealed record LabelCategory(string TagSet, string Tag, ImmutableArray<string> Values);
