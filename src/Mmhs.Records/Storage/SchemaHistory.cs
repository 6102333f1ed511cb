using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Mmhs.Records.Storage;

/// <summary>Brings databases to the tables of this version, or leaves all of them as they are and says why.</summary>
public static class SchemaHistory
{
    /// <exception cref="InvalidOperationException">One of them has been through changes this version does not know; none was touched.</exception>
    public static async Task MigrateAsync(IReadOnlyList<DbContext> databases, CancellationToken cancellationToken)
    {
        foreach (var database in databases)
            await CheckAsync(database, cancellationToken).ConfigureAwait(false);
        foreach (var database in databases)
            await database.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CheckAsync(DbContext context, CancellationToken cancellationToken)
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
                    + "Start the version that made it, or begin anew with all of it: both databases and the signing service's state, "
                    + "which with the defaults are the data folder, for what it attested of the old trail it does not attest of a new one."
            );
    }

    private static string NameOf(DbContext context) => context is RelayContext ? "relay's" : "portal's";
}
