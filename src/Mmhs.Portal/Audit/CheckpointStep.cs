using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;
using Mmhs.Signing.Checkpoints;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Audit;

/// <summary>One checkpoint of one stream: asked for from where the last one stands, and stored. Portals beside each other on one database take turns.</summary>
internal static class CheckpointStep
{
    // any number that nobody else on the database locks
    private const long TurnKey = 0x4D4D_4853_4350; // "MMHSCP"

    /// <summary>Whether a refusal speaks against the trail: entries missing, changed, or checkpoints that are not those signed. All others are the service's own trouble.</summary>
    public static bool Violates(Refusal reason) =>
        reason.Code == CheckpointRefusals.EntriesMissing.Code
        || reason.Code == CheckpointRefusals.LeavesUnconnected.Code
        || reason.Code == CheckpointRefusals.EntriesChanged.Code
        || reason.Code == CheckpointRefusals.SetBack.Code;

    /// <returns>Null when the stream has grown by fewer than <paramref name="atLeast"/> entries.</returns>
    public static async Task<CheckpointResult?> TakeAsync<TContext>(
        TContext context,
        AuditStreamRow end,
        ICheckpoints signing,
        long atLeast,
        CancellationToken cancellationToken
    )
        where TContext : DbContext, IAuditedContext
    {
        var standing = await LastAsync(context, end.Stream, cancellationToken);
        if (end.Size - (standing?.Size ?? 0) < atLeast)
            return null;
        await using var turn = await TurnAsync(context, cancellationToken);
        standing = await LastAsync(context, end.Stream, cancellationToken);
        if (end.Size <= (standing?.Size ?? 0))
            return null; // somebody else was before us
        var result = await signing.SignCheckpointAsync(
            await RequestAsync(context, end, standing, cancellationToken),
            cancellationToken
        );
        if (result is CheckpointResult.Signed signed)
            await StoreAsync(context, end, standing, signed, cancellationToken);
        await turn.CommitAsync(cancellationToken);
        return result;
    }

    private static Task<Standing?> LastAsync<TContext>(TContext context, string stream, CancellationToken cancellationToken)
        where TContext : DbContext, IAuditedContext =>
        context
            .AuditCheckpoints.AsNoTracking()
            .Where(c => c.Stream == stream)
            .OrderByDescending(c => c.Number)
            .Select(c => new Standing(c.Number, c.Size, c.Text))
            .FirstOrDefaultAsync(cancellationToken);

    // On SQLite the transaction itself is the turn: it begins as a writer's.
    private static async Task<IDbContextTransaction> TurnAsync(DbContext context, CancellationToken cancellationToken)
    {
        var turn = await context.Database.BeginTransactionAsync(cancellationToken);
        if (context.Database.IsNpgsql())
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({TurnKey})", cancellationToken);
        return turn;
    }

    private static async Task<CheckpointRequest> RequestAsync<TContext>(
        TContext context,
        AuditStreamRow end,
        Standing? standing,
        CancellationToken cancellationToken
    )
        where TContext : DbContext, IAuditedContext
    {
        var from = standing?.Size ?? 0;
        // Root and chain at exactly end.Size: entries that came since then belong to the next checkpoint.
        var leaves = await context
            .AuditEntries.AsNoTracking()
            .Where(e => e.Stream == end.Stream && e.Seq >= from && e.Seq < end.Size)
            .OrderBy(e => e.Seq)
            .Select(e => e.EntryHash)
            .ToListAsync(cancellationToken);
        return new(
            end.Stream,
            end.Size,
            MerkleFrontier.FromBytes(end.Size, end.Frontier).Root(),
            end.Chain,
            leaves,
            standing is not null && Checkpoint.TryParse(standing.Text, out var checkpoint) ? checkpoint.Digest() : null
        );
    }

    private static Task StoreAsync<TContext>(
        TContext context,
        AuditStreamRow end,
        Standing? standing,
        CheckpointResult.Signed signed,
        CancellationToken cancellationToken
    )
        where TContext : DbContext, IAuditedContext
    {
        context.AuditCheckpoints.Add(
            new AuditCheckpointRow
            {
                Stream = end.Stream,
                Number = (standing?.Number ?? -1) + 1,
                Size = end.Size,
                Text = signed.Checkpoint.ToText(),
                Signature = signed.Signature,
            }
        );
        return context.SaveChangesAsync(cancellationToken);
    }

    private sealed record Standing(long Number, long Size, string Text);
}
