using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Benchmarks;

/// <summary>What a releaser waits for when he opens his queue: reading its head under his rights, however much is in it.</summary>
public static class QueueBenchmark
{
    private const int Shown = 200;
    private static readonly int[] Sizes = [100, 1_000, 10_000, 100_000];

    public static async Task<int> RunAsync()
    {
        await MeasureAsync("SQLite");
        await using var server = await PostgresServer.TryStartAsync();
        if (server is null)
        {
            Measured.Say($"PostgreSQL is not installed; only SQLite was measured.");
            return 0;
        }
        var connection = server.ConnectionString.Replace("Pooling=False", "Pooling=True", StringComparison.Ordinal);
        await server.ExecuteAsync("CREATE DATABASE portal");
        await server.ExecuteAsync("CREATE DATABASE relay");
        await MeasureAsync(
            "PostgreSQL",
            "--Mmhs:DatabaseProvider=PostgreSql",
            $"--Mmhs:PortalConnection={connection.Replace("Database=postgres", "Database=portal", StringComparison.Ordinal)}",
            $"--Mmhs:RelayConnection={connection.Replace("Database=postgres", "Database=relay", StringComparison.Ordinal)}"
        );
        return 0;
    }

    private static async Task MeasureAsync(string engine, params string[] settings)
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null, ["--Logging:LogLevel:Default=Error", .. settings]);
        var releaser = await portal.ActorAsync("releaser", RoleFunction.Releaser, CancellationToken.None);
        var queue = portal.Get<ReleaseQueue>();
        var label = await portal
            .Get<LabelAccess>()
            .NumberAsync(new SecurityLabel("1.3.6.1.4.1.32473.10.1", 3), CancellationToken.None);
        var filled = 0;
        foreach (var size in Sizes)
        {
            await FillAsync(portal, releaser, label, filled, size);
            filled = size;
            var times = new List<double>();
            for (var i = 0; i < 40; i++)
            {
                var watch = Stopwatch.StartNew();
                if ((await queue.PageAsync(releaser, Shown, CancellationToken.None)).Count != Math.Min(size, Shown))
                    throw new InvalidOperationException("The queue is not what was put into it.");
                if (i >= 10)
                    times.Add(watch.Elapsed.TotalMilliseconds);
            }
            Measured.Say(
                $"{engine, -10} {size, 7:N0} awaiting   p50 {Measured.Median(times), 6:N1} ms   p99 {Measured.Percentile(times, 0.99), 6:N1} ms"
            );
        }
    }

    private static async Task FillAsync(RunningPortal portal, Actor releaser, int label, int from, int to)
    {
        var start = new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
        var form = FormCodec.Write(new DraftForm());
        for (var done = from; done < to; done += 5_000)
        {
            await using var context = await portal.Get<PortalRecords>().ReadAsync(CancellationToken.None);
            for (var i = done; i < Math.Min(to, done + 5_000); i++)
                context.Drafts.Add(
                    new DraftRow
                    {
                        Id = Guid.CreateVersion7(start.AddSeconds(i)),
                        RoleId = releaser.RoleId,
                        State = DraftState.ReadyForRelease,
                        Version = 1,
                        Form = form,
                        Subject = "Waiting",
                        LabelId = label,
                        Urgency = (short)(i % 5),
                        LastEditor = "drafter",
                        LastEditorName = "Northland HQ Drafter",
                        CreatedAt = start,
                        UpdatedAt = start,
                        SubmittedAt = start.AddSeconds(i),
                        DueAt = start.AddSeconds(i),
                    }
                );
            await context.SaveChangesAsync();
        }
        // what a running PostgreSQL does by itself within a minute
        await using var after = await portal.Get<PortalRecords>().ReadAsync(CancellationToken.None);
        await after.Database.ExecuteSqlRawAsync("ANALYZE");
    }
}
