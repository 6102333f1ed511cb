using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.People;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Organisations;

/// <summary>Where an administrator keeps the units and role mailboxes of the own organisation.</summary>
/// <remarks>An address never changes and a role is never removed: evidence names both. What is closed takes and sends nothing, and stays readable.</remarks>
public sealed class OrganisationDesk(PortalRecords records, IApprovals approvals, TimeProvider time)
{
    public const int MostName = 120;
    public const int Deepest = 8;

    private static readonly DraftState[] Ended = [DraftState.Released, DraftState.Withdrawn, DraftState.Expired];

    /// <summary>Null for those who keep no directory.</summary>
    public async Task<OrganisationView?> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!KeepersAct.MayKeep(actor.Function))
            return null;
        await using var context = await records.ReadAsync(cancellationToken);
        var domain = await context
            .Organisations.Where(o => o.Id == actor.OrganisationId)
            .Select(o => o.Domain)
            .SingleAsync(cancellationToken);
        var units = await context
            .Units.AsNoTracking()
            .Where(unit => unit.OrganisationId == actor.OrganisationId)
            .OrderBy(unit => unit.Name)
            .ToListAsync(cancellationToken);
        var roles = await context
            .Roles.AsNoTracking()
            .Where(role => role.OrganisationId == actor.OrganisationId)
            .OrderBy(role => role.Name)
            .Select(role => new KeptRole(role.Id, role.Name, role.Address, role.UnitId, role.DeactivatedAt))
            .ToListAsync(cancellationToken);
        return new(actor.OrganisationName, domain, UnitTree.Of(units), roles);
    }

    public Task<Outcome> AddUnitAsync(Actor actor, string name, int? parent, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            new() { ["what"] = "unit added" },
            async (work, said) =>
            {
                if (!KeepersAct.IsName(name, MostName))
                    return OrganisationRefusals.WrongName;
                said["unit"] = name;
                if (await MisplacedAsync(work, actor, null, name, parent, cancellationToken) is { } misplaced)
                    return misplaced;
                work.Context.Units.Add(
                    new()
                    {
                        OrganisationId = actor.OrganisationId,
                        ParentId = parent,
                        Name = name,
                    }
                );
                return null;
            },
            cancellationToken
        );

    /// <summary>Renames a unit, or moves it with all that lies in it.</summary>
    public Task<Outcome> ChangeUnitAsync(
        Actor actor,
        int unitId,
        string name,
        int? parent,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actor,
            new() { ["what"] = "unit changed" },
            async (work, said) =>
            {
                if (
                    await work.Context.Units.SingleOrDefaultAsync(
                        unit => unit.Id == unitId && unit.OrganisationId == actor.OrganisationId,
                        cancellationToken
                    )
                    is not { } row
                )
                    return CommonRefusals.NotFound;
                (said["unit"], said["before"]) = (name.Length <= MostName ? name : "", row.Name);
                if (!KeepersAct.IsName(name, MostName))
                    return OrganisationRefusals.WrongName;
                if (await MisplacedAsync(work, actor, unitId, name, parent, cancellationToken) is { } misplaced)
                    return misplaced;
                (row.Name, row.ParentId) = (name, parent);
                return null;
            },
            cancellationToken
        );

    public Task<Outcome> RemoveUnitAsync(Actor actor, int unitId, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            new() { ["what"] = "unit removed" },
            async (work, said) =>
            {
                if (
                    await work.Context.Units.SingleOrDefaultAsync(
                        unit => unit.Id == unitId && unit.OrganisationId == actor.OrganisationId,
                        cancellationToken
                    )
                    is not { } row
                )
                    return CommonRefusals.NotFound;
                said["unit"] = row.Name;
                if (
                    await work.Context.Units.AnyAsync(unit => unit.ParentId == unitId, cancellationToken)
                    || await work.Context.Roles.AnyAsync(role => role.UnitId == unitId, cancellationToken)
                )
                    return OrganisationRefusals.NotEmpty;
                work.Context.Units.Remove(row);
                return null;
            },
            cancellationToken
        );

    /// <param name="actor">Who adds it.</param>
    /// <param name="name">Within the organisation.</param>
    /// <param name="local">The part of its address before the at sign; the rest is the organisation's domain.</param>
    /// <param name="unit">Null: no unit.</param>
    /// <param name="cancellationToken">Ends it before anything was written.</param>
    public Task<Outcome> AddRoleAsync(Actor actor, string name, string local, int? unit, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            new() { ["what"] = "role added" },
            async (work, said) =>
            {
                var domain = await work
                    .Context.Organisations.Where(o => o.Id == actor.OrganisationId)
                    .Select(o => o.Domain)
                    .SingleAsync(cancellationToken);
                if (!KeepersAct.IsName(name, MostName))
                    return OrganisationRefusals.WrongName;
                if (!IsMailboxName(local) || !EmailAddress.TryParse($"{local}@{domain}", out var address))
                    return OrganisationRefusals.WrongAddress;
                said["role"] = address.ToString();
                if (await IsTakenAsync(work, address, cancellationToken))
                    return OrganisationRefusals.AddressTaken;
                if (await WrongUnitAsync(work, actor, unit, cancellationToken))
                    return CommonRefusals.NotFound;
                if (
                    await work.Context.Roles.AnyAsync(
                        role => role.OrganisationId == actor.OrganisationId && role.Name == name,
                        cancellationToken
                    )
                )
                    return OrganisationRefusals.NameTaken;
                work.Context.Roles.Add(
                    new()
                    {
                        OrganisationId = actor.OrganisationId,
                        Name = name,
                        Address = address.ToString(),
                        UnitId = unit,
                    }
                );
                return null;
            },
            cancellationToken
        );

    /// <summary>Renames a role or moves it to another unit. What was submitted before keeps the name it was approved with.</summary>
    public Task<Outcome> ChangeRoleAsync(Actor actor, int roleId, string name, int? unit, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            new() { ["what"] = "role changed" },
            async (work, said) =>
            {
                if (
                    await RoleAsync(work, actor, roleId, said, cancellationToken) is not { } role
                    || await WrongUnitAsync(work, actor, unit, cancellationToken)
                )
                    return CommonRefusals.NotFound;
                if (!KeepersAct.IsName(name, MostName))
                    return OrganisationRefusals.WrongName;
                if (
                    await work.Context.Roles.AnyAsync(
                        other => other.OrganisationId == actor.OrganisationId && other.Name == name && other.Id != roleId,
                        cancellationToken
                    )
                )
                    return OrganisationRefusals.NameTaken;
                (said["before"], said["name"]) = (role.Name, name);
                (role.Name, role.UnitId) = (name, unit);
                return null;
            },
            cancellationToken
        );

    /// <summary>Closes a role, or opens it again. Refused while messages of it are under way, or while the rights book counts on it.</summary>
    public async Task<Outcome> ActivateRoleAsync(Actor actor, int roleId, bool active, CancellationToken cancellationToken)
    {
        var book = (await approvals.AuthorityAsync(cancellationToken)).Book;
        return await ActAsync(
            actor,
            new() { ["what"] = active ? "role opened" : "role closed" },
            async (work, said) =>
            {
                if (await RoleAsync(work, actor, roleId, said, cancellationToken) is not { } role)
                    return CommonRefusals.NotFound;
                if (active)
                {
                    role.DeactivatedAt = null;
                    return null;
                }
                var open = await work.Context.Drafts.CountAsync(
                    draft => draft.RoleId == roleId && !Ended.Contains(draft.State),
                    cancellationToken
                );
                if (open > 0)
                    return OrganisationRefusals.MessagesUnderWay.Of(open);
                var address = EmailAddress.Parse(role.Address);
                var named = book
                    .People.Where(person => person.Reviews.Contains(address) || person.Rights.Any(right => right.Role == address))
                    .Select(person => person.Name)
                    .Concat(
                        book.Policies.SelectMany(policy => policy.Rules)
                            .Where(rule => rule.Stages.Any(stage => stage.Role == address))
                            .Select(rule => $"rule {rule.Name}")
                    )
                    .ToList();
                if (named.Count > 0)
                    return OrganisationRefusals.InTheBook.Of(string.Join(", ", named));
                role.DeactivatedAt ??= time.GetUtcNow();
                return null;
            },
            cancellationToken
        );
    }

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
                // one change of a tree at a time: two moves that cross would make a circle neither of them sees
                await work
                    .Context.Organisations.Where(o => o.Id == actor.OrganisationId)
                    .ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, o => o.Name), cancellationToken);
                return await act(work, data);
            },
            cancellationToken
        );

    private static async Task<Refusal?> MisplacedAsync(
        PortalWork work,
        Actor actor,
        int? unit,
        string name,
        int? parent,
        CancellationToken cancellationToken
    )
    {
        var all = await work
            .Context.Units.AsNoTracking()
            .Where(one => one.OrganisationId == actor.OrganisationId)
            .ToListAsync(cancellationToken);
        if (parent is { } above && all.All(one => one.Id != above))
            return CommonRefusals.NotFound;
        if (
            all.Any(one =>
                one.Id != unit && one.ParentId == parent && string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)
            )
        )
            return OrganisationRefusals.NameTaken;
        if (UnitTree.IsWithin(all, parent, unit))
            return OrganisationRefusals.Circle;
        return UnitTree.DepthOf(all, parent) + UnitTree.HeightOf(all, unit) > Deepest ? OrganisationRefusals.TooDeep : null;
    }

    private static async Task<bool> WrongUnitAsync(
        PortalWork work,
        Actor actor,
        int? unit,
        CancellationToken cancellationToken
    ) =>
        unit is { } id
        && !await work.Context.Units.AnyAsync(
            one => one.Id == id && one.OrganisationId == actor.OrganisationId,
            cancellationToken
        );

    private static async Task<RoleRow?> RoleAsync(
        PortalWork work,
        Actor actor,
        int roleId,
        CanonicalObject said,
        CancellationToken cancellationToken
    )
    {
        var role = await work.Context.Roles.SingleOrDefaultAsync(
            one => one.Id == roleId && one.OrganisationId == actor.OrganisationId,
            cancellationToken
        );
        if (role is not null)
            said["role"] = role.Address;
        return role;
    }

    internal static async Task<bool> IsTakenAsync(PortalWork work, EmailAddress address, CancellationToken cancellationToken)
    {
        var text = address.ToString();
        return await work.Context.Roles.AnyAsync(role => role.Address == text, cancellationToken)
            || await work.Context.Users.AnyAsync(person => person.Address == text, cancellationToken);
    }

    // Narrower than RFC 5321: what is read out over a radio and typed on any keyboard; in lower case, so that none differs from another by case alone.
    internal static bool IsMailboxName(string local) =>
        local.Length is > 0 and <= 64 && local.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
