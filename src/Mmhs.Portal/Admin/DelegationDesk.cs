using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Signing;

namespace Mmhs.Portal.Admin;

/// <summary>Deputies: set by who is away or by an administrator, from a time to a time, kept by the signing service.</summary>
public sealed class DelegationDesk(PortalRecords records, ISigningService signing, ProofDesk proofs, TimeProvider time)
{
    /// <summary>A person who may stand in, or whom one may stand in for.</summary>
    /// <param name="Name">Sign-in name.</param>
    /// <param name="DisplayName">What others see.</param>
    public sealed record Candidate(string Name, string DisplayName);

    /// <summary>The actor's own delegations, either way; for administrators all of the organisation. Those in force and to come first.</summary>
    public async Task<IReadOnlyList<Delegation>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = (await signing.AuthorityAsync(cancellationToken)).Delegations;
        var shown =
            RightsDesk.MayChange(actor.Function) || actor.Function == RoleFunction.Auditor
                ? all.Where(one => one.Role.Domain == actor.Role.Address.Domain)
                : all.Where(one => Same(one.Principal, actor.Name) || Same(one.Deputy, actor.Name));
        return [.. shown.OrderBy(one => one.Until <= now).ThenBy(one => one.From)];
    }

    /// <summary>Everybody of the organisation the signing service knows.</summary>
    public async Task<IReadOnlyList<Candidate>> CandidatesAsync(Actor actor, CancellationToken cancellationToken)
    {
        var known = (await signing.AuthorityAsync(cancellationToken))
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
        (await signing.AuthorityAsync(cancellationToken)).Book.Find(principal) is { } person
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
            ? await RefusedAsync(actor, AuditTypes.DelegationSet, statement.Delegation.Id, why!, cancellationToken)
            : await SetAsync(actor, statement, proof, cancellationToken);
    }

    /// <summary>Sets a deputy; the signing service says whether it may be.</summary>
    public async Task<Outcome> SetAsync(
        Actor actor,
        DelegationStatement statement,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        var wanted = statement.Delegation;
        var own = Same(wanted.Principal, actor.Name) && actor.OnBehalfOf is null;
        if (
            statement.Person != actor.Name
            || !(own || actor.Function == RoleFunction.Administrator)
            || wanted.Role.Domain != actor.Role.Address.Domain
        )
            return await RefusedAsync(actor, AuditTypes.DelegationSet, wanted.Id, CommonRefusals.NotPermitted, cancellationToken);
        if (
            (
                await proofs.ObjectionAsync(actor, statement, proof, cancellationToken)
                ?? await signing.DelegateAsync(statement, proof, cancellationToken)
            ) is
            { } refusal
        )
            return await RefusedAsync(actor, AuditTypes.DelegationSet, wanted.Id, refusal, cancellationToken);
        return await DoneAsync(
            actor,
            AuditTypes.DelegationSet,
            wanted.Id,
            new()
            {
                ["principal"] = wanted.Principal,
                ["deputy"] = wanted.Deputy,
                ["role"] = wanted.Role.ToString(),
                ["from"] = wanted.From,
                ["until"] = wanted.Until,
                ["method"] = proof.Method.ToWord(),
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
            ? await RefusedAsync(actor, AuditTypes.DelegationEnded, statement.Delegation, why!, cancellationToken)
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
            return await RefusedAsync(
                actor,
                AuditTypes.DelegationEnded,
                statement.Delegation,
                CommonRefusals.NotPermitted,
                cancellationToken
            );
        // A keeper of rights ends those of his own organisation; of others he is not told that there is one.
        var known = (await signing.AuthorityAsync(cancellationToken)).Delegations.FirstOrDefault(one =>
            one.Id == statement.Delegation
        );
        if (
            known is not null
            && known.Role.Domain != actor.Role.Address.Domain
            && !Same(known.Principal, actor.Name)
            && !Same(known.Deputy, actor.Name)
        )
            return await RefusedAsync(
                actor,
                AuditTypes.DelegationEnded,
                statement.Delegation,
                CommonRefusals.NotFound,
                cancellationToken
            );
        if (
            (
                await proofs.ObjectionAsync(actor, statement, proof, cancellationToken)
                ?? await signing.EndDelegationAsync(statement, proof, cancellationToken)
            ) is
            { } refusal
        )
            return await RefusedAsync(actor, AuditTypes.DelegationEnded, statement.Delegation, refusal, cancellationToken);
        return await DoneAsync(
            actor,
            AuditTypes.DelegationEnded,
            statement.Delegation,
            new() { ["method"] = proof.Method.ToWord() },
            cancellationToken
        );
    }

    private async Task<Outcome> DoneAsync(
        Actor actor,
        string type,
        Guid delegation,
        CanonicalObject data,
        CancellationToken cancellationToken
    )
    {
        await using var work = await records.BeginAsync(cancellationToken);
        work.Audit(Event(type, AuditOutcome.Ok, actor, delegation, data));
        work.Changed(ChangeTopic.Rights);
        work.Changed(ChangeTopic.Drafts);
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    private async Task<Outcome> RefusedAsync(
        Actor actor,
        string type,
        Guid delegation,
        Refusal reason,
        CancellationToken cancellationToken
    )
    {
        await records.AuditAsync(
            Event(type, AuditOutcome.Denied, actor, delegation, new() { ["code"] = reason.Code }),
            cancellationToken
        );
        return Outcome.Refused(reason);
    }

    private static AuditEvent Event(string type, AuditOutcome outcome, Actor actor, Guid delegation, CanonicalObject data) =>
        new(type, outcome, actor.Name, actor.Role.Address.ToString(), null, null, delegation.ToString("D"), data);

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
