using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Release;

/// <summary>One line of the dry run: a person, and why not.</summary>
/// <param name="Name">Sign-in name.</param>
/// <param name="Mailbox">Name and address of the person.</param>
/// <param name="OnBehalfOf">Whom he would stand in for; null: in his own right.</param>
/// <param name="Objection">Why he may not; null: he may.</param>
/// <param name="IsActor">Whether it is the one who asks.</param>
public sealed record PossibleReleaser(string Name, Mailbox Mailbox, string? OnBehalfOf, Refusal? Objection, bool IsActor);

/// <summary>What a message would pass, and who could release it: asked before anybody decides anything.</summary>
/// <param name="Plan">Its stages, by the rule that fits.</param>
/// <param name="People">Everybody who holds a right in the role, their deputies, and the one who asks; those who may first.</param>
public sealed record DryRun(StagePlan Plan, IReadOnlyList<PossibleReleaser> People);

/// <summary>"Who could release this draft, and why not me?"</summary>
public sealed class WhoMayRelease(DraftDesk drafts, IApprovals approvals, PolicyCatalog policies, TimeProvider time)
{
    /// <summary>Null while the form is not complete enough to say.</summary>
    public async Task<DryRun?> AskAsync(Actor actor, DraftForm form, CancellationToken cancellationToken)
    {
        if (!actor.Function.MayDraft() && !actor.Function.MaySeeQueue())
            return null;
        return await drafts.CheckAsync(actor, null, form, cancellationToken) is ComposeResult.Complete { Content: var content }
            ? await AskAsync(actor, new MessageVersion(Guid.Empty, 1, content, actor.Name, time.GetUtcNow()), cancellationToken)
            : null;
    }

    public async Task<DryRun> AskAsync(Actor actor, MessageVersion version, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var authority = await approvals.AuthorityAsync(cancellationToken);
        var role = version.Content.From.Address;
        var asked = authority
            .Book.People.Where(person =>
                string.Equals(person.Name, actor.Name, StringComparison.OrdinalIgnoreCase)
                || person.Rights.Any(right => right.Role == role)
            )
            .Select(person => (Person: person, OnBehalfOf: (string?)null))
            .Concat(
                from delegation in authority.Delegations
                where delegation.IsInForce(now) && delegation.Role == role
                let deputy = authority.Book.Find(delegation.Deputy)
                where deputy is not null
                select (Person: deputy, OnBehalfOf: (string?)delegation.Principal)
            );
        var people = asked
            .Select(one => new PossibleReleaser(
                one.Person.Name,
                one.Person.Mailbox,
                one.OnBehalfOf,
                Entitlement.Objection(version, one.Person, one.OnBehalfOf, alone: false, authority, policies, now),
                string.Equals(one.Person.Name, actor.Name, StringComparison.OrdinalIgnoreCase)
            ))
            .ToList();
        // Who has the function by a rule or an administrator, and stands in no rights book, hears so before he proves anything.
        if (actor.Function.MayRelease() && !people.Exists(one => one.IsActor && one.OnBehalfOf == actor.OnBehalfOf))
            people.Add(new(actor.Name, actor.Mailbox, actor.OnBehalfOf, NotInTheBook(actor), IsActor: true));
        return new(
            StagePlan.For(version.Content, authority.Book.PolicyOf(role.Domain), policies),
            [.. people.OrderBy(person => person.Objection is not null).ThenBy(person => person.Name, StringComparer.Ordinal)]
        );
    }

    private static Refusal NotInTheBook(Actor actor) => ReleaseRefusals.NoRight.Of(actor.Name, actor.Role.Address);

    /// <summary>Why the actor may not release it alone, by break-glass; null when his right allows that.</summary>
    public async Task<Refusal?> AloneAsync(Actor actor, MessageVersion version, CancellationToken cancellationToken)
    {
        var authority = await approvals.AuthorityAsync(cancellationToken);
        return
            !actor.Function.MayRelease()
            || actor.Role.Address != version.Content.From.Address
            || authority.Book.Find(actor.Name) is not { } person
            ? CommonRefusals.NotPermitted
            : Entitlement.Objection(version, person, actor.OnBehalfOf, alone: true, authority, policies, time.GetUtcNow());
    }
}
