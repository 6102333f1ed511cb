using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Records.Submit;
using Mmhs.Relay.Queue;

namespace Mmhs.Portal.Track;

/// <summary>Something on its way out that could not be handed on and is tried again.</summary>
/// <param name="Key">What tells it from every other.</param>
/// <param name="Where">Where it waits, in words.</param>
/// <param name="Role">The role that sends it; null: none, or it cannot be told.</param>
/// <param name="MessageId">Null for none.</param>
/// <param name="Urgency">As it is handled; null in the relay's queue.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">What the last try said.</param>
/// <param name="NextAt">When it is tried again.</param>
public sealed record StuckItem(
    string Key,
    string Where,
    string? Role,
    string? MessageId,
    short? Urgency,
    int Attempts,
    string Reason,
    DateTimeOffset NextAt
);

/// <summary>What waits on its way out with a reason, for the operator: nothing is to be stuck unseen.</summary>
public sealed class StuckDesk(PortalRecords records, IDbContextFactory<RelayContext> relay)
{
    private const int MostFaults = 1000;

    /// <summary>Of the operator's organisation, most urgent first; receipts, which belong to no release, are every operator's.</summary>
    public async Task<IReadOnlyList<StuckItem>> ListAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (actor.Function != RoleFunction.Operator)
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        var outbox = await (
            from entry in context.Outbox.Where(OutboxRow.Waits)
            join release in context.Releases on entry.ReleaseId equals release.Id into releases
            from release in releases.DefaultIfEmpty()
            join role in context.Roles on release.RoleId equals role.Id into roles
            from role in roles.DefaultIfEmpty()
            where role == null || role.OrganisationId == actor.OrganisationId
            orderby entry.Urgency descending, entry.Id
            select new
            {
                Role = role == null ? null : role.Name,
                MessageId = release == null ? null : release.MessageId,
                entry.Id,
                entry.Work,
                entry.Urgency,
                entry.Attempts,
                entry.LastReply,
                entry.DueAt,
            }
        )
            .AsNoTracking()
            .Take(take)
            .ToListAsync(cancellationToken);
        var domain = "@" + actor.Role.Address.Domain;
        await using var queue = await relay.CreateDbContextAsync(cancellationToken);
        var faults = await (
            from to in queue.QueueRecipients
            where to.LastReply != null && to.LastReply.StartsWith(CarryFault.Words)
            join message in queue.QueueMessages on to.MessageId equals message.Id
            orderby message.HandledAs descending, message.Id
            select new
            {
                Queued = message.Id,
                message.MessageId,
                message.Attempts,
                to.LastReply,
                message.DueAt,
                to.ForwardPath,
                message.ReversePath,
            }
        )
            .AsNoTracking()
            .Take(MostFaults)
            .ToListAsync(cancellationToken);
        return
        [
            .. outbox.Select(one => new StuckItem(
                $"outbox-{one.Id}",
                one.Work == OutboxWork.Sign ? "before signing"
                    : one.Work == OutboxWork.Receipt ? "a receipt on its way to the MSA"
                    : "on its way to the MSA",
                one.Role,
                one.MessageId,
                one.Urgency,
                one.Attempts,
                one.LastReply!,
                one.DueAt
            )),
            .. faults
                .Where(one => IsOf(one.ForwardPath) || IsOf(one.ReversePath))
                .Take(take)
                .Select(one => new StuckItem(
                    $"queue-{one.Queued}-{one.ForwardPath}",
                    "in the relay's queue",
                    null,
                    one.MessageId,
                    null,
                    one.Attempts,
                    one.LastReply!,
                    one.DueAt
                )),
        ];

        bool IsOf(string? path) => path?.EndsWith(domain, StringComparison.OrdinalIgnoreCase) == true;
    }
}
