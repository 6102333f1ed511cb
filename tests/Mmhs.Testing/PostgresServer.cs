using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Mmhs.Testing;

/// <summary>A PostgreSQL of its own for these tests: in a temporary folder, on a loopback port the system gave, gone afterwards.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string programs;
    private readonly string folder;

    private PostgresServer(string programs, string folder, int port) =>
        (this.programs, this.folder, ConnectionString) = (
            programs,
            folder,
            $"Host=127.0.0.1;Port={port};Username=mmhs;Database=postgres;Pooling=False"
        );

    public string ConnectionString { get; }

    /// <summary>Starts one; skips the test where PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        if (await TryStartAsync() is { } server)
            return server;
        Assert.Skip(
            "PostgreSQL (initdb, pg_ctl) is neither in the PATH nor below /usr/lib/postgresql: install it to test this engine."
        );
        throw new UnreachableException();
    }

    /// <summary>Starts one; null where PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer?> TryStartAsync()
    {
        if (Programs() is not { } programs)
            return null;
        var folder = Directory.CreateTempSubdirectory("mmhs-postgres-").FullName;
        if (IsRoot)
            await RunAsync("chown", "postgres", folder); // the server refuses to run as root
        var data = Path.Combine(folder, "data");
        var port = FreePort();
        await RunAsServerAsync(
            Path.Combine(programs, "initdb"),
            "-D",
            data,
            "-U",
            "mmhs",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"
        );
        // durability is not what is tested here; the engine is
        await RunAsServerAsync(
            Path.Combine(programs, "pg_ctl"),
            "-D",
            data,
            "-l",
            Path.Combine(folder, "log"),
            "-w",
            "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c max_connections=100",
            "start"
        );
        return new(programs, folder, port);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsServerAsync(
            Path.Combine(programs, "pg_ctl"),
            "-D",
            Path.Combine(folder, "data"),
            "-m",
            "immediate",
            "-w",
            "stop"
        );
        Directory.Delete(folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string? Programs()
    {
        var folders = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(version => version, StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin"))
            : [];
        return folders
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(candidate =>
                File.Exists(Path.Combine(candidate, "initdb")) && File.Exists(Path.Combine(candidate, "pg_ctl"))
            );
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task RunAsServerAsync(string program, params string[] arguments) =>
        IsRoot ? RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments]) : RunAsync(program, arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // a folder the server's account may enter
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Concat(said)}");
    }
}
