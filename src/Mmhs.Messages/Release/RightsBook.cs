using System.Collections.Immutable;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Release;

/// <summary>Who may release and review what, and by which policies: kept by the signing service, changed only by two keepers together.</summary>
/// <param name="People">Everybody whose yes counts, by sign-in name.</param>
/// <param name="Policies">One for an organisation at the most.</param>
public sealed record RightsBook(ImmutableArray<Approver> People, ImmutableArray<ReleasePolicy> Policies)
{
    public static RightsBook Empty { get; } = new([], []);

    public Approver? Find(string name) =>
        People.FirstOrDefault(person => string.Equals(person.Name, name, StringComparison.OrdinalIgnoreCase));

    public ReleasePolicy? PolicyOf(string domain) =>
        Policies.FirstOrDefault(policy => string.Equals(policy.Domain, domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>Who reviews in a role, whoever wrote in the version left out: nobody concurs in his own words.</summary>
    public IEnumerable<Approver> Reviewers(EmailAddress role, MessageVersion version)
    {
        var policy = PolicyOf(version.Content.From.Address.Domain);
        return People.Where(person => person.Reviews.Contains(role) && !version.IsWrittenBy(person.Name, policy));
    }

    /// <summary>How many must concur at a stage.</summary>
    public int Needed(StageRule stage, MessageVersion version) =>
        stage.Quorum > 0 ? stage.Quorum : Math.Max(1, Reviewers(stage.Role, version).Count());

    /// <summary>Whether two sign-in names are one person's; names are compared so and not otherwise.</summary>
    public static bool IsSame(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Everything a decision is made by: the book, and who stands in for whom.</summary>
/// <param name="Book">Rights and policies.</param>
/// <param name="Delegations">Those of the past too; what counts is what is in force.</param>
public sealed record Authority(RightsBook Book, ImmutableArray<Delegation> Delegations)
{
    public static Authority None { get; } = new(RightsBook.Empty, []);

    /// <summary>Digest over both, lower-case hexadecimal: another after every change of either, the same after a restart. Empty where nobody keeps it.</summary>
    public string Version { get; init; } = "";

    /// <summary>The delegation by which a person acts for another in a role now; null when there is none.</summary>
    public Delegation? DelegationOf(string deputy, string principal, EmailAddress role, DateTimeOffset now) =>
        Delegations.FirstOrDefault(one =>
            RightsBook.IsSame(one.Deputy, deputy)
            && RightsBook.IsSame(one.Principal, principal)
            && one.Role == role
            && one.IsInForce(now)
        );
}
