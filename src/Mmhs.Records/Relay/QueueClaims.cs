using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Relay;

/// <summary>Leases on queued messages, most urgent first.</summary>
public static class QueueClaims
{
    /// <summary>Up to <paramref name="take"/> ready messages, leased to the caller.</summary>
    /// <param name="context">The relay's records.</param>
    /// <param name="now">The clock.</param>
    /// <param name="lease">How long the caller may work on them before others may.</param>
    /// <param name="lowest">Only levels at or above this one: some workers are kept for the urgent.</param>
    /// <param name="take">1 or more.</param>
    public static async Task<IReadOnlyList<QueueMessageRow>> ClaimAsync(
        this RelayContext context,
        DateTimeOffset now,
        TimeSpan lease,
        short lowest,
        int take,
        CancellationToken cancellationToken
    )
    {
        var until = (now + lease).ToUnixTimeMilliseconds();
        var claimed = context.Database.IsNpgsql()
            ? context.QueueMessages.FromSql(
                $"""
                UPDATE queue_message SET state = 1, due_at = {until}, fence = fence + 1, attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM queue_message WHERE state = 0 AND handled_as >= {lowest}
                    ORDER BY handled_as DESC, arrived_at, id LIMIT {take} FOR UPDATE SKIP LOCKED) RETURNING *
                """
            )
            : context.QueueMessages.FromSql(
                $"""
                UPDATE queue_message SET state = 1, due_at = {until}, fence = fence + 1, attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM queue_message WHERE state = 0 AND handled_as >= {lowest}
                    ORDER BY handled_as DESC, arrived_at, id LIMIT {take}) RETURNING *
                """
            );
        var rows = await claimed.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.OrderByDescending(row => row.HandledAs).ThenBy(row => row.ArrivedAt).ThenBy(row => row.Id)];
    }

    /// <summary>Makes ready what is due again: deferred messages, and those whose holder did not come back.</summary>
    public static Task<int> AwakenAsync(this RelayContext context, DateTimeOffset now, CancellationToken cancellationToken) =>
        context
            .QueueMessages.Where(message =>
                (message.State == QueueState.Leased || message.State == QueueState.Deferred) && message.DueAt <= now
            )
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, QueueState.Ready), cancellationToken);

    /// <summary>Whether the claim still stands; ask inside the transaction that acts on it.</summary>
    public static Task<bool> HoldsAsync(
        this RelayContext context,
        QueueMessageRow claimed,
        CancellationToken cancellationToken
    ) =>
        context.QueueMessages.AnyAsync(
            message => message.Id == claimed.Id && message.Fence == claimed.Fence && message.State == QueueState.Leased,
            cancellationToken
        );

    /// <summary>Lengthens leases that are still at work.</summary>
    public static Task<int> RenewAsync(
        this RelayContext context,
        IReadOnlyCollection<Guid> held,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) =>
        context
            .QueueMessages.Where(message => held.Contains(message.Id) && message.State == QueueState.Leased)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.DueAt, until), cancellationToken);

    /// <summary>Gives back a claim nothing was done with: the message is ready again, and the attempt does not count.</summary>
    public static Task<int> GiveBackAsync(
        this RelayContext context,
        QueueMessageRow claimed,
        CancellationToken cancellationToken
    ) =>
        context
            .QueueMessages.Where(message =>
                message.Id == claimed.Id && message.Fence == claimed.Fence && message.State == QueueState.Leased
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(message => message.State, QueueState.Ready)
                        .SetProperty(message => message.Attempts, message => message.Attempts - 1),
                cancellationToken
            );

    /// <summary>Takes over what a process that is gone had claimed, where no other can be at work on this database: SQLite.</summary>
    /// <remarks>On PostgreSQL nothing is done: other relays may be at work, and a lease that is not renewed ends by itself.</remarks>
    public static async Task<int> TakeOverAsync(this RelayContext context, CancellationToken cancellationToken) =>
        context.Database.IsNpgsql()
            ? 0
            : await context
                .QueueMessages.Where(message => message.State == QueueState.Leased)
                .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, QueueState.Ready), cancellationToken)
                .ConfigureAwait(false);
}
