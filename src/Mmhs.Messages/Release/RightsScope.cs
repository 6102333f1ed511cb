using System.Collections.Immutable;

namespace Mmhs.Messages.Release;

/// <summary>Which part of a rights book concerns an organisation: what its people see of it, and what its keepers may change.</summary>
/// <remarks>
/// An organisation is a mail domain. Its part are its own people, those of others who decide in a role of it, and its release policy. A keeper of
/// rights also keeps for organisations that have no keeper of their own, for nobody else could.
/// </remarks>
public static class RightsScope
{
    /// <summary>What somebody sees.</summary>
    /// <param name="book">Any book.</param>
    /// <param name="inForce">The one that says who keeps rights.</param>
    /// <param name="domain">His organisation.</param>
    /// <param name="name">His sign-in name.</param>
    public static RightsBook Of(RightsBook book, RightsBook inForce, string domain, string name)
    {
        var isWithin = Within(inForce, domain, name);
        return new(
            [.. book.People.Where(person => Domains(person).Any(isWithin))],
            [.. book.Policies.Where(policy => isWithin(policy.Domain))]
        );
    }

    /// <summary>The whole book with its visible part changed; the rest and the order of what stays are as they were.</summary>
    /// <param name="whole">The book in force.</param>
    /// <param name="shown">The part that was shown of it.</param>
    /// <param name="after">That part as it shall be.</param>
    public static RightsBook Merge(RightsBook whole, RightsBook shown, RightsBook after) =>
        new(
            Merge(whole.People, shown.People, after.People, person => person.Name),
            Merge(whole.Policies, shown.Policies, after.Policies, policy => policy.Domain)
        );

    /// <summary>The first domain whose entries would change and that this keeper does not keep; null when there is none.</summary>
    public static string? Beyond(RightsBook before, RightsBook after, string domain, string name)
    {
        var isWithin = Within(before, domain, name);
        foreach (
            var person in before.People.Concat(after.People).Select(one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase)
        )
        {
            var (old, now) = (before.Find(person), after.Find(person));
            if (Text(old) == Text(now))
                continue;
            if (Changed(old, now).FirstOrDefault(one => !isWithin(one)) is { } beyond)
                return beyond;
        }
        return before
            .Policies.Concat(after.Policies)
            .Select(policy => policy.Domain)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(one => !isWithin(one) && Text(before.PolicyOf(one)) != Text(after.PolicyOf(one)));
    }

    /// <summary>Whether somebody keeps the rights of an organisation.</summary>
    public static bool Keeps(RightsBook inForce, string name, string domain) =>
        inForce.Find(name) is { KeepsRights: true } keeper && Within(inForce, keeper.Mailbox.Address.Domain, keeper.Name)(domain);

    private static Func<string, bool> Within(RightsBook inForce, string domain, string name)
    {
        var keeps = inForce.Find(name) is { KeepsRights: true };
        return other =>
            Same(other, domain)
            || (keeps && !inForce.People.Any(person => person.KeepsRights && Same(person.Mailbox.Address.Domain, other)));
    }

    private static IEnumerable<string> Domains(Approver person) =>
        person
            .Reviews.Select(role => role.Domain)
            .Concat(person.Rights.Select(right => right.Role.Domain))
            .Prepend(person.Mailbox.Address.Domain);

    // Of a stranger's entry only the rights and reviews that differ are touched; who appears, vanishes, or differs otherwise is touched himself.
    private static IEnumerable<string> Changed(Approver? old, Approver? now)
    {
        if (old is null || now is null)
            return Domains((old ?? now)!);
        var rights = Rights(old).Except(Rights(now)).Concat(Rights(now).Except(Rights(old))).Select(one => one.Domain);
        var reviews = old.Reviews.Except(now.Reviews).Concat(now.Reviews.Except(old.Reviews)).Select(role => role.Domain);
        var bare = old with { Rights = [], Reviews = [] };
        var self =
            Text(bare) == Text(now with { Rights = [], Reviews = [] })
                ? []
                : new[] { old.Mailbox.Address.Domain, now.Mailbox.Address.Domain };
        var touched = self.Concat(rights).Concat(reviews).ToList();
        return touched.Count > 0 ? touched : [old.Mailbox.Address.Domain]; // only their order differs
    }

    private static IEnumerable<(string Domain, string Text)> Rights(Approver person) =>
        person.Rights.Select(right =>
            (
                right.Role.Domain,
                Text(
                    person with
                    {
                        Rights = [right],
                        Reviews = [],
                        Mailbox = person.Mailbox with { DisplayName = null },
                        Clearances = [],
                        KeepsRights = false,
                    }
                )
            )
        );

    private static ImmutableArray<T> Merge<T>(
        ImmutableArray<T> whole,
        ImmutableArray<T> shown,
        ImmutableArray<T> after,
        Func<T, string> key
    )
    {
        var kept = whole
            .Select(one => !Has(shown, one, key) ? one : after.FirstOrDefault(other => Same(key(other), key(one))))
            .OfType<T>();
        return [.. kept, .. after.Where(one => !Has(shown, one, key))];
    }

    private static bool Has<T>(ImmutableArray<T> among, T one, Func<T, string> key) =>
        among.Any(other => Same(key(other), key(one)));

    private static string Text(Approver? person) => person is null ? "" : RightsBookJson.Write(new([person], []));

    private static string Text(ReleasePolicy? policy) => policy is null ? "" : RightsBookJson.Write(new([], [policy]));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
