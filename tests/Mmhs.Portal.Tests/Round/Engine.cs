using Mmhs.Records.Storage;
using Mmhs.Testing;

namespace Mmhs.Portal.Tests.Round;

/// <summary>A database engine for one running portal; PostgreSQL is a server of its own and goes with it.</summary>
public sealed class Engine : IAsyncDisposable
{
    private readonly PostgresServer? server;

    private Engine(PostgresServer? server) => this.server = server;

    public static TheoryData<DatabaseProvider> Both => [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];

    /// <summary>What tells the portal of it, as on the command line.</summary>
    public string[] Settings =>
        server is null
            ? []
            :
            [
                "--Mmhs:DatabaseProvider=PostgreSql",
                $"--Mmhs:PortalConnection={server.ConnectionString.Replace("Database=postgres", "Database=portal", StringComparison.Ordinal)}",
                $"--Mmhs:RelayConnection={server.ConnectionString.Replace("Database=postgres", "Database=relay", StringComparison.Ordinal)}",
            ];

    public static async Task<Engine> StartAsync(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Sqlite)
            return new(null);
        var server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("CREATE DATABASE portal");
        await server.ExecuteAsync("CREATE DATABASE relay");
        return new(server);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
