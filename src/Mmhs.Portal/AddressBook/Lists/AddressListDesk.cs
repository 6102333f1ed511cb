using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.AddressBook.Lists;

/// <summary>A list as it is kept.</summary>
/// <param name="Count">Mailboxes it stands for.</param>
public sealed record KeptList(int Id, string Name, string Purpose, int Revision, ImmutableArray<ListMember> Members, int Count);

/// <summary>A mailbox a list stands for, with the names people read.</summary>
/// <param name="IsKnown">Whether it can be written to now.</param>
public sealed record ListedMailbox(Mailbox Mailbox, string Organisation, bool InformationOnly, string Through, bool IsKnown);

/// <summary>What an administrator wants a list to be.</summary>
/// <param name="Id">Null: a new one.</param>
/// <param name="Revision">The one he saw.</param>
public sealed record ListRequest(int? Id, int Revision, string Name, string Purpose, ImmutableArray<ListMember> Members);

/// <summary>Address lists of the own organisation: everybody in it reads them, its administrators keep them.</summary>
/// <remarks>A list is put into a message member by member, by the drafter: what is approved and signed names mailboxes only.</remarks>
public sealed class AddressListDesk(PortalRecords records, AddresseeLookup book)
{
    public const int MostMembers = 500;

    /// <summary>All lists of the actor's organisation, by name.</summary>
    public async Task<IReadOnlyList<KeptList>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var rows = await context
            .AddressLists.AsNoTracking()
            .Where(list => list.OrganisationId == actor.OrganisationId)
            .OrderBy(list => list.Name)
            .ToListAsync(cancellationToken);
        var lists = await ListsAsync(context, actor.OrganisationId, cancellationToken);
        return
        [
            .. rows.Select(row => new KeptList(
                row.Id,
                row.Name,
                row.Purpose,
                row.Revision,
                lists[row.Id].Members,
                ListExpansion.Of(row.Id, lists).Length
            )),
        ];
    }

    /// <summary>Every mailbox a list stands for; null when the organisation has no such list.</summary>
    public async Task<IReadOnlyList<ListedMailbox>?> ExpandAsync(Actor actor, int list, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var lists = await ListsAsync(context, actor.OrganisationId, cancellationToken);
        if (!lists.ContainsKey(list))
            return null;
        var expanded = ListExpansion.Of(list, lists);
        var known = await book.NamesAsync(expanded.Select(member => member.Address), cancellationToken);
        return
        [
            .. expanded.Select(member =>
                known.TryGetValue(member.Address, out var entry)
                    ? new ListedMailbox(entry.Mailbox, entry.Organisation, member.InformationOnly, member.Through, true)
                    : new ListedMailbox(new(null, member.Address), "", member.InformationOnly, member.Through, false)
            ),
        ];
    }

    /// <summary>Makes a list, or changes one. Refused where it would contain itself, where members are not known, or where it was changed meanwhile.</summary>
    public Task<Outcome> SaveAsync(Actor actor, ListRequest wish, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            new() { ["what"] = wish.Id is null ? "list added" : "list changed", ["members"] = wish.Members.Length },
            async (work, said) =>
            {
                if (!KeepersAct.IsName(wish.Name, 80))
                    return AddressListRefusals.WrongName;
                said["list"] = wish.Name;
                if (wish.Purpose.Length > 400 || !HiddenCharacters.IsPlainLine(wish.Purpose))
                    return AddressListRefusals.WrongPurpose;
                if (wish.Members.Length > MostMembers)
                    return AddressListRefusals.TooMany;
                var row = wish.Id is { } id
                    ? await work.Context.AddressLists.SingleOrDefaultAsync(
                        list => list.Id == id && list.OrganisationId == actor.OrganisationId,
                        cancellationToken
                    )
                    : new AddressListRow { OrganisationId = actor.OrganisationId };
                if (row is null)
                    return CommonRefusals.NotFound;
                if (row.Revision != wish.Revision)
                    return CommonRefusals.ChangedMeanwhile;
                if (
                    await work.Context.AddressLists.AnyAsync(
                        list => list.OrganisationId == actor.OrganisationId && list.Name == wish.Name && list.Id != row.Id,
                        cancellationToken
                    )
                )
                    return AddressListRefusals.NameTaken;
                var lists = await ListsAsync(work.Context, actor.OrganisationId, cancellationToken);
                if (wish.Members.Any(member => member.List is { } other && !lists.ContainsKey(other)))
                    return CommonRefusals.NotFound;
                var addresses = wish.Members.Select(member => member.Address).OfType<EmailAddress>().ToList();
                var known = await book.NamesAsync(addresses, cancellationToken);
                if (addresses.FirstOrDefault(address => !known.ContainsKey(address)) is { } unknown)
                    return AddressListRefusals.UnknownMember.Of(unknown);
                lists[row.Id] = new(row.Id, wish.Name, wish.Members);
                if (ListExpansion.Circle(row.Id, lists) is { } circle)
                    return AddressListRefusals.Circle.Of(string.Join(" → ", circle));
                if (lists.Keys.Any(list => ListExpansion.Of(list, lists).Length > ListExpansion.Most))
                    return AddressListRefusals.TooMany;

                (row.Name, row.Purpose) = (wish.Name, wish.Purpose);
                row.Revision++;
                if (wish.Id is null)
                {
                    work.Context.AddressLists.Add(row);
                    await work.Context.SaveChangesAsync(cancellationToken);
                }
                else
                {
                    await work
                        .Context.AddressListMembers.Where(member => member.ListId == row.Id)
                        .ExecuteDeleteAsync(cancellationToken);
                }
                work.Context.AddressListMembers.AddRange(
                    wish.Members.Select(
                        (member, number) =>
                            new AddressListMemberRow
                            {
                                ListId = row.Id,
                                Number = number,
                                Address = member.Address?.ToString(),
                                MemberListId = member.List,
                                InformationOnly = member.InformationOnly,
                            }
                    )
                );
                return null;
            },
            cancellationToken
        );

    public Task<Outcome> RemoveAsync(Actor actor, int list, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            new() { ["what"] = "list removed" },
            async (work, said) =>
            {
                if (
                    await work.Context.AddressLists.SingleOrDefaultAsync(
                        one => one.Id == list && one.OrganisationId == actor.OrganisationId,
                        cancellationToken
                    )
                    is not { } row
                )
                    return CommonRefusals.NotFound;
                said["list"] = row.Name;
                var holders = await work
                    .Context.AddressListMembers.Where(member => member.MemberListId == list)
                    .Join(work.Context.AddressLists, member => member.ListId, other => other.Id, (_, other) => other.Name)
                    .Distinct()
                    .ToListAsync(cancellationToken);
                if (holders.Count > 0)
                    return AddressListRefusals.PartOfOthers.Of(string.Join(", ", holders));
                work.Context.AddressLists.Remove(row);
                return null;
            },
            cancellationToken
        );

    private Task<Outcome> ActAsync(
        Actor actor,
        CanonicalObject said,
        Func<PortalWork, CanonicalObject, Task<Refusal?>> act,
        CancellationToken cancellationToken
    ) =>
        records.KeepAsync(
            actor,
            AuditTypes.DirectoryChanged,
            said,
            async (work, data) =>
            {
                // one change at a time, so that two lists saved at once do not come to contain each other
                await work
                    .Context.Organisations.Where(o => o.Id == actor.OrganisationId)
                    .ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, o => o.Name), cancellationToken);
                return await act(work, data);
            },
            cancellationToken
        );

    private static async Task<Dictionary<int, AddressList>> ListsAsync(
        PortalContext context,
        int organisation,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .AddressLists.AsNoTracking()
            .Where(list => list.OrganisationId == organisation)
            .Select(list => new { list.Id, list.Name })
            .ToListAsync(cancellationToken);
        var members = (
            await context
                .AddressListMembers.AsNoTracking()
                .Where(member =>
                    context.AddressLists.Any(list => list.Id == member.ListId && list.OrganisationId == organisation)
                )
                .OrderBy(member => member.ListId)
                .ThenBy(member => member.Number)
                .ToListAsync(cancellationToken)
        ).ToLookup(member => member.ListId);
        return rows.ToDictionary(
            row => row.Id,
            row => new AddressList(
                row.Id,
                row.Name,
                [
                    .. members[row.Id]
                        .Select(member => new ListMember(
                            member.Address is { } address ? EmailAddress.Parse(address) : null,
                            member.MemberListId,
                            member.InformationOnly
                        )),
                ]
            )
        );
    }
}
