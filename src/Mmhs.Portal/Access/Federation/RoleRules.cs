using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Federation;

/// <summary>Gives a person, at a sign-in, the memberships that the rules of their organisation grant for the claims brought, and takes back those whose claim is gone.</summary>
/// <remarks>
/// Never more than a rule says: its claim, its value, its provider, its organisation. A membership given by an administrator is left as it is,
/// also when it has ended: what a person decided no rule undoes. What a rule grants runs out by itself after <see cref="Watch"/>.
/// </remarks>
internal sealed class RoleRules(PortalRecords records, TimeProvider time)
{
    /// <summary>As long as a sign-in lasts.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromHours(12);

    public async Task ApplyAsync(
        PersonRow person,
        string providedBy,
        IReadOnlyCollection<(string Type, string Value)> claims,
        CancellationToken cancellationToken
    )
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var rules = await work
            .Context.RoleRules.AsNoTracking()
            .Include(rule => rule.Role)
            .Where(rule =>
                rule.OrganisationId == person.OrganisationId
                && rule.ProvidedBy == providedBy
                && rule.Role.OrganisationId == rule.OrganisationId
            )
            .OrderBy(rule => rule.Id)
            .ToListAsync(cancellationToken);
        if (rules.Count == 0)
            return;
        var held = await work
            .Context.Memberships.Include(membership => membership.Role)
            .Where(membership => membership.PersonId == person.Id)
            .ToListAsync(cancellationToken);
        var met = rules
            .Where(rule => claims.Contains((rule.ClaimType, rule.ClaimValue)))
            .DistinctBy(rule => (rule.RoleId, rule.Function))
            .ToList();

        foreach (
            var gone in held.Where(m =>
                rules.Any(rule => rule.Id == m.GrantedBy)
                && !met.Any(rule => rule.RoleId == m.RoleId && rule.Function == m.Function)
            )
        )
        {
            work.Context.Memberships.Remove(gone);
            work.Audit(
                Event(
                    AuditTypes.MembershipRevoked,
                    person,
                    gone.Role.Address,
                    gone.Function.ToString(),
                    gone.GrantedBy!.Value,
                    null
                )
            );
        }
        var until = time.GetUtcNow() + Watch;
        foreach (var rule in met)
        {
            var membership = held.FirstOrDefault(m => m.RoleId == rule.RoleId && m.Function == rule.Function);
            if (membership is { GrantedBy: null })
                continue;
            if (membership is null)
                work.Context.Memberships.Add(
                    membership = new MembershipRow
                    {
                        PersonId = person.Id,
                        RoleId = rule.RoleId,
                        Function = rule.Function,
                    }
                );
            (membership.GrantedBy, membership.HeldUntil) = (rule.Id, until);
            work.Audit(Event(AuditTypes.MembershipGranted, person, rule.Role.Address, rule.Function.ToString(), rule.Id, until));
        }
        await work.CommitAsync(cancellationToken);
    }

    // The rule is the actor's reason; the person themself did nothing but come in.
    private static AuditEvent Event(
        string type,
        PersonRow person,
        string role,
        string function,
        int rule,
        DateTimeOffset? until
    ) =>
        new(
            type,
            AuditOutcome.Ok,
            person.UserName,
            null,
            null,
            null,
            person.Id.ToString(),
            new()
            {
                ["person"] = person.UserName,
                ["role"] = role,
                ["function"] = function,
                ["rule"] = rule,
                ["until"] = until,
            }
        );
}
