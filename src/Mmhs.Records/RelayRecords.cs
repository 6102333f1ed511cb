using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;

namespace Mmhs.Records;

/// <summary>The door to the relay's database: a context for a read, a unit of work for a change.</summary>
/// <param name="contexts">Makes contexts.</param>
/// <param name="time">Stamps audit entries.</param>
public sealed class RelayRecords(IDbContextFactory<RelayContext> contexts, TimeProvider time)
{
    /// <summary>For reading; dispose it with the operation.</summary>
    public Task<RelayContext> ReadAsync(CancellationToken cancellationToken) => contexts.CreateDbContextAsync(cancellationToken);

    /// <summary>Opens a transaction for a change; nothing of it is there until <see cref="RelayWork.CommitAsync"/>.</summary>
    public async Task<RelayWork> BeginAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Rows of the queue are added and never changed through the tracker; looking for changes would compare every body.
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            return new RelayWork(context, transaction, time);
        }
        catch
        {
            await context.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>One change of the queue with its evidence, or many at once: all of it is committed together or none (design §4).</summary>
public sealed class RelayWork : IAsyncDisposable
{
    private readonly IDbContextTransaction transaction;
    private readonly TimeProvider time;
    private readonly SortedDictionary<string, List<AuditEvent>> events = new(StringComparer.Ordinal);

    internal RelayWork(RelayContext context, IDbContextTransaction transaction, TimeProvider time)
    {
        Context = context;
        this.transaction = transaction;
        this.time = time;
    }

    /// <summary>Adds are saved by the commit; a changed row is not noticed, so change by <c>ExecuteUpdate</c>.</summary>
    public RelayContext Context { get; }

    /// <summary>Will be written when the work is committed.</summary>
    /// <param name="stream">The audit stream of the service it happened in.</param>
    /// <param name="happened">What happened.</param>
    public void Audit(string stream, AuditEvent happened)
    {
        if (!events.TryGetValue(stream, out var list)) events[stream] = list = [];
        list.Add(happened);
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        Context.ChangeTracker.Clear();
        var now = time.GetUtcNow();
        // In one order always, so that two relays on one database never wait for each other's streams in a ring.
        foreach (var (stream, happened) in events)
            await AuditTrail.AppendAsync(Context, stream, happened, now, cancellationToken).ConfigureAwait(false);
        Context.ChangeTracker.DetectChanges();
        await Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync().ConfigureAwait(false);
        await Context.DisposeAsync().ConfigureAwait(false);
    }
}
