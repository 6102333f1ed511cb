using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Admin;

/// <summary>Deputies: set by who is away, or by a keeper of rights with a second yes; from a time to a time, kept by the signing service.</summary>
internal sealed class DelegationDesk(
    PortalRecords records,
    IApprovals approvals,
    IRosterChanges roster,
    ProofDesk proofs,
    TimeProvider time
)
{
    /// <summary>A person who may stand in, or whom one may stand in for.</summary>
    /// <param name="Name">Sign-in name.</param>
    /// <param name="DisplayName">What others see.</param>
    public sealed record Candidate(string Name, string DisplayName);

    /// <summary>The actor's own delegations, either way; for administrators all of the organisation. Those in force and to come first.</summary>
    public async Task<IReadOnlyList<Delegation>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = (await approvals.AuthorityAsync(cancellationToken)).Delegations;
        var shown =
            RightsDesk.MayChange(actor.Function) || actor.Function == RoleFunction.Auditor
                ? all.Where(one => one.Role.Domain == actor.Role.Address.Domain)
                : all.Where(one => RightsBook.IsSame(one.Principal, actor.Name) || RightsBook.IsSame(one.Deputy, actor.Name));
        return [.. shown.OrderBy(one => one.Until <= now).ThenBy(one => one.From)];
    }

    /// <summary>Everybody of the organisation the signing service knows.</summary>
    public async Task<IReadOnlyList<Candidate>> CandidatesAsync(Actor actor, CancellationToken cancellationToken)
    {
        var known = (await approvals.AuthorityAsync(cancellationToken))
            .Book.People.Select(person => person.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        await using var context = await records.ReadAsync(cancellationToken);
        var people = await context
            .Users.AsNoTracking()
            .Where(person => person.OrganisationId == actor.OrganisationId)
            .OrderBy(person => person.DisplayName)
            .Select(person => new Candidate(person.UserName!, person.DisplayName))
            .ToListAsync(cancellationToken);
        return [.. people.Where(person => known.Contains(person.Name))];
    }

    /// <summary>Roles in which a person decides, and can therefore be stood in for.</summary>
    public async Task<IReadOnlyList<EmailAddress>> RolesAsync(string principal, CancellationToken cancellationToken) =>
        (await approvals.AuthorityAsync(cancellationToken)).Book.Find(principal) is { } person
            ? [.. person.Rights.Select(right => right.Role).Concat(person.Reviews).Distinct()]
            : [];

    /// <summary>What the actor says yes to.</summary>
    public DelegationStatement Statement(
        Actor actor,
        string principal,
        string deputy,
        EmailAddress role,
        DateTimeOffset from,
        DateTimeOffset until
    )
    {
        var now = time.GetUtcNow();
        return new(
            actor.Name,
            new(
                Guid.CreateVersion7(now),
                principal,
                deputy,
                role,
                Messages.Release.Statement.Moment(from),
                Messages.Release.Statement.Moment(until),
                actor.Name
            ),
            Messages.Release.Statement.Moment(now)
        );
    }

    /// <summary>What he says yes to when a keeper has set a deputy and wants a second yes.</summary>
    internal DelegationStatement ConfirmStatement(Actor actor, Delegation waiting) =>
        new(actor.Name, waiting, Messages.Release.Statement.Moment(time.GetUtcNow()));

    public DelegationEndStatement EndStatement(Actor actor, Guid delegation) =>
        new(actor.Name, delegation, Messages.Release.Statement.Moment(time.GetUtcNow()));

    public async Task<Outcome> SetAsync(
        Actor actor,
        DelegationStatement statement,
        string password,
        CancellationToken cancellationToken
    )
    {
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, password, "proof-password", cancellationToken);
        return proof is null
            ? await records.RefuseAsync(
                new Act(AuditTypes.DelegationSet, actor, statement.Delegation.Id),
                why!,
                cancellationToken
            )
            : await SetAsync(actor, statement, proof, cancellationToken);
    }

    /// <summary>Sets a deputy, or says the second yes to one that a keeper has set; the signing service says whether it may be.</summary>
    public async Task<Outcome> SetAsync(
        Actor actor,
        DelegationStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        var wanted = statement.Delegation;
        var own = RightsBook.IsSame(wanted.Principal, actor.Name) && actor.OnBehalfOf is null;
        if (
            statement.Person != actor.Name
            || !(own || RightsDesk.MayChange(actor.Function))
            || wanted.Role.Domain != actor.Role.Address.Domain
        )
            return await records.RefuseAsync(
                new Act(AuditTypes.DelegationSet, actor, wanted.Id),
                CommonRefusals.NotPermitted,
                cancellationToken
            );
        if (
            (
                await proofs.ObjectionAsync(actor, statement, proof, cancellationToken)
                ?? await roster.DelegateAsync(statement, proof, cancellationToken)
            ) is
            { } refusal
        )
            return await records.RefuseAsync(new Act(AuditTypes.DelegationSet, actor, wanted.Id), refusal, cancellationToken);
        return await DoneAsync(
            new(AuditTypes.DelegationSet, actor, wanted.Id)
            {
                Facts = new()
                {
                    ["principal"] = wanted.Principal,
                    ["deputy"] = wanted.Deputy,
                    ["role"] = wanted.Role.ToString(),
                    ["from"] = wanted.From,
                    ["until"] = wanted.Until,
                    ["setBy"] = wanted.SetBy,
                    ["method"] = proof.Method.ToWord(),
                },
            },
            cancellationToken
        );
    }

    public async Task<Outcome> EndAsync(
        Actor actor,
        DelegationEndStatement statement,
        string password,
        CancellationToken cancellationToken
    )
    {
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, password, "proof-password", cancellationToken);
        return proof is null
            ? await records.RefuseAsync(new Act(AuditTypes.DelegationEnded, actor, statement.Delegation), why!, cancellationToken)
            : await EndAsync(actor, statement, proof, cancellationToken);
    }

    /// <summary>Ends a delegation before its time.</summary>
    public async Task<Outcome> EndAsync(
        Actor actor,
        DelegationEndStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        if (statement.Person != actor.Name)
            return await records.RefuseAsync(
                new Act(AuditTypes.DelegationEnded, actor, statement.Delegation),
                CommonRefusals.NotPermitted,
                cancellationToken
            );
        // A keeper of rights ends those of his own organisation; of others he is not told that there is one.
        var known = (await approvals.AuthorityAsync(cancellationToken)).Delegations.FirstOrDefault(one =>
            one.Id == statement.Delegation
        );
        if (
            known is not null
            && known.Role.Domain != actor.Role.Address.Domain
            && !RightsBook.IsSame(known.Principal, actor.Name)
            && !RightsBook.IsSame(known.Deputy, actor.Name)
        )
            return await records.RefuseAsync(
                new Act(AuditTypes.DelegationEnded, actor, statement.Delegation),
                CommonRefusals.NotFound,
                cancellationToken
            );
        if (
            (
                await proofs.ObjectionAsync(actor, statement, proof, cancellationToken)
                ?? await roster.EndDelegationAsync(statement, proof, cancellationToken)
            ) is
            { } refusal
        )
            return await records.RefuseAsync(
                new Act(AuditTypes.DelegationEnded, actor, statement.Delegation),
                refusal,
                cancellationToken
            );
        return await DoneAsync(
            new(AuditTypes.DelegationEnded, actor, statement.Delegation) { Facts = new() { ["method"] = proof.Method.ToWord() } },
            cancellationToken
        );
    }

    // The signing service has done it already: what fails from here on is no refusal.
    private async Task<Outcome> DoneAsync(Act act, CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        work.Audit(act.Done());
        work.Changed(ChangeTopic.Rights);
        work.Changed(ChangeTopic.Drafts);
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
