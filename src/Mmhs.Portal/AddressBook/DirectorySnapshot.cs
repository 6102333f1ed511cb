using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.AddressBook;

/// <summary>What post room and delivery door ask about mailboxes, held in memory and read anew every few seconds.</summary>
/// <remarks>A change of the directory counts after <see cref="MaxAge"/> at the latest; every read of a message asks the records themselves.</remarks>
public sealed class DirectorySnapshot(PortalRecords records, TimeProvider time)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim reading = new(1);
    private volatile Content? content;

    /// <param name="Id">The role.</param>
    /// <param name="Mailbox">Its name and address.</param>
    /// <param name="Clearances">Those of its organisation.</param>
    public sealed record KnownRole(int Id, Mailbox Mailbox, ImmutableArray<Clearance> Clearances);

    /// <param name="At">When it was read.</param>
    /// <param name="Organisations">Clearances by domain.</param>
    /// <param name="Roles">By address in lower case.</param>
    /// <param name="Releasers">Role addresses in lower case by the address of a person who may release in them.</param>
    public sealed record Content(
        DateTimeOffset At,
        FrozenDictionary<string, ImmutableArray<Clearance>> Organisations,
        FrozenDictionary<string, KnownRole> Roles,
        ILookup<string, string> Releasers
    )
    {
        /// <summary>Addresses of roles that were closed.</summary>
        public required FrozenSet<string> Closed { get; init; }
    }

    public ValueTask<Content> GetAsync(CancellationToken cancellationToken) =>
        content is { } known && time.GetUtcNow() - known.At < MaxAge ? ValueTask.FromResult(known) : ReadAsync(cancellationToken);

    private async ValueTask<Content> ReadAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (content is { } known && time.GetUtcNow() - known.At < MaxAge)
                return known;
            await using var context = await records.ReadAsync(cancellationToken);
            var roles = await context.Roles.AsNoTracking().Include(role => role.Organisation).ToListAsync(cancellationToken);
            var closed = roles
                .Where(role => role.DeactivatedAt is not null)
                .Select(role => role.Address)
                .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
            roles.RemoveAll(role => role.DeactivatedAt is not null);
            var organisations = await context.Organisations.AsNoTracking().ToListAsync(cancellationToken);
            var releasers = await (
                from membership in context.Memberships.Where(MembershipRow.HeldAt(time.GetUtcNow()))
                where membership.Function == RoleFunction.Releaser
                join person in context.Users on membership.PersonId equals person.Id
                where person.DeactivatedAt == null
                select new { Person = person.Address, Role = membership.Role.Address }
            ).ToListAsync(cancellationToken);
            var clearances = organisations.ToDictionary(o => o.Id, o => ClearanceKey.ParseAll(o.Clearances));
            return content = new Content(
                time.GetUtcNow(),
                organisations.ToFrozenDictionary(o => o.Domain, o => clearances[o.Id], StringComparer.OrdinalIgnoreCase),
                roles.ToFrozenDictionary(
                    role => role.Address,
                    role => new KnownRole(
                        role.Id,
                        new Mailbox($"{role.Organisation.Name} {role.Name}", EmailAddress.Parse(role.Address)),
                        clearances[role.OrganisationId]
                    ),
                    StringComparer.OrdinalIgnoreCase
                ),
                releasers.ToLookup(r => r.Person, r => r.Role, StringComparer.OrdinalIgnoreCase)
            )
            {
                Closed = closed,
            };
        }
        finally
        {
            reading.Release();
        }
    }
}
