using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;

namespace Mmhs.Portal.Admin;

/// <summary>What people type into the forms of rights and policies, as what it means; null where it means nothing.</summary>
internal static class RightsInput
{
    private static readonly char[] Between = [' ', ',', ';', '\n', '\r', '\t'];

    /// <summary>Message types people choose by name; others of a right stay as they are.</summary>
    public static IReadOnlyList<MessageType> NamedTypes { get; } =
    [MessageType.Exercise, MessageType.Operation, MessageType.Project, MessageType.Drill];

    public static IReadOnlyList<string> Words(string text) =>
        text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static ImmutableArray<EmailAddress>? Addresses(string text)
    {
        var read = Words(text).Select(word => EmailAddress.TryParse(word, out var address) ? address : null).ToList();
        return read.Contains(null) ? null : [.. read.OfType<EmailAddress>().Distinct()];
    }

    /// <summary>Addresses, and domains that stand for all of theirs.</summary>
    public static ImmutableArray<string>? Patterns(string text)
    {
        var words = Words(text).Select(word => word.TrimStart('@')).ToList();
        return words.All(word => EmailAddress.TryParse(word.Contains('@', StringComparison.Ordinal) ? word : $"x@{word}", out _))
            ? [.. words.Distinct()]
            : null;
    }

    /// <summary>Place in the hierarchy of the highest classification held; null: none.</summary>
    public static int? Highest(IEnumerable<Clearance> clearances, SecurityPolicy policy) =>
        clearances.FirstOrDefault(one => one.PolicyId == policy.Id) is { } held
            ? policy.Classifications.Where(one => held.Classifications.Contains(one.Value)).Max(one => (int?)one.Hierarchy)
            : null;

    /// <summary>Clearances up to the chosen places; where a choice is what was held before, it stays to the last gap.</summary>
    /// <param name="before">As they were; those of policies unknown here stay.</param>
    /// <param name="chosen">Place in the hierarchy by policy; null: none.</param>
    /// <param name="categories">Categories of a policy.</param>
    /// <param name="policies">Policies known here.</param>
    public static ImmutableArray<Clearance> Clearances(
        IReadOnlyList<Clearance> before,
        IReadOnlyDictionary<string, int?> chosen,
        Func<string, ImmutableSortedSet<Category>> categories,
        PolicyCatalog policies
    )
    {
        var kept = before
            .Where(one => policies.Find(one.PolicyId) is not { } policy || chosen.GetValueOrDefault(policy.Id) is not null)
            .Select(one =>
                policies.Find(one.PolicyId) is { } policy
                    ? one with
                    {
                        Classifications = Classifications(one, policy, chosen[policy.Id]!.Value),
                        Categories = categories(policy.Id),
                    }
                    : one
            );
        var added = policies
            .Policies.Where(policy =>
                chosen.GetValueOrDefault(policy.Id) is not null && before.All(one => one.PolicyId != policy.Id)
            )
            .Select(policy => new Clearance(
                policy.Id,
                [.. ClearanceText.UpTo(policy, chosen[policy.Id]!.Value)],
                categories(policy.Id)
            ));
        return [.. kept, .. added];
    }

    private static ImmutableSortedSet<int> Classifications(Clearance before, SecurityPolicy policy, int hierarchy) =>
        Highest([before], policy) == hierarchy ? before.Classifications : [.. ClearanceText.UpTo(policy, hierarchy)];
}
