using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Access;
using Mmhs.Records;

namespace Mmhs.Portal.AddressBook;

/// <summary>A role mailbox as a drafter finds it.</summary>
/// <param name="Mailbox">Name and address.</param>
/// <param name="Organisation">Name of its organisation.</param>
public sealed record DirectoryEntry(Mailbox Mailbox, string Organisation);

/// <summary>Who can be written to: the role mailboxes of the organisations known here, and what they may hold.</summary>
public sealed class AddresseeLookup(PortalRecords records, LabelAccess gate, IEnumerable<IDirectorySource> sources)
{
    /// <summary>As many as are offered to somebody who types; a page shows more.</summary>
    public const int MostHits = 12;

    /// <summary>As many as one page shows at most.</summary>
    public const int MostOnPage = 500;

    /// <summary>Role mailboxes whose name, organisation or address has all the words, then what other directories know; at most twelve.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> SearchAsync(string words, CancellationToken cancellationToken) =>
        (await LookUpAsync(words, cancellationToken)).Entries;

    /// <summary>As <see cref="SearchAsync"/>, with what hindered it.</summary>
    public Task<DirectoryFinding> LookUpAsync(string words, CancellationToken cancellationToken) =>
        LookUpAsync(words, MostHits, cancellationToken);

    /// <summary>The same with as many as are wanted, <see cref="MostOnPage"/> at most.</summary>
    public async Task<DirectoryFinding> LookUpAsync(string words, int most, CancellationToken cancellationToken)
    {
        var wanted = words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var asked = sources.Select(source => source.SearchAsync(wanted, most, cancellationToken)).ToList(); // all at once: the slowest says how long it takes
        var own = await OwnAsync(wanted, cancellationToken);
        var others = await Task.WhenAll(asked);
        var entries = own.Concat(others.SelectMany(other => other.Entries))
            .DistinctBy(entry => entry.Mailbox.Address.ToString().ToLowerInvariant())
            .ToList();
        return new([.. entries.Take(most)], others.Select(other => other.Trouble).OfType<string>().FirstOrDefault())
        {
            Known = entries.Count,
        };
    }

    private async Task<List<DirectoryEntry>> OwnAsync(string[] wanted, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var all = await context
            .Roles.AsNoTracking()
            .Include(role => role.Organisation)
            .Where(role => role.DeactivatedAt == null)
            .OrderBy(role => role.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. all.Where(role =>
                    wanted.All(word =>
                        $"{role.Organisation.Name} {role.Name} {role.Address}".Contains(word, StringComparison.OrdinalIgnoreCase)
                    )
                )
                .Select(role => new DirectoryEntry(
                    new Mailbox($"{role.Organisation.Name} {role.Name}", EmailAddress.Parse(role.Address)),
                    role.Organisation.Name
                )),
        ];
    }

    /// <summary>Those of the addresses that can be written to, with their names; found whatever their letter case.</summary>
    public async Task<IReadOnlyDictionary<EmailAddress, DirectoryEntry>> NamesAsync(
        IEnumerable<EmailAddress> addresses,
        CancellationToken cancellationToken
    )
    {
        var asked = addresses.Distinct().ToList();
        var wanted = asked.Select(address => address.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await using var context = await records.ReadAsync(cancellationToken);
        var found = (
            await context
                .Roles.AsNoTracking()
                .Where(role => role.DeactivatedAt == null)
                .Select(role => new
                {
                    role.Address,
                    role.Name,
                    Organisation = role.Organisation.Name,
                })
                .ToListAsync(cancellationToken)
        ).Where(role => wanted.Contains(role.Address)).ToDictionary(role => role.Address, StringComparer.OrdinalIgnoreCase);
        return asked
            .Where(address => found.ContainsKey(address.ToString()))
            .ToDictionary(
                address => address,
                address =>
                {
                    var role = found[address.ToString()];
                    return new DirectoryEntry(
                        new Mailbox($"{role.Organisation} {role.Name}", EmailAddress.Parse(role.Address)),
                        role.Organisation
                    );
                }
            );
    }

    /// <summary>What speaks against sending this label to these addressees (codes <c>DIR-</c>): unknown mailboxes, organisations without clearance.</summary>
    /// <param name="label">Null while none is chosen: then only existence is checked.</param>
    /// <param name="addressees">With the form field each stands in.</param>
    public async Task<IReadOnlyList<Refusal>> ObjectionsAsync(
        SecurityLabel? label,
        IEnumerable<(EmailAddress Address, string Field)> addressees,
        CancellationToken cancellationToken
    )
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var organisations = await context.Organisations.AsNoTracking().ToDictionaryAsync(o => o.Domain, cancellationToken);
        var roles = (
            await context
                .Roles.AsNoTracking()
                .Where(role => role.DeactivatedAt == null)
                .Select(role => role.Address)
                .ToListAsync(cancellationToken)
        ).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var objections = new List<Refusal>();
        foreach (var (address, field) in addressees)
        {
            if (!organisations.TryGetValue(address.Domain, out var organisation))
                objections.Add(AddresseeRefusals.UnknownOrganisation.Of(address.Domain, field: field));
            else if (!roles.Contains(address.ToString()))
                objections.Add(AddresseeRefusals.NoMailbox.Of(organisation.Name, address, field: field));
            else if (
                label is not null
                && gate.Decide(label, ClearanceKey.ParseAll(organisation.Clearances)) is AccessDecision.Deny
            )
                objections.Add(
                    AddresseeRefusals.NotCleared.Of(organisation.Name, gate.MarkingOf(label).Text, address, field: field)
                );
        }
        return objections;
    }

    /// <summary>The clearances of the organisations of these addresses, for the label picker; an unknown one has none.</summary>
    public async Task<IReadOnlyList<ImmutableArray<Clearance>>> ClearancesAsync(
        IEnumerable<EmailAddress> addresses,
        CancellationToken cancellationToken
    )
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var organisations = await context.Organisations.AsNoTracking().ToDictionaryAsync(o => o.Domain, cancellationToken);
        return
        [
            .. addresses
                .Select(address => address.Domain)
                .Distinct()
                .Select(domain =>
                    organisations.TryGetValue(domain, out var known) ? ClearanceKey.ParseAll(known.Clearances) : []
                ),
        ];
    }
}
