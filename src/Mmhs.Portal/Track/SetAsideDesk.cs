using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Operate;

namespace Mmhs.Portal.Track;

/// <summary>An item set aside, as the operator sees it.</summary>
/// <param name="Work">What could not be done with it.</param>
/// <param name="MessageId">Null: none, or not known.</param>
/// <param name="Reason">What the last try said.</param>
/// <param name="Times">How often it failed.</param>
/// <param name="FirstAt">The first of these times.</param>
/// <param name="LastAt">The last of them.</param>
/// <param name="Role">The role it is of; null: cannot be told.</param>
public sealed record SetAsideItem(
    long Id,
    SetAsideWork Work,
    string? MessageId,
    string Reason,
    int Times,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    string? Role
)
{
    /// <summary>Whether it can be tried again here; a delivery is tried again by who sends it.</summary>
    public bool CanBeTried => Work == SetAsideWork.Index;
}

/// <summary>What could not be worked on and was taken out of the way of the rest: an operator sees why, has it tried again, or puts it away.</summary>
public sealed class SetAsideDesk(PortalRecords records, TimeProvider time)
{
    /// <summary>Those of the operator's organisation that wait for one, latest first; those that belong to no role are every operator's.</summary>
    public async Task<IReadOnlyList<SetAsideItem>> ListAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (actor.Function != RoleFunction.Operator)
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        return await (
            from item in context.SetAsides
            where item.SettledAt == null
            join role in context.Roles on item.RoleId equals role.Id into known
            from role in known.DefaultIfEmpty()
            where role == null || role.OrganisationId == actor.OrganisationId
            orderby item.Id descending
            select new SetAsideItem(
                item.Id,
                item.Work,
                item.MessageId,
                item.Reason,
                item.Times,
                item.FirstAt,
                item.LastAt,
                role == null ? null : role.Name
            )
        )
            .AsNoTracking()
            .Take(take)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Has it tried again, or puts it away; the row stays in the records.</summary>
    /// <param name="actor">An operator.</param>
    /// <param name="id">The item.</param>
    /// <param name="again">Try it again, where that is done here; otherwise it is put away.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Outcome> SettleAsync(Actor actor, long id, bool again, CancellationToken cancellationToken)
    {
        var act = new Act(AuditTypes.ItemSettled, actor)
        {
            Facts = new() { ["item"] = id, ["again"] = again },
        };
        return actor.Function != RoleFunction.Operator
            ? records.RefuseAsync(act, CommonRefusals.NotPermitted, cancellationToken)
            : records.RunAsync(
                act,
                async work =>
                {
                    var item = await work.Context.SetAsides.SingleOrDefaultAsync(
                        row =>
                            row.Id == id
                            && row.SettledAt == null
                            && (
                                row.RoleId == null
                                || work.Context.Roles.Any(role =>
                                    role.Id == row.RoleId && role.OrganisationId == actor.OrganisationId
                                )
                            ),
                        cancellationToken
                    );
                    if (item is null)
                        return CommonRefusals.NotFound;
                    if (again && item.Work == SetAsideWork.Index)
                    {
                        var entry = long.Parse(item.Item, CultureInfo.InvariantCulture);
                        await work
                            .Context.Inbox.Where(row => row.Id == entry)
                            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Indexed, false), cancellationToken);
                    }
                    item.SettledAt = time.GetUtcNow();
                    item.SettledBy = actor.Name;
                    act.MessageId = item.MessageId;
                    work.Changed(ChangeTopic.Inbox);
                    work.Changed(ChangeTopic.Tracking);
                    return (Refusal?)null;
                },
                cancellationToken
            );
    }
}
