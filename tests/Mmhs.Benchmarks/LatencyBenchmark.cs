using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Records;
using Mmhs.Records.Relay;
using Mmhs.Records.Storage;

namespace Mmhs.Benchmarks;

/// <summary>From the commit of a FLASH release to its commit in the receiving inbox, with an empty queue and with 10,000 ROUTINE messages before it.</summary>
public static class LatencyBenchmark
{
    private const int Releases = 100;
    private const int Backlog = 10_000;

    public static async Task<int> RunAsync()
    {
        var empty = await MeasureAsync(0);
        var behind = await MeasureAsync(Backlog);
        Measured.Say(
            $"FLASH, empty queue                p50 {Measured.Median(empty.Latencies), 6:N0} ms   p99 {Measured.Percentile(empty.Latencies, 0.99), 6:N0} ms"
        );
        Measured.Say(
            $"FLASH, {Backlog:N0} ROUTINE waiting    p50 {Measured.Median(behind.Latencies), 6:N0} ms   p99 {Measured.Percentile(behind.Latencies, 0.99), 6:N0} ms   still waiting at the end: {behind.Left:N0}"
        );
        return 0;
    }

    private static async Task<(List<double> Latencies, int Left)> MeasureAsync(int backlog)
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-latency-").FullName;
        try
        {
            // First start: databases and demo world; the backlog is put in while nobody works on the queue.
            await using (await DemoPortal.StartAsync(folder)) { }
            await FillAsync(Path.Combine(folder, "relay.db"), backlog);
            await using var portal = await DemoPortal.StartAsync(folder);
            var latencies = new List<double>();
            await OneAsync(portal, "warm"); // the first pays for connections and code that is not compiled yet
            for (var i = 0; i < Releases; i++)
                latencies.Add(await OneAsync(portal, string.Create(CultureInfo.InvariantCulture, $"Flash {i}")));
            await using var queue = await portal.Get<IDbContextFactory<RelayContext>>().CreateDbContextAsync();
            return (latencies, await queue.QueueMessages.CountAsync());
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> OneAsync(DemoPortal portal, string subject)
    {
        var draft = await portal.DraftAsync(subject, Precedence.Flash);
        await portal.ReleaseAsync(draft);
        var records = portal.Get<PortalRecords>();
        for (var waits = 0; waits < 60_000; waits++)
        {
            await using (var context = await records.ReadAsync(CancellationToken.None))
            {
                var release = await context.Releases.AsNoTracking().SingleAsync(r => r.DraftId == draft);
                var arrived = await context
                    .Inbox.AsNoTracking()
                    .Where(entry => entry.MessageId == release.MessageId)
                    .Select(entry => (DateTimeOffset?)entry.ReceivedAt)
                    .FirstOrDefaultAsync();
                if (arrived is { } at)
                    return (at - release.ReleasedAt).TotalMilliseconds;
            }
            await Task.Delay(1);
        }
        throw new TimeoutException("A FLASH message did not arrive within a minute.");
    }

    private static async Task FillAsync(string database, int count)
    {
        var options = new DbContextOptionsBuilder<RelayContext>();
        options.UseMmhs(DatabaseProvider.Sqlite, "Data Source=" + database);
        await using var context = new RelayContext(options.Options);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        var start = DateTimeOffset.UnixEpoch.AddYears(56);
        for (var i = 0; i < count; i++)
        {
            var octets = Encoding.ASCII.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"From: <j3@hq.northland.example>\r\nTo: <j4@bde3.northland.example>\r\nMessage-ID: <backlog.{i}@hq.northland.example>\r\nSubject: Backlog {i}\r\n\r\n{new string('x', 900)}\r\n"
                )
            );
            var id = Guid.CreateVersion7(start);
            context.Add(
                new QueueMessageRow
                {
                    Id = id,
                    State = QueueState.Ready,
                    HandledAs = -2,
                    Priority = -2,
                    ArrivedAt = start,
                    SubmittedAt = start,
                    DueAt = start,
                    ExpiresAt = start.AddYears(50),
                    ReversePath = "j3@hq.northland.example",
                    MessageId = string.Create(CultureInfo.InvariantCulture, $"backlog.{i}@hq.northland.example"),
                    Size = octets.Length,
                }
            );
            context.Add(new QueueBodyRow { Id = id, Octets = octets });
            context.Add(
                new QueueRecipientRow
                {
                    MessageId = id,
                    Number = 0,
                    ForwardPath = "j4@bde3.northland.example",
                    Notify = 0,
                }
            );
            if (i % 500 == 499)
            {
                await context.SaveChangesAsync();
                context.ChangeTracker.Clear();
            }
        }
        await context.SaveChangesAsync();
    }
}
