using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;
using Mmhs.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(Engines))]

namespace Mmhs.Records.Tests.Storage;

/// <summary>Fresh, migrated databases on both real engines; each engine is migrated once and copied from there.</summary>
public sealed class Engines : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("mmhs-records-").FullName;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly HashSet<string> templates = [];
    private PostgresServer? postgres;
    private int made;

    public static TheoryData<DatabaseProvider> Both => [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public Task<Database<PortalContext>> PortalAsync(DatabaseProvider provider) =>
        MakeAsync(provider, "portal", (DbContextOptions<PortalContext> options) => new PortalContext(options));

    public Task<Database<RelayContext>> RelayAsync(DatabaseProvider provider) =>
        MakeAsync(provider, "relay", (DbContextOptions<RelayContext> options) => new RelayContext(options));

    /// <summary>A database with no tables.</summary>
    public async Task<Database<TContext>> EmptyAsync<TContext>(
        DatabaseProvider provider,
        Func<DbContextOptions<TContext>, TContext> make
    )
        where TContext : DbContext
    {
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var name = $"empty_{++made}";
            if (provider == DatabaseProvider.PostgreSql)
            {
                postgres ??= await PostgresServer.StartAsync();
                await postgres.ExecuteAsync($"CREATE DATABASE {name}");
            }
            return new(provider, ConnectionTo(provider, name), make);
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        turn.Dispose();
    }

    private async Task<Database<TContext>> MakeAsync<TContext>(
        DatabaseProvider provider,
        string kind,
        Func<DbContextOptions<TContext>, TContext> make
    )
        where TContext : DbContext
    {
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var template = $"{kind}_template";
            var name = $"{kind}_{++made}";
            if (provider == DatabaseProvider.PostgreSql)
                postgres ??= await PostgresServer.StartAsync();
            if (templates.Add($"{provider}/{kind}"))
            {
                if (provider == DatabaseProvider.PostgreSql)
                    await postgres!.ExecuteAsync($"CREATE DATABASE {template}");
                var original = new Database<TContext>(provider, ConnectionTo(provider, template), make);
                await using var context = await original.CreateDbContextAsync();
                await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
                if (provider == DatabaseProvider.Sqlite)
                    await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            if (provider == DatabaseProvider.PostgreSql)
                await postgres!.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
            else
                File.Copy(Path.Combine(folder, template + ".db"), Path.Combine(folder, name + ".db"));
            return new(provider, ConnectionTo(provider, name), make);
        }
        finally
        {
            turn.Release();
        }
    }

    private string ConnectionTo(DatabaseProvider provider, string database) =>
        provider switch
        {
            DatabaseProvider.Sqlite => $"Data Source={Path.Combine(folder, database + ".db")};Pooling=False",
            DatabaseProvider.PostgreSql => new NpgsqlConnectionStringBuilder(postgres!.ConnectionString)
            {
                Database = database,
                Pooling = false,
            }.ToString(),
        };
}

/// <summary>One throwaway database; it goes with the engine it is in.</summary>
public sealed class Database<TContext>(
    DatabaseProvider provider,
    string connectionString,
    Func<DbContextOptions<TContext>, TContext> make
) : IDbContextFactory<TContext>
    where TContext : DbContext
{
    private readonly DbContextOptions<TContext> options =
        (DbContextOptions<TContext>)new DbContextOptionsBuilder<TContext>().UseMmhs(provider, connectionString).Options;

    public DatabaseProvider Provider => provider;

    public string ConnectionString => connectionString;

    public TContext CreateDbContext() => make(options);

    public Task<TContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(CreateDbContext());

    /// <summary>As somebody with the password of the database would: past every rule of ours.</summary>
    public async Task TamperAsync(string sql)
    {
        await using var context = CreateDbContext();
        await context.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }
}
