using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Mmhs.Records.Storage;

/// <summary>The engines the records are kept in.</summary>
public enum DatabaseProvider : byte
{
    Sqlite = 0,
    PostgreSql = 1,
}

/// <summary>How a context reaches its engine; the same everywhere, so that tests, tools and the portal see one behaviour.</summary>
public static class DatabaseSetup
{
    /// <summary>Migrations are kept in a project for each engine; the name is all the records know of them.</summary>
    public static DbContextOptionsBuilder UseMmhs(
        this DbContextOptionsBuilder options,
        DatabaseProvider provider,
        string connectionString
    )
    {
        switch (provider)
        {
            case DatabaseProvider.Sqlite:
                options
                    .UseSqlite(Sqlite(connectionString), sqlite => sqlite.MigrationsAssembly("Mmhs.Migrations.Sqlite"))
                    // SQLite changes a constraint by copying its table, outside a transaction; such a change has a migration of its own, which can be run again
                    .ConfigureWarnings(warnings =>
                        warnings.Log((RelationalEventId.NonTransactionalMigrationOperationWarning, LogLevel.Information))
                    );
                options.AddInterceptors(SqliteDurability.Instance);
                break;
            case DatabaseProvider.PostgreSql:
                options.UseNpgsql(connectionString, npgsql => npgsql.MigrationsAssembly("Mmhs.Migrations.PostgreSql"));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(provider), provider, "Neither Sqlite nor PostgreSql.");
        }
        // Lost under load, found under none: a query that splits or evaluates rows on the client is a mistake here.
        options.ConfigureWarnings(warnings => warnings.Throw(RelationalEventId.MultipleCollectionIncludeWarning));
        return options;
    }

    private static string Sqlite(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = 30 }.ToString();
}
