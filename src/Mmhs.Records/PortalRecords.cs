using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Mmhs.Messages.Audit;
using Mmhs.Records.Audit;
using Mmhs.Records.Changes;

namespace Mmhs.Records;

/// <summary>The door to the portal's database: a context for a read, a unit of work for a change.</summary>
/// <remarks>
/// On SQLite changes take turns here, first come first served: left to themselves they would find the file locked and sleep, longer each time,
/// and an urgent message would wait out the sleep of its own transaction. Never open a second change inside one.
/// </remarks>
/// <param name="contexts">Makes contexts.</param>
/// <param name="time">Stamps audit entries.</param>
/// <param name="stream">Name of this portal's audit stream, of no other process; at most 64 characters.</param>
/// <param name="changes">Told of what was changed, once it is committed; null: nobody listens.</param>
public sealed class PortalRecords(
    IDbContextFactory<PortalContext> contexts,
    TimeProvider time,
    string stream,
    ChangeFeed? changes = null
)
{
    private readonly ChangeFeed changes = changes ?? new();
    private readonly SemaphoreSlim turns = new(1);

    public string Stream { get; } = stream;

    /// <summary>For reading; dispose it with the operation.</summary>
    public Task<PortalContext> ReadAsync(CancellationToken cancellationToken) => contexts.CreateDbContextAsync(cancellationToken);

    /// <summary>Opens a transaction for a change; nothing of it is there until <see cref="PortalWork.CommitAsync"/>.</summary>
    public async Task<PortalWork> BeginAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var turn = context.Database.IsSqlite() ? turns : null;
        try
        {
            if (turn is not null)
                await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await context.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        try
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            return new PortalWork(context, transaction, turn, time, Stream, changes);
        }
        catch
        {
            turn?.Release();
            await context.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes evidence of something that changes nothing else, such as a refusal or a search.</summary>
    public async Task AuditAsync(AuditEvent happened, CancellationToken cancellationToken)
    {
        var work = await BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (work.ConfigureAwait(false))
        {
            work.Audit(happened);
            await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>One change with its evidence: rows and audit entries are committed together or not at all (design §4).</summary>
public sealed class PortalWork : IAsyncDisposable
{
    private readonly IDbContextTransaction transaction;
    private readonly TimeProvider time;
    private readonly string stream;
    private readonly ChangeFeed changes;
    private readonly List<AuditEvent> events = [];
    private readonly ChangeList changed = new();
    private SemaphoreSlim? turn;

    internal PortalWork(
        PortalContext context,
        IDbContextTransaction transaction,
        SemaphoreSlim? turn,
        TimeProvider time,
        string stream,
        ChangeFeed changes
    )
    {
        Context = context;
        this.changes = changes;
        this.transaction = transaction;
        this.turn = turn;
        this.time = time;
        this.stream = stream;
    }

    public PortalContext Context { get; }

    /// <summary>Will be written when the work is committed.</summary>
    public void Audit(AuditEvent happened) => events.Add(happened);

    /// <summary>Pages that show it load anew once the work is committed.</summary>
    /// <param name="topic">What changes.</param>
    /// <param name="roles">In which roles it is seen; none: it may be seen in any.</param>
    public void Changed(ChangeTopic topic, params IReadOnlyCollection<int> roles) => changed.Add(topic, roles);

    /// <inheritdoc cref="Changed(ChangeTopic, IReadOnlyCollection{int})"/>
    /// <param name="topic">What changes.</param>
    /// <param name="person">Whom alone it is about.</param>
    public void Changed(ChangeTopic topic, Guid person) => changed.Add(topic, person);

    /// <exception cref="DbUpdateConcurrencyException">Somebody else changed a row first; nothing was changed.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await AuditTrail
            .AppendAsync(
                Context,
                stream,
                await PlacedAsync(cancellationToken).ConfigureAwait(false),
                time.GetUtcNow(),
                cancellationToken
            )
            .ConfigureAwait(false);
        await Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        EndTurn();
        foreach (var change in changed.All())
            changes.Publish(change);
    }

    /// <summary>Commits; false when somebody else changed a row first, and nothing was changed.</summary>
    public async Task<bool> TryCommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || IsTaken(failure))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync().ConfigureAwait(false);
        await Context.DisposeAsync().ConfigureAwait(false);
        EndTurn();
    }

    // who acts in no role, such as at the sign-in, is somebody's all the same: that organisation's auditor sees it, and no other
    private async Task<IReadOnlyList<AuditEvent>> PlacedAsync(CancellationToken cancellationToken)
    {
        var names = events
            .Where(NeedsPlace)
            .Select(happened => happened.Actor!.ToUpperInvariant())
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (names.Count == 0)
            return events;
        var domains = await (
            from person in Context.Users
            where names.Contains(person.NormalizedUserName!)
            join organisation in Context.Organisations on person.OrganisationId equals organisation.Id
            select new { person.NormalizedUserName, organisation.Domain }
        )
            .ToDictionaryAsync(
                found => found.NormalizedUserName!,
                found => found.Domain,
                StringComparer.Ordinal,
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. events.Select(happened =>
                NeedsPlace(happened)
                    ? happened with
                    {
                        Organisation = domains.GetValueOrDefault(happened.Actor!.ToUpperInvariant()),
                    }
                    : happened
            ),
        ];
    }

    private static bool NeedsPlace(AuditEvent happened) => happened is { Role: null, Actor: not null, Organisation: null };

    // What somebody else put there first, or took away: of two inserts under one unique index the second finds it taken, before any count of rows is wrong;
    // what is put under a row that is gone, or taken away from under one that came, finds its link broken.
    private static bool IsTaken(DbUpdateException failure) =>
        failure.InnerException switch
        {
            Npgsql.PostgresException postgres => postgres.SqlState
                is Npgsql.PostgresErrorCodes.UniqueViolation
                    or Npgsql.PostgresErrorCodes.ForeignKeyViolation,
            Microsoft.Data.Sqlite.SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555 or 787, // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY, _FOREIGNKEY
            _ => false,
        };

    private void EndTurn() => Interlocked.Exchange(ref turn, null)?.Release();
}
