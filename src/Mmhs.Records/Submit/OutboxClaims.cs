using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;

namespace Mmhs.Records.Submit;

/// <summary>Leases on outbox entries: who claims one has it alone until the lease ends, and proves it by its fence number.</summary>
public static class OutboxClaims
{
    /// <summary>The most urgent entry that is due and free, leased to the caller; null when there is none.</summary>
    public static async Task<OutboxRow?> ClaimAsync(
        this PortalContext context,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        var at = now.ToUnixTimeMilliseconds();
        var until = (now + lease).ToUnixTimeMilliseconds();
        var claimed = context.Database.IsNpgsql()
            ? context.Outbox.FromSql(
                $"""
                UPDATE outbox SET leased_until = {until}, fence = fence + 1, attempts = attempts + 1 WHERE id = (
                    SELECT id FROM outbox WHERE state = 0 AND due_at <= {at} AND leased_until <= {at}
                    ORDER BY urgency DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *
                """
            )
            : context.Outbox.FromSql(
                $"""
                UPDATE outbox SET leased_until = {until}, fence = fence + 1, attempts = attempts + 1 WHERE id = (
                    SELECT id FROM outbox WHERE state = 0 AND due_at <= {at} AND leased_until <= {at}
                    ORDER BY urgency DESC, id LIMIT 1) RETURNING *
                """
            );
        var rows = await claimed.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Ends an entry inside the caller's transaction.</summary>
    /// <returns>False when the lease was lost to another holder: then nothing of the transaction may be committed.</returns>
    public static async Task<bool> FinishAsync(
        this PortalContext context,
        OutboxRow claimed,
        OutboxState state,
        string? reply,
        CancellationToken cancellationToken
    ) =>
        await context
            .Outbox.Where(o => o.Id == claimed.Id && o.Fence == claimed.Fence && o.State == OutboxState.Pending)
            .ExecuteUpdateAsync(
                set => set.SetProperty(o => o.State, state).SetProperty(o => o.LastReply, Kept(reply)),
                cancellationToken
            )
            .ConfigureAwait(false) == 1;

    private static string? Kept(string? reply) => reply is null ? null : Characters.Cut(reply, 2000);

    /// <summary>Gives an entry back, to be tried again at a later time.</summary>
    public static async Task<bool> RescheduleAsync(
        this PortalContext context,
        OutboxRow claimed,
        DateTimeOffset due,
        string reply,
        CancellationToken cancellationToken
    ) =>
        await context
            .Outbox.Where(o => o.Id == claimed.Id && o.Fence == claimed.Fence && o.State == OutboxState.Pending)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(o => o.DueAt, due)
                        .SetProperty(o => o.LeasedUntil, due)
                        .SetProperty(o => o.LastReply, Kept(reply)),
                cancellationToken
            )
            .ConfigureAwait(false) == 1;
}
