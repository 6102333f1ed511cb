using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Audit;

/// <summary>Gives entries of before the addresses they are found by, newest first, so that a new version starts at once and the search grows behind it.</summary>
public static class AuditAddressBackfill
{
    /// <summary>Entries in one transaction.</summary>
    public const int AtOnce = 500;

    /// <summary>Works off a part of the gaps.</summary>
    /// <returns>False when there is none left.</returns>
    public static async Task<bool> StepAsync<TContext>(TContext context, CancellationToken cancellationToken)
        where TContext : DbContext, IAuditedContext
    {
        if (
            await context.AuditAddressGaps.OrderBy(row => row.Stream).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            is not { } gap
        )
            return false;
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var last = await context
                .AuditEntries.Where(entry => entry.Stream == gap.Stream)
                .MaxAsync(entry => (long?)entry.Seq, cancellationToken)
                .ConfigureAwait(false);
            // a gap that reaches beyond the entries was put in by somebody; it is worked off from where they end
            var start = Math.Max(0, Math.Min(gap.Below, (last ?? -1) + 1) - AtOnce);
            // who does the same beside us takes the row away; what was put in by then is put in anew
            await context
                .AuditAddresses.Where(row => row.Stream == gap.Stream && row.Seq >= start && row.Seq < gap.Below)
                .ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false);
            var entries = await context
                .AuditEntries.AsNoTracking()
                .Where(entry => entry.Stream == gap.Stream && entry.Seq >= start && entry.Seq < gap.Below)
                .Select(entry => new
                {
                    entry.Seq,
                    entry.At,
                    entry.Canon,
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            foreach (var entry in entries)
                context.AuditAddresses.AddRange(
                    NamesOf(entry.Canon)
                        .Select(name => new AuditAddressRow
                        {
                            Stream = gap.Stream,
                            Seq = entry.Seq,
                            Name = name,
                            At = entry.At,
                        })
                );
            if (start == 0)
                context.AuditAddressGaps.Remove(gap);
            else
                gap.Below = start;
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        context.ChangeTracker.Clear();
        return true;
    }

    // octets that are no entry any more are for the verifier to name; they do not keep the others from being found
    private static IReadOnlyCollection<string> NamesOf(byte[] canon)
    {
        try
        {
            return AuditAddresses.Of(canon);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}
