using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records;

namespace Mmhs.Benchmarks;

/// <summary>Releases one message after the other until so many are released, going on where a killed run left off.</summary>
public static class ReleaseDriver
{
    /// <returns>0 once so many are released and every outbox entry, queue entry and report is settled.</returns>
    public static async Task<int> RunAsync(string folder, int count)
    {
        await using var portal = await DemoPortal.StartAsync(folder);
        var records = portal.Get<PortalRecords>();
        Console.WriteLine("ready");
        while (await ReleasedAsync(records) is var released && released < count)
        {
            // A draft a killed run had put into the queue is released before a new one is written.
            var waiting = await WaitingAsync(records);
            var draft =
                waiting
                ?? await portal.DraftAsync(
                    string.Create(CultureInfo.InvariantCulture, $"Crash test {released}"),
                    Precedence.Routine
                );
            await portal.ReleaseAsync(draft);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"released {released + 1}"));
        }
        for (var waits = 0; waits < 1200; waits++)
        {
            if (await IsSettledAsync(records, portal, count))
                return 0;
            await Task.Delay(100);
        }
        return 1;
    }

    private static async Task<int> ReleasedAsync(PortalRecords records)
    {
        await using var context = await records.ReadAsync(CancellationToken.None);
        return await context.Releases.CountAsync();
    }

    private static async Task<Guid?> WaitingAsync(PortalRecords records)
    {
        await using var context = await records.ReadAsync(CancellationToken.None);
        return await context
            .Drafts.Where(draft => draft.State == DraftState.ReadyForRelease)
            .Select(draft => (Guid?)draft.Id)
            .FirstOrDefaultAsync();
    }

    private static async Task<bool> IsSettledAsync(PortalRecords records, DemoPortal portal, int count)
    {
        await using var context = await records.ReadAsync(CancellationToken.None);
        await using var queue = await portal.Get<IDbContextFactory<RelayContext>>().CreateDbContextAsync();
        return await context.Tracking.CountAsync(t => t.State == Messages.Track.TrackingState.Delivered) >= count
            && !await queue.QueueMessages.AnyAsync()
            && await context.Drafts.CountAsync(draft => draft.State == DraftState.Released) >= count;
    }
}
