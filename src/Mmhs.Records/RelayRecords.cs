using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;
using Mmhs.Records.Relay;

namespace Mmhs.Records;

/// <summary>The door to the relay's database: a context for a read, a writer for changes.</summary>
/// <param name="contexts">Makes contexts.</param>
/// <param name="time">Stamps audit entries.</param>
public sealed class RelayRecords(IDbContextFactory<RelayContext> contexts, TimeProvider time)
{
    /// <summary>For reading; dispose it with the operation.</summary>
    public Task<RelayContext> ReadAsync(CancellationToken cancellationToken) => contexts.CreateDbContextAsync(cancellationToken);

    /// <summary>A connection for one transaction after the other; dispose it when one of them failed, and open another.</summary>
    public async Task<RelayWriter> OpenAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return new(context, time);
        }
        catch
        {
            await context.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>Writes changes of the queue with their evidence, one transaction at a time. Not for two callers at once.</summary>
/// <remarks>
/// It outlives an operation, against our habit with contexts, because its statements stay prepared; nothing stays tracked from one
/// transaction to the next.
/// </remarks>
public sealed class RelayWriter : IAsyncDisposable
{
    private readonly QueueStatements statements;
    private readonly TimeProvider time;
    private readonly SortedDictionary<string, List<AuditEvent>> events = new(StringComparer.Ordinal);
    private IDbContextTransaction? transaction;

    internal RelayWriter(RelayContext context, TimeProvider time)
    {
        Context = context;
        this.time = time;
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        statements = new(context.Database.GetDbConnection());
    }

    /// <summary>For what is not done to every message; within the transaction.</summary>
    public RelayContext Context { get; }

    private IDbContextTransaction Transaction =>
        transaction ?? throw new InvalidOperationException("The relay's records are written in a transaction.");

    /// <summary>Opens a transaction; nothing of it is there until <see cref="CommitAsync"/>.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) =>
        transaction = await Context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Puts a message into the queue.</summary>
    public Task AddAsync(
        QueueMessageRow message,
        byte[] octets,
        IEnumerable<QueueRecipientRow> recipients,
        CancellationToken cancellationToken
    ) => statements.AddAsync(Transaction.GetDbTransaction(), message, octets, recipients, cancellationToken);

    /// <summary>Takes a message out of the queue whose every recipient is settled; false when the claim no longer stood, and nothing was done.</summary>
    public Task<bool> RemoveAsync(QueueMessageRow claimed, CancellationToken cancellationToken) =>
        statements.RemoveAsync(Transaction.GetDbTransaction(), claimed, cancellationToken);

    /// <summary>Notes to whom a recipient of a message was handed.</summary>
    public Task AddAsync(HandOverRow handOver, CancellationToken cancellationToken) =>
        statements.AddAsync(Transaction.GetDbTransaction(), handOver, cancellationToken);

    /// <summary>Will be written when the transaction is committed.</summary>
    /// <param name="stream">The audit stream of the service it happened in.</param>
    /// <param name="happened">What happened.</param>
    public void Audit(string stream, AuditEvent happened)
    {
        if (!events.TryGetValue(stream, out var list))
            events[stream] = list = [];
        list.Add(happened);
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        // In one order always, so that two relays on one database never wait for each other's streams in a ring.
        foreach (var (stream, happened) in events)
            await AuditTrail.AppendAsync(Context, stream, happened, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        foreach (var entry in Context.ChangeTracker.Entries<AuditEntryRow>().ToList())
        {
            await statements.AddAsync(Transaction.GetDbTransaction(), entry.Entity, cancellationToken).ConfigureAwait(false);
            entry.State = EntityState.Detached;
        }
        foreach (var address in Context.ChangeTracker.Entries<AuditAddressRow>().ToList())
        {
            await statements.AddAsync(Transaction.GetDbTransaction(), address.Entity, cancellationToken).ConfigureAwait(false);
            address.State = EntityState.Detached;
        }
        Context.ChangeTracker.DetectChanges(); // what is left are the ends of the streams
        await Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await Transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        await Transaction.DisposeAsync().ConfigureAwait(false);
        transaction = null;
        events.Clear();
        Context.ChangeTracker.Clear();
    }

    /// <summary>What was not committed is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (transaction is not null)
            await transaction.DisposeAsync().ConfigureAwait(false);
        await statements.DisposeAsync().ConfigureAwait(false);
        await Context.DisposeAsync().ConfigureAwait(false);
    }
}
