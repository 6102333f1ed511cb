using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Access;

/// <summary>Who stands in for whom now, as the signing service knows it.</summary>
public sealed class Deputies(IApprovals approvals, TimeProvider time)
{
    /// <summary>Everybody a person stands in for at this time.</summary>
    public async Task<IReadOnlyList<Delegation>> OfAsync(string deputy, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return
        [
            .. (await approvals.AuthorityAsync(cancellationToken)).Delegations.Where(one =>
                one.IsInForce(now) && string.Equals(one.Deputy, deputy, StringComparison.OrdinalIgnoreCase)
            ),
        ];
    }

    /// <summary>Whether a person stands in for another in a role.</summary>
    public async Task<bool> StandsInAsync(string deputy, string principal, string role, CancellationToken cancellationToken) =>
        EmailAddress.TryParse(role, out var address)
        && (await approvals.AuthorityAsync(cancellationToken)).DelegationOf(deputy, principal, address, time.GetUtcNow())
            is not null;

    /// <summary>Whether a mailbox is of a person who releases for a role in another's stead.</summary>
    public async Task<bool> ReleasesForAsync(EmailAddress person, EmailAddress role, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var authority = await approvals.AuthorityAsync(cancellationToken);
        return authority.Delegations.Any(one =>
            one.Role == role
            && one.IsInForce(now)
            && authority.Book.Find(one.Deputy)?.Mailbox.Address == person
            && authority.Book.Find(one.Principal) is { } principal
            && principal.Rights.Any(right => right.Role == role)
        );
    }
}
