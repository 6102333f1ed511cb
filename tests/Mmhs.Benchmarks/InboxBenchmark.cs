using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Mmhs.Portal.Inbox;
using Mmhs.Records;

namespace Mmhs.Benchmarks;

/// <summary>What a reader waits for when he opens his inbox, or leafs to its depth: a page of fifty under his labels, however much is in it.</summary>
public static class InboxBenchmark
{
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    public static async Task<int> RunAsync()
    {
        await foreach (var world in InboxWorld.EachAsync())
        {
            var inbox = world.Portal.Get<InboxDesk>();
            var filled = 0;
            foreach (var size in Sizes)
            {
                await world.FillAsync(filled, size);
                filled = size;
                long oldest;
                await using (var context = await world.Portal.Get<PortalRecords>().ReadAsync(CancellationToken.None))
                    oldest = await context.Inbox.MinAsync(entry => entry.Id) + 100;
                var (head, deep) = (new List<double>(), new List<double>());
                for (var i = 0; i < 400; i++)
                {
                    var took = await TimeAsync(inbox, world, null);
                    var tookDeep = await TimeAsync(inbox, world, oldest);
                    if (i < 300)
                        continue; // until the compiler has nothing left to better
                    head.Add(took);
                    deep.Add(tookDeep);
                }
                Measured.Say(
                    $"{world.Engine, -10} {size, 9:N0} messages   first page p50 {Measured.Median(head), 5:N2} ms p99 {Measured.Percentile(head, 0.99), 6:N2} ms   last page p50 {Measured.Median(deep), 5:N2} ms p99 {Measured.Percentile(deep, 0.99), 6:N2} ms"
                );
            }
        }
        return 0;
    }

    private static async Task<double> TimeAsync(InboxDesk inbox, InboxWorld world, long? before)
    {
        var watch = Stopwatch.StartNew();
        if ((await inbox.PageAsync(world.Reader, before, 50, CancellationToken.None)).Count != 50)
            throw new InvalidOperationException("The inbox is not what was put into it.");
        return watch.Elapsed.TotalMilliseconds;
    }
}
