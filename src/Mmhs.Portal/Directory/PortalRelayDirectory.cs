using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Access;
using Mmhs.Portal.Submit;
using Mmhs.Relay;

namespace Mmhs.Portal.Directory;

/// <summary>Answers the post room from the portal's directory.</summary>
public sealed class PortalRelayDirectory(DirectorySnapshot directory, Deputies deputies, PolicyCatalog policies, IOptions<SubmissionOptions> submission) : IRelayDirectory
{
    public PolicyCatalog Policies => policies;

    public async ValueTask<DomainFacts?> FindDomainAsync(string domain, CancellationToken cancellationToken) =>
        (await directory.GetAsync(cancellationToken)).Organisations.TryGetValue(domain, out var clearances) ? new DomainFacts(IsLocal: true, clearances) : null;

    public async ValueTask<bool> IsMailboxAsync(EmailAddress address, CancellationToken cancellationToken) =>
        (await directory.GetAsync(cancellationToken)).Roles.ContainsKey(address.ToString());

    public async ValueTask<bool> IsClosedAsync(EmailAddress address, CancellationToken cancellationToken) =>
        (await directory.GetAsync(cancellationToken)).Closed.Contains(address.ToString());

    // The one account is the portal's own: it speaks for every role mailbox, because the signing service has checked who released.
    public async ValueTask<bool> MaySendAsAsync(string login, EmailAddress address, CancellationToken cancellationToken) =>
        login == submission.Value.User && (await directory.GetAsync(cancellationToken)).Roles.ContainsKey(address.ToString());

    public ValueTask<MtPriority> HighestPriorityAsync(string login, CancellationToken cancellationToken) =>
        ValueTask.FromResult(login == submission.Value.User ? Precedence.Override.ToMtPriority() : default);

    public ValueTask<bool> MaySubmitReleasedAsync(string login, CancellationToken cancellationToken) => ValueTask.FromResult(login == submission.Value.User);

    public async ValueTask<bool> MayAuthorizeAsync(EmailAddress authorizingUser, EmailAddress originator, CancellationToken cancellationToken) =>
        (await directory.GetAsync(cancellationToken)).Releasers[authorizingUser.ToString()].Contains(originator.ToString(), StringComparer.OrdinalIgnoreCase)
        || await deputies.ReleasesForAsync(authorizingUser, originator, cancellationToken);
}
