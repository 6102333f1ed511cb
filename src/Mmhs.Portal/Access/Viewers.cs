using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Records;

namespace Mmhs.Portal.Access;

/// <summary>Turns a signed-in principal into a viewer, from the records and not from what the cookie remembers.</summary>
public sealed class Viewers(PortalRecords records, SessionRegister sessions)
{
    /// <summary>Claim that names the chosen membership.</summary>
    public const string MembershipClaim = "mmhs:membership";

    /// <summary>Null when the session or token is over, the person is gone, or no longer holds the role: then nothing is permitted.</summary>
    public async Task<Viewer?> ResolveAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
            || !int.TryParse(principal.FindFirstValue(MembershipClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var membershipId)) return null;
        var live = AccessClaims.SessionOf(principal) is { } session ? await sessions.IsLiveAsync(session, personId, cancellationToken)
            : AccessClaims.TokenOf(principal) is { } token && await sessions.IsTokenLiveAsync(token, personId, cancellationToken);
        return live ? await FindAsync(personId, membershipId, cancellationToken) : null;
    }

    /// <summary>A person in a membership, whoever asks; null when he does not hold it. What comes in by a principal goes through <see cref="ResolveAsync"/>.</summary>
    public async Task<Viewer?> FindAsync(Guid personId, int membershipId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var found = await (
            from membership in context.Memberships
            where membership.Id == membershipId && membership.PersonId == personId
            join person in context.Users on membership.PersonId equals person.Id
            select new { Person = person, membership.Function, membership.Role, membership.Role.Organisation })
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new Viewer(
                personId,
                found.Person.UserName!,
                found.Person.DisplayName,
                new Mailbox(found.Person.DisplayName, EmailAddress.Parse(found.Person.Address)),
                membershipId,
                found.Role.Id,
                found.Role.Name,
                new Mailbox($"{found.Organisation.Name} {found.Role.Name}", EmailAddress.Parse(found.Role.Address)),
                found.Function,
                found.Organisation.Id,
                found.Organisation.Name,
                ClearanceKey.ParseAll(found.Person.Clearances),
                ClearanceKey.ParseAll(found.Organisation.Clearances));
    }

    /// <summary>All memberships of a person, for the role switch.</summary>
    public async Task<IReadOnlyList<HeldRole>> HeldAsync(Guid personId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await context.Memberships.AsNoTracking()
            .Where(m => m.PersonId == personId)
            .OrderBy(m => m.Id)
            .Select(m => new HeldRole(m.Id, m.Role.Organisation.Name, m.Role.Name, m.Role.Address, m.Function))
            .ToListAsync(cancellationToken);
    }
}

/// <summary>A membership a person may choose.</summary>
public sealed record HeldRole(int MembershipId, string Organisation, string Role, string Address, RoleFunction Function);
