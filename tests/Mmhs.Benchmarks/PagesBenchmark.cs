using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records;

namespace Mmhs.Benchmarks;

/// <summary>What a message costs the portal in processor time, from its draft to the inbox, while inboxes stand open: none, many that it does not concern, some that show it.</summary>
public static class PagesBenchmark
{
    private const int Messages = 30;
    private const int Rounds = 3;

    private static readonly (string What, int Pages, string Name)[] Cases =
    [
        ("no page open", 0, ""),
        ("200 pages it does not concern", 200, "alliance.drafter"),
        ("12 pages it does not concern", 12, "alliance.drafter"),
        ("12 pages it concerns", 12, "bde3.drafter"),
    ];

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-pages-").FullName;
        try
        {
            await using var portal = await DemoPortal.StartAsync(folder);
            await CostAsync(portal, Messages); // the first pay for code that is not compiled yet
            var costs = Cases.ToDictionary(one => one.What, _ => new List<double>());
            for (var round = 0; round < Rounds; round++)
                foreach (var (what, pages, name) in Cases)
                    costs[what].Add(await WithPagesAsync(portal, pages, name));
            var alone = Measured.Median(costs[Cases[0].What]);
            foreach (var (what, _, _) in Cases)
                Measured.Say(
                    $"{what, -32} {Measured.Median(costs[what]), 7:N1} ms a message   {Measured.Median(costs[what]) / alone, 5:N2} times"
                );
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> WithPagesAsync(DemoPortal portal, int count, string name)
    {
        var pages = new List<OpenPage>();
        try
        {
            while (pages.Count < count)
                pages.Add(await OpenPage.OpenAsync(portal, name, RoleFunction.Drafter));
            await Task.Delay(500);
            return await CostAsync(portal, Messages);
        }
        finally
        {
            foreach (var page in pages)
                await page.DisposeAsync();
        }
    }

    private static async Task<double> CostAsync(DemoPortal portal, int messages)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var i = 0; i < messages; i++)
            await ArrivedAsync(portal, string.Create(CultureInfo.InvariantCulture, $"Pages {Guid.NewGuid():N} {i}"));
        await Task.Delay(300);
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds / messages;
    }

    private static async Task ArrivedAsync(DemoPortal portal, string subject)
    {
        await portal.ReleaseAsync(await portal.DraftAsync(subject, Precedence.Flash));
        var records = portal.Get<PortalRecords>();
        for (var waits = 0; waits < 1_000; waits++)
        {
            await using (var context = await records.ReadAsync(CancellationToken.None))
                if (await context.Inbox.AnyAsync(entry => entry.Subject == subject))
                    return;
            await Task.Delay(20);
        }
        throw new InvalidOperationException("The message did not arrive.");
    }
}
