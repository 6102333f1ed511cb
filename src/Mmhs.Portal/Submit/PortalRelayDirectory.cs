using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Records;
using Mmhs.Relay;

namespace Mmhs.Portal.Submit;

/// <summary>Answers the post room from the portal's directory.</summary>
internal sealed class PortalRelayDirectory(
    DirectorySnapshot directory,
    Deputies deputies,
    PolicyCatalog policies,
    PortalRecords records,
    IOptions<SubmissionOptions> submission
) : IRelayDirectory
{
    public PolicyCatalog Policies => policies;

    public async ValueTask<DomainFacts?> FindDomainAsync(string domain, CancellationToken cancellationToken) =>
        (await directory.GetAsync(cancellationToken)).Organisations.TryGetValue(domain, out var clearances)
            ? new DomainFacts(IsLocal: true, clearances)
            : null;

    public async ValueTask<bool> IsMailboxAsync(EmailAddress address, CancellationToken cancellationToken) =>
        (await directory.GetAsync(cancellationToken)).Roles.ContainsKey(address.ToString());

    public async ValueTask<bool> IsClosedAsync(EmailAddress address, CancellationToken cancellationToken) =>
        (await directory.GetAsync(cancellationToken)).Closed.Contains(address.ToString());

    // The one account is the portal's own: it speaks for every role mailbox, because the signing service has checked who released.
    public async ValueTask<bool> MaySendAsAsync(string login, EmailAddress address, CancellationToken cancellationToken) =>
        login == submission.Value.User && (await directory.GetAsync(cancellationToken)).Roles.ContainsKey(address.ToString());

    public ValueTask<MtPriority> HighestPriorityAsync(string login, CancellationToken cancellationToken) =>
        ValueTask.FromResult(login == submission.Value.User ? Precedence.Override.ToMtPriority() : default);

    public ValueTask<bool> MaySubmitReleasedAsync(string login, CancellationToken cancellationToken) =>
        ValueTask.FromResult(login == submission.Value.User);

    // Who may now, or who did when he might: what was released before a deputy's time ended, and held since, still goes.
    public async ValueTask<bool> MayAuthorizeAsync(
        EmailAddress authorizingUser,
        EmailAddress originator,
        MessageId? message,
        CancellationToken cancellationToken
    ) =>
        (await directory.GetAsync(cancellationToken))
            .Releasers[authorizingUser.ToString()]
            .Contains(originator.ToString(), StringComparer.OrdinalIgnoreCase)
        || await deputies.ReleasesForAsync(authorizingUser, originator, cancellationToken)
        || (message is not null && await HasReleasedAsync(authorizingUser, originator, message.Value, cancellationToken));

    private async Task<bool> HasReleasedAsync(
        EmailAddress person,
        EmailAddress originator,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var approval = await context
            .Releases.Where(release => release.MessageId == messageId)
            .Select(release => release.Approval)
            .SingleOrDefaultAsync(cancellationToken);
        return approval is not null
            && StatementCodec.ReadApproval(approval).Statement is var statement
            && statement.ReleaserMailbox.Address == person
            && statement.Role == originator;
    }
}
