using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Mmhs.Records.Storage;

/// <summary>Brings a database to the tables of this version, or leaves it as it is and says why.</summary>
public static class SchemaHistory
{
    /// <exception cref="InvalidOperationException">The database has been through changes this version does not know; nothing was touched.</exception>
    public static async Task MigrateAsync(DbContext context, CancellationToken cancellationToken)
    {
        // The list first: to ask for it in a new database on PostgreSQL is written to the log as a failure, and is none.
        if (
            context.Database.IsNpgsql()
            && await context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken).ConfigureAwait(false)
        )
            await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false);
        if (applied.Except(context.Database.GetMigrations()).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException(
                $"The {NameOf(context)} database was made by another version of this program (it has {unknown}) and was left as it is. "
                    + "Start the version that made it, or move the database away and start with a new one."
            );
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(DbContext context) => context is RelayContext ? "relay's" : "portal's";
}
