using System.Collections.Immutable;
using System.Globalization;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Release;

/// <summary>What a change of the rights book changes, a sentence each: what two keepers read before they say yes.</summary>
public static class RightsDiff
{
    /// <returns>Empty only where both books are the same.</returns>
    public static IReadOnlyList<string> Between(RightsBook before, RightsBook after, PolicyCatalog policies)
    {
        var said = new List<string>();
        foreach (var (old, now) in Pairs(before.People, after.People, person => person.Name))
            said.AddRange(
                now is null ? [$"{old!.Name} is removed: {old.Mailbox}."]
                : old is null ? Newcomer(now, policies)
                : Person(old, now, policies)
            );
        foreach (var (old, now) in Pairs(before.Policies, after.Policies, policy => policy.Domain))
            said.AddRange(PolicyDiff.Between(old, now, policies));
        if (said.Count == 0 && before.Digest() != after.Digest())
            said.Add("Entries stand in another order; nobody's rights change by it.");
        return said;
    }

    /// <summary>Entries that belong together by their key; of several with one key the first with the first.</summary>
    internal static IEnumerable<(T? Before, T? After)> Pairs<T>(
        IReadOnlyList<T> before,
        IReadOnlyList<T> after,
        Func<T, string> key
    )
        where T : class
    {
        var rest = after.ToList();
        foreach (var old in before)
        {
            var now = rest.Find(one => key(one) == key(old));
            if (now is not null)
                rest.Remove(now);
            yield return (old, now);
        }
        foreach (var now in rest)
            yield return (null, now);
    }

    private static IEnumerable<string> Newcomer(Approver person, PolicyCatalog policies)
    {
        yield return $"{person.Name} is added: {person.Mailbox}, cleared for {ClearanceText.Of(person.Clearances, policies)}.";
        foreach (var sentence in Person(person with { Reviews = [], Rights = [], KeepsRights = false }, person, policies))
            yield return sentence;
    }

    private static IEnumerable<string> Person(Approver old, Approver now, PolicyCatalog policies)
    {
        if (old.Mailbox != now.Mailbox)
            yield return $"{now.Name} is called {now.Mailbox}, before: {old.Mailbox}.";
        if (!old.Clearances.SequenceEqual(now.Clearances))
            yield return $"{now.Name} is cleared for {ClearanceText.Of(now.Clearances, policies)}; before: {ClearanceText.Of(old.Clearances, policies)}.";
        foreach (var role in now.Reviews.Except(old.Reviews))
            yield return $"{now.Name} reviews for {role}.";
        foreach (var role in old.Reviews.Except(now.Reviews))
            yield return $"{now.Name} no longer reviews for {role}.";
        if (old.KeepsRights != now.KeepsRights)
            yield return now.KeepsRights ? $"{now.Name} keeps rights." : $"{now.Name} no longer keeps rights.";
        // what stands in both as it is, is not paired with its changed neighbour of the same role
        var before = old.Rights.ToList();
        var after = new List<ReleaseRight>();
        foreach (var right in now.Rights)
            if (before.Find(one => Same(one, right)) is { } same)
                before.Remove(same);
            else
                after.Add(right);
        foreach (var (had, has) in Pairs(before, after, right => right.Role.ToString()))
        {
            if (has is null)
                yield return $"{now.Name} loses a right. {RightsText.Of(had!, policies)}";
            else if (had is null)
                yield return $"{now.Name} gains a right. {RightsText.Of(has, policies)}";
            else
                foreach (var sentence in Right(now.Name, had, has, policies))
                    yield return sentence;
        }
    }

    private static bool Same(ReleaseRight old, ReleaseRight now) =>
        old.Role == now.Role && !Right("", old, now, PolicyCatalog.Empty).Any();

    private static IEnumerable<string> Right(string name, ReleaseRight old, ReleaseRight now, PolicyCatalog policies)
    {
        var lead = $"{name} for {now.Role}: ";
        if (old.HighestAction != now.HighestAction)
            yield return $"{lead}action up to {now.HighestAction.ToWord()}, before {old.HighestAction.ToWord()}.";
        if (old.HighestInformation != now.HighestInformation)
            yield return $"{lead}information up to {now.HighestInformation.ToWord()}, before {old.HighestInformation.ToWord()}.";
        if (!old.Ceiling.SequenceEqual(now.Ceiling))
            yield return $"{lead}labels of {ClearanceText.Of(now.Ceiling, policies)}; before: {ClearanceText.Of(old.Ceiling, policies)}.";
        if (!old.MessageTypes.SequenceEqual(now.MessageTypes))
            yield return $"{lead}{Types(now.MessageTypes)}, before {Types(old.MessageTypes)}.";
        if (!old.Addressees.SequenceEqual(now.Addressees))
            yield return $"{lead}{Addressees(now.Addressees)}, before {Addressees(old.Addressees)}.";
        if (old.From != now.From)
            yield return $"{lead}from {Moment(now.From, "the beginning")}, before from {Moment(old.From, "the beginning")}.";
        if (old.Until != now.Until)
            yield return $"{lead}until {Moment(now.Until, "further notice")}, before until {Moment(old.Until, "further notice")}.";
        if (old.BreakGlass != now.BreakGlass)
            yield return now.BreakGlass ? $"{lead}may release alone with a reason." : $"{lead}may no longer release alone.";
    }

    internal static string Types(ImmutableArray<byte> types) =>
        types.IsEmpty ? "every message type" : string.Join(" or ", types.Select(type => new MessageType(type).ToWord()));

    internal static string Addressees(ImmutableArray<string> patterns) =>
        patterns.IsEmpty ? "to anybody" : $"only to {string.Join(", ", patterns)}";

    // a date-time group has no seconds; where there are some they are said, else two moments would read alike
    private static string Moment(DateTimeOffset? at, string none) =>
        at is not { } moment ? none
        : new DateTimeGroup(moment).At == moment ? new DateTimeGroup(moment).ToString()
        : moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
