using Mmhs.Cli.CommandLine;
using Npgsql;

namespace Mmhs.Cli.Audit;

/// <summary>A PostgreSQL server as other tools are told of it: <c>postgres://user:password@host:port/database</c>.</summary>
internal static class PostgresAddress
{
    public static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="UsageException">It names no host, or has a query: what that asks for would be left out unsaid.</exception>
    public static string ToConnection(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw new UsageException("--db names no PostgreSQL server of the form postgres://user:password@host:port/database.");
        if (address.Query.Length > 0)
            throw new UsageException(
                "--db: options behind a question mark are not read here. Give \"Host=…;Database=…;Username=…\" instead."
            );
        var user = address.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder { Host = address.Host };
        if (address.Port > 0)
            connection.Port = address.Port;
        if (address.AbsolutePath.Length > 1)
            connection.Database = Uri.UnescapeDataString(address.AbsolutePath[1..]);
        if (user[0].Length > 0)
            connection.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            connection.Password = Uri.UnescapeDataString(user[1]);
        return connection.ConnectionString;
    }
}
