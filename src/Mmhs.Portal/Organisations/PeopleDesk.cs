using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.People;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Organisations;

/// <summary>Where an administrator keeps the people of the own organisation: who holds which role from when to when, who is active, which claims grant what.</summary>
/// <remarks>Nobody changes what he himself may do: another administrator does. What is given here counts from the next act on.</remarks>
public sealed partial class PeopleDesk(
    PortalRecords records,
    IApprovals approvals,
    IServiceScopeFactory scopes,
    TimeProvider time
)
{
    /// <summary>Null for those who keep no people.</summary>
    public async Task<PeopleView?> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!KeepersAct.MayKeep(actor.Function))
            return null;
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(cancellationToken);
        var roles = await context
            .Roles.AsNoTracking()
            .Where(role => role.OrganisationId == actor.OrganisationId)
            .OrderBy(role => role.Name)
            .Select(role => new RoleLine(role.Id, role.Name, role.Address))
            .ToListAsync(cancellationToken);
        var people = await context
            .Users.AsNoTracking()
            .Where(person => person.OrganisationId == actor.OrganisationId)
            .OrderBy(person => person.DisplayName)
            .ToListAsync(cancellationToken);
        var memberships = (
            await context
                .Memberships.AsNoTracking()
                .Include(m => m.Role)
                .Where(m => context.Users.Any(person => person.Id == m.PersonId && person.OrganisationId == actor.OrganisationId))
                .OrderBy(m => m.Id)
                .ToListAsync(cancellationToken)
        ).ToLookup(
            m => m.PersonId,
            m => new MembershipLine(
                m.Id,
                m.Role.Name,
                m.Function,
                m.HeldFrom,
                m.HeldUntil,
                m.GrantedBy,
                !(m.HeldFrom > now) && !(m.HeldUntil <= now)
            )
        );
        var logins = (
            await context
                .UserLogins.AsNoTracking()
                .Where(login =>
                    context.Users.Any(person => person.Id == login.UserId && person.OrganisationId == actor.OrganisationId)
                )
                .Select(login => new { login.UserId, login.LoginProvider })
                .ToListAsync(cancellationToken)
        ).ToLookup(login => login.UserId, login => login.LoginProvider);
        var passkeys = await context
            .Passkeys.Where(passkey =>
                context.Users.Any(person => person.Id == passkey.UserId && person.OrganisationId == actor.OrganisationId)
            )
            .GroupBy(passkey => passkey.UserId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(one => one.Key, one => one.Count, cancellationToken);
        var rules = await context
            .RoleRules.AsNoTracking()
            .Where(rule => rule.OrganisationId == actor.OrganisationId)
            .OrderBy(rule => rule.Id)
            .Select(rule => new RuleLine(
                rule.Id,
                rule.ProvidedBy,
                rule.ClaimType,
                rule.ClaimValue,
                rule.Role.Name,
                rule.Function
            ))
            .ToListAsync(cancellationToken);
        return new(
            actor.OrganisationName,
            roles,
            [
                .. people.Select(person => new PersonLine(
                    person.Id,
                    person.UserName!,
                    person.DisplayName,
                    person.Address,
                    person.DeactivatedAt,
                    [.. memberships[person.Id]]
                )
                {
                    Clearances = ClearanceKey.ParseAll(person.Clearances),
                    Ways =
                    [
                        .. person.PasswordHash is null
                            ? []
                            : new[]
                            {
                                person.FirstPasswordUntil is { } end
                                    ? end > now
                                        ? "first password"
                                        : "first password, over"
                                    : "password",
                            },
                        .. passkeys.TryGetValue(person.Id, out var count)
                            ? new[] { count == 1 ? "passkey" : $"{count} passkeys" }
                            : [],
                        .. logins[person.Id],
                    ],
                }),
            ],
            rules
        )
        {
            Clearances = actor.OrganisationClearances,
        };
    }

    /// <summary>Gives a role. One that ended before is given anew; one that a rule granted becomes the administrator's.</summary>
    public Task<Outcome> GiveRoleAsync(
        Actor actor,
        Guid personId,
        int roleId,
        RoleFunction function,
        DateTimeOffset? from,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actor,
            AuditTypes.MembershipGranted,
            new()
            {
                ["function"] = function.ToString(),
                ["from"] = from,
                ["until"] = until,
            },
            async (work, said) =>
            {
                var now = time.GetUtcNow();
                if (
                    await PersonAsync(work, actor, personId, said, cancellationToken) is not { } person
                    || await work.Context.Roles.SingleOrDefaultAsync(
                        r => r.Id == roleId && r.OrganisationId == actor.OrganisationId,
                        cancellationToken
                    )
                        is not { } role
                    || !Enum.IsDefined(function)
                )
                    return CommonRefusals.NotFound;
                said["role"] = role.Address;
                if (person.Id == actor.PersonId)
                    return PeopleRefusals.Oneself;
                if (until <= from || until <= now)
                    return PeopleRefusals.WrongDates;
                var membership = await work.Context.Memberships.SingleOrDefaultAsync(
                    m => m.PersonId == personId && m.RoleId == roleId && m.Function == function,
                    cancellationToken
                );
                if (membership is { GrantedBy: null } && !(membership.HeldUntil <= now))
                    return PeopleRefusals.HeldAlready;
                if (membership is null)
                    work.Context.Memberships.Add(
                        membership = new MembershipRow
                        {
                            PersonId = personId,
                            RoleId = roleId,
                            Function = function,
                        }
                    );
                (membership.HeldFrom, membership.HeldUntil, membership.GrantedBy) = (from, until, null);
                work.Changed(ChangeTopic.Rights);
                return null;
            },
            cancellationToken
        );

    /// <summary>Ends a membership now. It stays in the records as the administrator's, so that no rule gives it back.</summary>
    public Task<Outcome> EndMembershipAsync(Actor actor, int membershipId, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            AuditTypes.MembershipRevoked,
            new(),
            async (work, said) =>
            {
                var membership = await work
                    .Context.Memberships.Include(m => m.Role)
                    .SingleOrDefaultAsync(
                        m => m.Id == membershipId && m.Role.OrganisationId == actor.OrganisationId,
                        cancellationToken
                    );
                if (
                    membership is null
                    || await PersonAsync(work, actor, membership.PersonId, said, cancellationToken) is not { } person
                )
                    return CommonRefusals.NotFound;
                (said["role"], said["function"]) = (membership.Role.Address, membership.Function.ToString());
                if (person.Id == actor.PersonId)
                    return PeopleRefusals.Oneself;
                (membership.HeldUntil, membership.GrantedBy) = (time.GetUtcNow(), null);
                work.Changed(ChangeTopic.Rights);
                return null;
            },
            cancellationToken
        );

    /// <summary>Lets a person do nothing here any more, or again. Rows and evidence stay.</summary>
    public Task<Outcome> ActivateAsync(Actor actor, Guid personId, bool active, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            AuditTypes.PersonChanged,
            new() { ["what"] = active ? "activated" : "deactivated" },
            async (work, said) =>
            {
                if (await PersonAsync(work, actor, personId, said, cancellationToken) is not { } person)
                    return CommonRefusals.NotFound;
                if (person.Id == actor.PersonId)
                    return PeopleRefusals.Oneself;
                person.DeactivatedAt = active ? null : person.DeactivatedAt ?? time.GetUtcNow();
                if (!active)
                    await OpenAccess.EndAsync(work, actor, personId, person.UserName!, null, time.GetUtcNow(), cancellationToken);
                return null;
            },
            cancellationToken
        );

    public Task<Outcome> AddRuleAsync(
        Actor actor,
        string providedBy,
        string claimType,
        string claimValue,
        int roleId,
        RoleFunction function,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actor,
            AuditTypes.DirectoryChanged,
            new() { ["what"] = "rule added", ["function"] = function.ToString() },
            async (work, said) =>
            {
                if (
                    await work.Context.Roles.SingleOrDefaultAsync(
                        r => r.Id == roleId && r.OrganisationId == actor.OrganisationId,
                        cancellationToken
                    )
                        is not { } role
                    || !Enum.IsDefined(function)
                )
                    return CommonRefusals.NotFound;
                said["role"] = role.Address;
                if (
                    !KeepersAct.IsName(providedBy, 400)
                    || !KeepersAct.IsName(claimType, 120)
                    || !KeepersAct.IsName(claimValue, 400)
                )
                    return PeopleRefusals.WrongRule;
                (said["provider"], said["claim"], said["value"]) = (providedBy, claimType, claimValue);
                if (
                    await work.Context.RoleRules.AnyAsync(
                        rule =>
                            rule.OrganisationId == actor.OrganisationId
                            && rule.ProvidedBy == providedBy
                            && rule.ClaimType == claimType
                            && rule.ClaimValue == claimValue
                            && rule.RoleId == roleId
                            && rule.Function == function,
                        cancellationToken
                    )
                )
                    return PeopleRefusals.RuleThere;
                work.Context.RoleRules.Add(
                    new()
                    {
                        OrganisationId = actor.OrganisationId,
                        ProvidedBy = providedBy,
                        ClaimType = claimType,
                        ClaimValue = claimValue,
                        RoleId = roleId,
                        Function = function,
                    }
                );
                return null;
            },
            cancellationToken
        );

    /// <summary>Removes a rule, and at once what it granted.</summary>
    public Task<Outcome> RemoveRuleAsync(Actor actor, int ruleId, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            AuditTypes.DirectoryChanged,
            new() { ["what"] = "rule removed", ["rule"] = ruleId },
            async (work, said) =>
            {
                var rule = await work
                    .Context.RoleRules.Include(r => r.Role)
                    .SingleOrDefaultAsync(r => r.Id == ruleId && r.OrganisationId == actor.OrganisationId, cancellationToken);
                if (rule is null)
                    return CommonRefusals.NotFound;
                (said["provider"], said["claim"], said["value"], said["role"]) = (
                    rule.ProvidedBy,
                    rule.ClaimType,
                    rule.ClaimValue,
                    rule.Role.Address
                );
                var granted = await work.Context.Memberships.Where(m => m.GrantedBy == ruleId).ToListAsync(cancellationToken);
                foreach (var membership in granted)
                {
                    var name = await work
                        .Context.Users.Where(person => person.Id == membership.PersonId)
                        .Select(person => person.UserName)
                        .SingleAsync(cancellationToken);
                    work.Audit(
                        new Act(AuditTypes.MembershipRevoked, actor, membership.PersonId)
                        {
                            Facts = new()
                            {
                                ["person"] = name,
                                ["role"] = rule.Role.Address,
                                ["function"] = membership.Function.ToString(),
                                ["rule"] = ruleId,
                            },
                        }.Done()
                    );
                }
                work.Context.Memberships.RemoveRange(granted);
                work.Context.RoleRules.Remove(rule);
                return null;
            },
            cancellationToken
        );

    private static async Task<PersonRow?> PersonAsync(
        PortalWork work,
        Actor actor,
        Guid personId,
        CanonicalObject said,
        CancellationToken cancellationToken
    )
    {
        var person = await work.Context.Users.SingleOrDefaultAsync(
            p => p.Id == personId && p.OrganisationId == actor.OrganisationId,
            cancellationToken
        );
        if (person is not null)
            said["person"] = person.UserName;
        return person;
    }

    private Task<Outcome> ActAsync(
        Actor actor,
        string type,
        CanonicalObject said,
        Func<PortalWork, CanonicalObject, Task<Refusal?>> act,
        CancellationToken cancellationToken
    ) => records.KeepAsync(actor, type, said, act, cancellationToken);
}
