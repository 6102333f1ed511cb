using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Turns a signed-in principal into a actor, from the records and not from what the cookie remembers.</summary>
public sealed class ActorResolver(PortalRecords records, Deputies deputies, SessionRegister sessions, TimeProvider time)
{
    /// <summary>Claim that names the chosen membership.</summary>
    public const string MembershipClaim = "mmhs:membership";

    /// <summary>Null when the session or token is over, the person is gone or deactivated, or does not hold the role now: then nothing is permitted.</summary>
    public async Task<Actor?> ResolveAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        await ResolveForPasswordAsync(principal, cancellationToken) is { } actor
        && !(actor.HasFirstPassword && principal.FindFirstValue(AccessClaims.Method) == SignIn.PasswordWord)
            ? actor
            : null;

    /// <summary>The same, also for who came in by a first password and may do nothing but choose his own.</summary>
    public async Task<Actor?> ResolveForPasswordAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (
            !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
            || !int.TryParse(
                principal.FindFirstValue(MembershipClaim),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var membershipId
            )
        )
            return null;
        return
            await IsLiveAsync(principal, personId, cancellationToken)
            && await FindAsync(personId, membershipId, cancellationToken) is { } actor
            ? actor with
            {
                Session = AccessClaims.SessionOf(principal),
            }
            : null;
    }

    /// <summary>Where a signed-in person may go whose role ended while he was in it; none without a live session.</summary>
    public async Task<IReadOnlyList<HeldRole>> LeftAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
        && await IsLiveAsync(principal, personId, cancellationToken)
            ? await HeldAsync(personId, cancellationToken)
            : [];

    /// <summary>A person in a membership, whoever asks; null when he does not hold it. What comes in by a principal goes through <see cref="ResolveAsync"/>.</summary>
    public async Task<Actor?> FindAsync(Guid personId, int membershipId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var found = await (
            from membership in context.Memberships.Where(MembershipRow.HeldAt(time.GetUtcNow()))
            where membership.Id == membershipId
            from person in context.Users
            where person.Id == personId && person.DeactivatedAt == null
            join holder in context.Users on membership.PersonId equals holder.Id
            where holder.DeactivatedAt == null
            select new
            {
                Person = person,
                Holder = holder,
                membership.Function,
                membership.Role,
                membership.Role.Organisation,
            }
        )
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var standsIn = found.Holder.Id != personId;
        if (
            standsIn
            && !(
                found.Function.MayReview()
                && await deputies.StandsInAsync(
                    found.Person.UserName!,
                    found.Holder.UserName!,
                    found.Role.Address,
                    cancellationToken
                )
            )
        )
            return null;
        return new Actor(
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
            ClearanceKey.ParseAll(found.Organisation.Clearances)
        )
        {
            HasFirstPassword = found.Person.FirstPasswordUntil is not null,
            RoleEnded = found.Role.DeactivatedAt is not null,
            OnBehalfOf = standsIn ? found.Holder.UserName : null,
            OnBehalfOfName = standsIn ? found.Holder.DisplayName : null,
        };
    }

    /// <summary>All memberships a person holds now, and those of whom he stands in for, for the role switch; none when he is deactivated.</summary>
    public async Task<IReadOnlyList<HeldRole>> HeldAsync(Guid personId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var name = await context
            .Users.Where(person => person.Id == personId && person.DeactivatedAt == null)
            .Select(person => person.UserName)
            .SingleOrDefaultAsync(cancellationToken);
        if (name is null)
            return [];
        var now = MembershipRow.HeldAt(time.GetUtcNow());
        var own = await context
            .Memberships.AsNoTracking()
            .Where(now)
            .Where(m => m.PersonId == personId)
            .OrderBy(m => m.Id)
            .Select(m => new HeldRole(m.Id, m.RoleId, m.Role.Organisation.Name, m.Role.Name, m.Role.Address, m.Function, null))
            .ToListAsync(cancellationToken);
        foreach (var delegation in await deputies.OfAsync(name, cancellationToken))
        {
            var role = delegation.Role.ToString();
            own.AddRange(
                await (
                    from membership in context.Memberships.Where(now)
                    where
                        membership.Role.Address == role
                        && (membership.Function == RoleFunction.Releaser || membership.Function == RoleFunction.Reviewer)
                    join principal in context.Users on membership.PersonId equals principal.Id
                    where principal.UserName == delegation.Principal && principal.DeactivatedAt == null
                    orderby membership.Id
                    select new HeldRole(
                        membership.Id,
                        membership.RoleId,
                        membership.Role.Organisation.Name,
                        membership.Role.Name,
                        membership.Role.Address,
                        membership.Function,
                        principal.DisplayName
                    )
                )
                    .AsNoTracking()
                    .ToListAsync(cancellationToken)
            );
        }
        return own;
    }

    private async Task<bool> IsLiveAsync(ClaimsPrincipal principal, Guid personId, CancellationToken cancellationToken) =>
        AccessClaims.SessionOf(principal) is { } session
            ? await sessions.IsLiveAsync(session, personId, cancellationToken)
            : AccessClaims.TokenOf(principal) is { } token && await sessions.IsTokenLiveAsync(token, personId, cancellationToken);
}

/// <summary>A membership a person may choose.</summary>
/// <param name="OnBehalfOf">Display name of whose membership it is, when he stands in; null: his own.</param>
public sealed record HeldRole(
    int MembershipId,
    int RoleId,
    string Organisation,
    string Role,
    string Address,
    RoleFunction Function,
    string? OnBehalfOf
);
