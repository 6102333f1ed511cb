using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Records;
using Mmhs.Records.Audit;
using Mmhs.Records.Storage;

namespace Mmhs.Portal.Tests.Round;

/// <summary>The process is killed at random points while 100 messages are released, and started again each time.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Releases = 100;
    private const int Kills = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EOS_205g_rel_every_released_message_arrives_exactly_once_whenever_the_process_is_killed()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-crash-").FullName;
        try
        {
            var seed = Environment.TickCount;
            output.WriteLine($"Kill times come from seed {seed}.");
            var random = new Random(seed);
            for (var kill = 0; kill < Kills; kill++)
                await RunAsync(folder, TimeSpan.FromMilliseconds(random.Next(50, 2500)));
            Assert.Equal(0, await RunAsync(folder, null));

            await using var portal = Portal(folder);
            var released = await portal.Releases.Select(release => release.MessageId).ToListAsync(Token);
            Assert.True(released.Count >= Releases, $"{released.Count} releases");
            var arrived = await portal.Inbox.Select(entry => entry.MessageId).ToListAsync(Token);
            Assert.Equal(released.Order(StringComparer.Ordinal), arrived.Order(StringComparer.Ordinal));
            await AssertChainAsync(portal);
            await using var relay = Relay(folder);
            Assert.Empty(await relay.QueueMessages.ToListAsync(Token));
            await AssertChainAsync(relay);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs the driver; kills it so long after it said it is ready, or waits for its end.</summary>
    private static async Task<int> RunAsync(string folder, TimeSpan? killAfter)
    {
        var driver = Path.Combine(
            AppContext.BaseDirectory.Replace("Mmhs.Portal.Tests", "Mmhs.Benchmarks", StringComparison.Ordinal),
            "Mmhs.Benchmarks.dll"
        );
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [driver, "drive", folder, $"{Releases}"])
            {
                RedirectStandardOutput = true,
                Environment = { ["DOTNET_TieredPGO"] = "0" },
            }
        )!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(Token) is { } line && line != "ready") { }
            var reading = process.StandardOutput.ReadToEndAsync(Token);
            if (killAfter is { } time)
            {
                await Task.WhenAny(process.WaitForExitAsync(Token), Task.Delay(time, Token));
                process.Kill(); // SIGKILL: no handler, no flush, no farewell
            }
            await process.WaitForExitAsync(Token);
            await reading;
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    // Recomputed here from the octets, not with the code that wrote them; the whole verifier has its own tests.
    private static async Task AssertChainAsync<TContext>(TContext context)
        where TContext : DbContext, IAuditedContext
    {
        foreach (var stream in await context.AuditStreams.AsNoTracking().ToListAsync(Token))
        {
            var chain = AuditHash.Genesis(stream.Stream);
            var next = 0L;
            await foreach (
                var entry in context
                    .AuditEntries.AsNoTracking()
                    .Where(e => e.Stream == stream.Stream)
                    .OrderBy(e => e.Seq)
                    .AsAsyncEnumerable()
                    .WithCancellation(Token)
            )
            {
                Assert.Equal(next, entry.Seq);
                chain = AuditHash.Chain(chain, next++, AuditHash.Leaf(entry.Canon));
                Assert.Equal(chain, entry.ChainHash);
            }
            Assert.Equal(stream.Size, next);
            Assert.Equal(stream.Chain, chain);
        }
    }

    private static PortalContext Portal(string folder)
    {
        var options = new DbContextOptionsBuilder<PortalContext>();
        options.UseMmhs(DatabaseProvider.Sqlite, "Data Source=" + Path.Combine(folder, "portal.db"));
        return new PortalContext(options.Options);
    }

    private static RelayContext Relay(string folder)
    {
        var options = new DbContextOptionsBuilder<RelayContext>();
        options.UseMmhs(DatabaseProvider.Sqlite, "Data Source=" + Path.Combine(folder, "relay.db"));
        return new RelayContext(options.Options);
    }
}
