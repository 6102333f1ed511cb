using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.AddressBook.Cards;

/// <summary>Everything the directory says of a role mailbox.</summary>
/// <param name="Unit">The units it lies in, outermost first; empty when in none.</param>
/// <param name="Closed">It takes no more messages.</param>
/// <param name="Clearances">What its organisation may hold.</param>
/// <param name="Certificate">Of its organisation.</param>
/// <param name="Holders">Who holds it now and as what; told to people of the same organisation only.</param>
/// <param name="LastDelivery">The last delivery of a message of the actor's role to it that was reported; null: none.</param>
public sealed record DirectoryCard(
    Mailbox Mailbox,
    string Role,
    string Organisation,
    ImmutableArray<string> Unit,
    bool Closed,
    ImmutableArray<Clearance> Clearances,
    CertificateFact Certificate,
    ImmutableArray<(string DisplayName, RoleFunction Function)> Holders,
    DateTimeOffset? LastDelivery
);

/// <summary>The directory, one card a role mailbox.</summary>
public sealed class CardDesk(PortalRecords records, CertificateBook certificates, TimeProvider time)
{
    /// <summary>Null when no such mailbox is known.</summary>
    public async Task<DirectoryCard?> FindAsync(Actor actor, EmailAddress address, CancellationToken cancellationToken)
    {
        var text = address.ToString();
        await using var context = await records.ReadAsync(cancellationToken);
        if (
            await context
                .Roles.AsNoTracking()
                .Include(one => one.Organisation)
                .SingleOrDefaultAsync(one => one.Address == text, cancellationToken)
            is not { } role
        )
            return null;
        var units = await context
            .Units.AsNoTracking()
            .Where(unit => unit.OrganisationId == role.OrganisationId)
            .ToDictionaryAsync(unit => unit.Id, cancellationToken);
        var way = new List<string>();
        for (
            var at = role.UnitId;
            at is { } id && units.TryGetValue(id, out var unit) && way.Count < units.Count;
            at = unit.ParentId
        )
            way.Insert(0, unit.Name);
        var holders =
            role.OrganisationId != actor.OrganisationId
                ? []
                : await (
                    from membership in context.Memberships.Where(MembershipRow.HeldAt(time.GetUtcNow()))
                    where membership.RoleId == role.Id
                    join person in context.Users on membership.PersonId equals person.Id
                    where person.DeactivatedAt == null
                    orderby person.DisplayName
                    select new { person.DisplayName, membership.Function }
                ).ToListAsync(cancellationToken);
        var delivered = await (
            from tracking in context.Tracking
            where tracking.Address == text && tracking.DeliveredAt != null
            join release in context.Releases on tracking.ReleaseId equals release.Id
            where release.RoleId == actor.RoleId
            orderby tracking.Id descending
            select tracking.DeliveredAt
        ).FirstOrDefaultAsync(cancellationToken);
        return new(
            new Mailbox($"{role.Organisation.Name} {role.Name}", address),
            role.Name,
            role.Organisation.Name,
            [.. way],
            role.DeactivatedAt is not null,
            ClearanceKey.ParseAll(role.Organisation.Clearances),
            await certificates.FactAsync(address.Domain, cancellationToken),
            [.. holders.Select(holder => (holder.DisplayName, holder.Function))],
            delivered
        );
    }
}
