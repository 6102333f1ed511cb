using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Mmhs.Records.Storage;

namespace Mmhs.Records.Tests.Storage;

/// <summary>A database as the statements that make it: its tables as the migrations of this version make them, and every row.</summary>
internal static class DatabaseText
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<string> WriteAsync<TContext>(Database<TContext> database)
        where TContext : DbContext
    {
        await using var context = database.CreateDbContext();
        var text = new StringBuilder(context.GetService<IMigrator>().GenerateScript());
        await context.Database.OpenConnectionAsync(Token);
        foreach (var (table, identity) in Tables(context))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using (var rows = await command.ExecuteReaderAsync(Token))
                while (await rows.ReadAsync(Token))
                    text.Append(Insert(database.Provider, table, rows)).Append('\n');
            if (identity is not null && database.Provider == DatabaseProvider.PostgreSql)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{identity}'), coalesce(max(\"{identity}\"), 0) + 1, false) FROM \"{table}\";\n"
                );
        }
        return text.ToString();
    }

    /// <summary>Runs the statements in an empty database, whatever order rows refer to each other in.</summary>
    public static async Task ReadAsync<TContext>(Database<TContext> database, string text)
        where TContext : DbContext
    {
        await using var context = database.CreateDbContext();
        await context.Database.OpenConnectionAsync(Token);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        var unlinked =
            database.Provider == DatabaseProvider.Sqlite
                ? "PRAGMA foreign_keys = OFF;"
                : "SET session_replication_role = replica;";
        command.CommandText = unlinked + "\n" + text;
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>What the tables are made of: each column, index and constraint, one a line.</summary>
    public static async Task<IReadOnlyList<string>> ShapeAsync<TContext>(Database<TContext> database)
        where TContext : DbContext
    {
        await using var context = database.CreateDbContext();
        return await context
            .Database.SqlQueryRaw<string>(
                database.Provider == DatabaseProvider.Sqlite
                    ? "SELECT name || ': ' || coalesce(sql, '') AS \"Value\" FROM sqlite_master ORDER BY 1"
                    : """
                    SELECT table_name || '.' || column_name || ': ' || data_type || ' ' || is_nullable AS "Value"
                    FROM information_schema.columns WHERE table_schema = 'public'
                    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
                    UNION ALL SELECT conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
                    ORDER BY 1
                    """
            )
            .ToListAsync(Token);
    }

    private static IEnumerable<(string Table, string? Identity)> Tables(DbContext context) =>
        context
            .Model.GetEntityTypes()
            .Where(entity => entity.GetTableName() is not null)
            .GroupBy(entity => entity.GetTableName()!)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group =>
                (
                    group.Key,
                    group
                        .First()
                        .GetProperties()
                        .FirstOrDefault(property =>
                            property.ValueGenerated == Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.OnAdd
                            && (property.ClrType == typeof(int) || property.ClrType == typeof(long))
                        )
                        ?.GetColumnName()
                )
            );

    private static string Insert(DatabaseProvider provider, string table, DbDataReader row)
    {
        var names = Enumerable.Range(0, row.FieldCount).Select(i => $"\"{row.GetName(i)}\"");
        var values = Enumerable.Range(0, row.FieldCount).Select(i => Literal(provider, row.GetValue(i)));
        return $"INSERT INTO \"{table}\" ({string.Join(", ", names)}) VALUES ({string.Join(", ", values)});";
    }

    private static string Literal(DatabaseProvider provider, object value) =>
        value switch
        {
            DBNull => "NULL",
            bool truth => truth ? "TRUE" : "FALSE",
            byte[] octets when provider == DatabaseProvider.PostgreSql => $"'\\x{Convert.ToHexString(octets)}'",
            byte[] octets => $"X'{Convert.ToHexString(octets)}'",
            string or Guid => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"There is no literal of a {value.GetType()}."),
        };
}
