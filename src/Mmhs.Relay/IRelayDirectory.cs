using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;

namespace Mmhs.Relay;

/// <summary>What is known of a mail domain.</summary>
/// <param name="IsLocal">Its mailboxes are delivered to by us.</param>
/// <param name="Clearances">What may go there or come from there; empty permits no label at all.</param>
public sealed record DomainFacts(bool IsLocal, ImmutableArray<Clearance> Clearances);

/// <summary>What the relay asks about people, mailboxes and policies; the portal answers from its records.</summary>
/// <remarks>Asked for every message, so answer from memory or by an indexed read. A failure is answered 451 and nothing is accepted.</remarks>
public interface IRelayDirectory
{
    /// <summary>The policies in force now.</summary>
    PolicyCatalog Policies { get; }

    /// <summary>Null when nothing is known of the domain; it may still be routed, but no label goes there.</summary>
    /// <param name="domain">In lower case.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    ValueTask<DomainFacts?> FindDomainAsync(string domain, CancellationToken cancellationToken);

    /// <summary>Whether an address of a local domain is a mailbox.</summary>
    ValueTask<bool> IsMailboxAsync(EmailAddress address, CancellationToken cancellationToken);

    /// <summary>Whether an address that is no mailbox now was one: then it is said to be closed (RFC 3463 §3.3), not unknown.</summary>
    ValueTask<bool> IsClosedAsync(EmailAddress address, CancellationToken cancellationToken);

    /// <summary>Whether whoever logged in so may send under an address, as reverse-path, From or Sender.</summary>
    ValueTask<bool> MaySendAsAsync(string login, EmailAddress address, CancellationToken cancellationToken);

    /// <summary>The highest priority that is honoured from a login; 0 for those who may not use the priority service (RFC 6710 §5).</summary>
    ValueTask<MtPriority> HighestPriorityAsync(string login, CancellationToken cancellationToken);

    /// <summary>Whether what a login submits counts as released: nobody else may name authorising users (RFC 7912 §3.2).</summary>
    ValueTask<bool> MaySubmitReleasedAsync(string login, CancellationToken cancellationToken);

    /// <summary>Whether an address may stand in <c>MMHS-Authorizing-Users</c> of a message of this originator (RFC 7912 §3.2).</summary>
    /// <param name="authorizingUser">Who is named.</param>
    /// <param name="originator">Sender, or the first of From.</param>
    /// <param name="message">Which message; null where it has no identifier. A release of it that is on record counts, whatever became of the right since.</param>
    /// <param name="cancellationToken">Ends with the session.</param>
    ValueTask<bool> MayAuthorizeAsync(
        EmailAddress authorizingUser,
        EmailAddress originator,
        MessageId? message,
        CancellationToken cancellationToken
    );
}
