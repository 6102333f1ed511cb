using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Turns a signed-in principal into a viewer, from the records and not from what the cookie remembers.</summary>
public sealed class Viewers(PortalRecords records, TimeProvider time)
{
    /// <summary>Claim that names the chosen membership.</summary>
    public const string MembershipClaim = "mmhs:membership";

    /// <summary>Null when the person is gone or deactivated, or does not hold the role now: then nothing is permitted.</summary>
    public async Task<Viewer?> ResolveAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
            || !int.TryParse(principal.FindFirstValue(MembershipClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var membershipId)) return null;

        await using var context = await records.ReadAsync(cancellationToken);
        var found = await (
            from membership in context.Memberships.Where(MembershipRow.HeldAt(time.GetUtcNow()))
            where membership.Id == membershipId && membership.PersonId == personId
            join person in context.Users on membership.PersonId equals person.Id
            where person.DeactivatedAt == null
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

    /// <summary>All memberships a person holds now, for the role switch; none when the person is deactivated.</summary>
    public async Task<IReadOnlyList<HeldRole>> HeldAsync(Guid personId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await context.Memberships.AsNoTracking()
            .Where(MembershipRow.HeldAt(time.GetUtcNow()))
            .Where(m => m.PersonId == personId && context.Users.Any(person => person.Id == personId && person.DeactivatedAt == null))
            .OrderBy(m => m.Id)
            .Select(m => new HeldRole(m.Id, m.Role.Organisation.Name, m.Role.Name, m.Role.Address, m.Function))
            .ToListAsync(cancellationToken);
    }
}

/// <summary>A membership a person may choose.</summary>
public sealed record HeldRole(int MembershipId, string Organisation, string Role, string Address, RoleFunction Function);
