using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Mmhs.Cli.CommandLine;
using Mmhs.Records;
using Mmhs.Records.Storage;

namespace Mmhs.Cli.Audit;

/// <summary>The database an audit command reads, opened for reading only.</summary>
/// <remarks>Portal and relay keep their trails in tables of the same form, and no other table is read: one context serves both.</remarks>
internal static class AuditDatabase
{
    /// <exception cref="UsageException">The database named cannot be meant, or cannot be read.</exception>
    public static async Task<TResult> ReadAsync<TResult>(
        Arguments arguments,
        Func<RelayContext, CancellationToken, Task<TResult>> read,
        CancellationToken cancellationToken
    )
    {
        var named = arguments.Required("--db");
        try
        {
            await using var context = new RelayContext(
                (DbContextOptions<RelayContext>)Options(named, arguments["--provider"]).Options
            );
            return await read(context, cancellationToken);
        }
        catch (Exception unreadable)
            when (unreadable is DbException or InvalidOperationException or ArgumentException or IOException)
        {
            throw new UsageException($"The audit trail cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>Whether these are the portal's records and not the relay's, told by a table only they have.</summary>
    public static async Task<bool> IsPortalAsync(RelayContext context, CancellationToken cancellationToken)
    {
        var tables = context.Database.IsNpgsql()
            ? context.Database.SqlQuery<string>(
                $"SELECT table_name AS \"Value\" FROM information_schema.tables WHERE table_name = 'draft'"
            )
            : context.Database.SqlQuery<string>(
                $"SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = 'draft'"
            );
        return await tables.AnyAsync(cancellationToken);
    }

    private static DbContextOptionsBuilder<RelayContext> Options(string named, string? provider)
    {
        var options = new DbContextOptionsBuilder<RelayContext>();
        switch (
            provider
            ?? (
                PostgresAddress.IsOne(named) || named.Contains("Host=", StringComparison.OrdinalIgnoreCase)
                    ? "postgresql"
                    : "sqlite"
            )
        )
        {
            case "postgresql":
                options.UseMmhs(
                    DatabaseProvider.PostgreSql,
                    PostgresAddress.IsOne(named) ? PostgresAddress.ToConnection(named) : named
                );
                break;
            case "sqlite":
                var file = new DbConnectionStringBuilder
                {
                    ConnectionString = named.Contains('=', StringComparison.Ordinal) ? named : "",
                };
                if (!file.ContainsKey("Data Source"))
                    file["Data Source"] = named;
                if (!File.Exists((string)file["Data Source"]))
                    throw new UsageException($"There is no file {file["Data Source"]}.");
                file["Mode"] = "ReadOnly";
                file["Pooling"] = "False";
                options.UseMmhs(DatabaseProvider.Sqlite, file.ConnectionString);
                break;
            case var other:
                throw new UsageException($"--provider is sqlite or postgresql, not {other}.");
        }
        return options;
    }
}
