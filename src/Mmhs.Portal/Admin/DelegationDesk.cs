using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Signing;

namespace Mmhs.Portal.Admin;

/// <summary>Deputies: set by who is away or by an administrator, from a time to a time, kept by the signing service.</summary>
public sealed class DelegationDesk(PortalRecords records, ISigningService signing, ProofDesk proofs, ChangeFeed changes, TimeProvider time)
{
    /// <summary>A person who may stand in, or whom one may stand in for.</summary>
    /// <param name="Name">Sign-in name.</param>
    /// <param name="DisplayName">What others see.</param>
    public sealed record Candidate(string Name, string DisplayName);

    /// <summary>The viewer's own delegations, either way; for administrators all of the organisation. Those in force and to come first.</summary>
    public async Task<IReadOnlyList<Delegation>> ListAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = (await signing.AuthorityAsync(cancellationToken)).Delegations;
        var shown = RightsDesk.MayChange(viewer.Function) || viewer.Function == RoleFunction.Auditor
            ? all.Where(one => one.Role.Domain == viewer.Role.Address.Domain)
            : all.Where(one => Same(one.Principal, viewer.Name) || Same(one.Deputy, viewer.Name));
        return [.. shown.OrderBy(one => one.Until <= now).ThenBy(one => one.From)];
    }

    /// <summary>Everybody of the organisation the signing service knows.</summary>
    public async Task<IReadOnlyList<Candidate>> CandidatesAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        var known = (await signing.AuthorityAsync(cancellationToken)).Book.People.Select(person => person.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await using var context = await records.ReadAsync(cancellationToken);
        var people = await context.Users.AsNoTracking().Where(person => person.OrganisationId == viewer.OrganisationId).OrderBy(person => person.DisplayName)
            .Select(person => new Candidate(person.UserName!, person.DisplayName)).ToListAsync(cancellationToken);
        return [.. people.Where(person => known.Contains(person.Name))];
    }

    /// <summary>Roles in which a person decides, and can therefore be stood in for.</summary>
    public async Task<IReadOnlyList<EmailAddress>> RolesAsync(string principal, CancellationToken cancellationToken) =>
        (await signing.AuthorityAsync(cancellationToken)).Book.Find(principal) is { } person
            ? [.. person.Rights.Select(right => right.Role).Concat(person.Reviews).Distinct()]
            : [];

    /// <summary>What the viewer says yes to.</summary>
    public DelegationStatement Statement(Viewer viewer, string principal, string deputy, EmailAddress role, DateTimeOffset from, DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        return new(viewer.Name, new(Guid.CreateVersion7(now), principal, deputy, role, Messages.Release.Statement.Moment(from), Messages.Release.Statement.Moment(until), viewer.Name),
            Messages.Release.Statement.Moment(now));
    }

    public DelegationEndStatement EndStatement(Viewer viewer, Guid delegation) => new(viewer.Name, delegation, Messages.Release.Statement.Moment(time.GetUtcNow()));

    public async Task<Outcome> SetAsync(Viewer viewer, DelegationStatement statement, string password, CancellationToken cancellationToken)
    {
        var (proof, why) = await proofs.ByPasswordAsync(viewer, statement, password, "proof-password", cancellationToken);
        return proof is null ? await RefusedAsync(viewer, AuditTypes.DelegationSet, statement.Delegation.Id, why!, cancellationToken) : await SetAsync(viewer, statement, proof, cancellationToken);
    }

    /// <summary>Sets a deputy; the signing service says whether it may be.</summary>
    public async Task<Outcome> SetAsync(Viewer viewer, DelegationStatement statement, Proof proof, CancellationToken cancellationToken)
    {
        var wanted = statement.Delegation;
        var own = Same(wanted.Principal, viewer.Name) && viewer.OnBehalfOf is null;
        if (statement.Person != viewer.Name || !(own || viewer.Function == RoleFunction.Administrator) || wanted.Role.Domain != viewer.Role.Address.Domain)
            return await RefusedAsync(viewer, AuditTypes.DelegationSet, wanted.Id, CommonRefusals.NotPermitted, cancellationToken);
        if ((await proofs.ObjectionAsync(viewer, statement, proof, cancellationToken) ?? await signing.DelegateAsync(statement, proof, cancellationToken)) is { } refusal) return await RefusedAsync(viewer, AuditTypes.DelegationSet, wanted.Id, refusal, cancellationToken);
        return await DoneAsync(viewer, AuditTypes.DelegationSet, wanted.Id, new()
        {
            ["principal"] = wanted.Principal,
            ["deputy"] = wanted.Deputy,
            ["role"] = wanted.Role.ToString(),
            ["from"] = wanted.From,
            ["until"] = wanted.Until,
            ["method"] = proof.Method.ToWord(),
        }, cancellationToken);
    }

    public async Task<Outcome> EndAsync(Viewer viewer, DelegationEndStatement statement, string password, CancellationToken cancellationToken)
    {
        var (proof, why) = await proofs.ByPasswordAsync(viewer, statement, password, "proof-password", cancellationToken);
        return proof is null ? await RefusedAsync(viewer, AuditTypes.DelegationEnded, statement.Delegation, why!, cancellationToken) : await EndAsync(viewer, statement, proof, cancellationToken);
    }

    /// <summary>Ends a delegation before its time.</summary>
    public async Task<Outcome> EndAsync(Viewer viewer, DelegationEndStatement statement, Proof proof, CancellationToken cancellationToken)
    {
        if (statement.Person != viewer.Name) return await RefusedAsync(viewer, AuditTypes.DelegationEnded, statement.Delegation, CommonRefusals.NotPermitted, cancellationToken);
        // A keeper of rights ends those of his own organisation; of others he is not told that there is one.
        var known = (await signing.AuthorityAsync(cancellationToken)).Delegations.FirstOrDefault(one => one.Id == statement.Delegation);
        if (known is not null && known.Role.Domain != viewer.Role.Address.Domain && !Same(known.Principal, viewer.Name) && !Same(known.Deputy, viewer.Name))
            return await RefusedAsync(viewer, AuditTypes.DelegationEnded, statement.Delegation, CommonRefusals.NotFound, cancellationToken);
        if ((await proofs.ObjectionAsync(viewer, statement, proof, cancellationToken) ?? await signing.EndDelegationAsync(statement, proof, cancellationToken)) is { } refusal) return await RefusedAsync(viewer, AuditTypes.DelegationEnded, statement.Delegation, refusal, cancellationToken);
        return await DoneAsync(viewer, AuditTypes.DelegationEnded, statement.Delegation, new() { ["method"] = proof.Method.ToWord() }, cancellationToken);
    }

    private async Task<Outcome> DoneAsync(Viewer viewer, string type, Guid delegation, CanonicalObject data, CancellationToken cancellationToken)
    {
        await records.AuditAsync(Event(type, AuditOutcome.Ok, viewer, delegation, data), cancellationToken);
        changes.Publish(Change.Rights);
        changes.Publish(Change.Drafts);
        return Outcome.Done;
    }

    private async Task<Outcome> RefusedAsync(Viewer viewer, string type, Guid delegation, Refusal reason, CancellationToken cancellationToken)
    {
        await records.AuditAsync(Event(type, AuditOutcome.Denied, viewer, delegation, new() { ["code"] = reason.Code }), cancellationToken);
        return Outcome.Refused(reason);
    }

    private static AuditEvent Event(string type, AuditOutcome outcome, Viewer viewer, Guid delegation, CanonicalObject data) =>
        new(type, outcome, viewer.Name, viewer.Role.Address.ToString(), null, null, delegation.ToString("D"), data);

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
