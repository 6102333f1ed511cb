using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Labels;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Labels;

/// <summary>A label that is not known to the table hides every message under it: it is complete, or it is read again.</summary>
public sealed class LabelTableTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task After_a_restart_no_label_is_missing_whichever_is_asked_for_first(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var numbers = await world.LabelsAsync(4);
        var restarted = new LabelTable(world.Database);
        Assert.Equal(numbers[3], await restarted.NumberAsync("1.2.3;3;-", Token)); // a message under the last label comes before anybody opens a list
        Assert.Equal(await KeptAsync(world), await ListedAsync(restarted));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_another_process_adds_between_is_there_in_whatever_order_it_was_committed(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        await world.LabelsAsync(2);
        var here = new LabelTable(world.Database);
        Assert.Equal(await KeptAsync(world), await ListedAsync(here));
        // its number was drawn before ours and is committed after it
        await world.AddAsync(new LabelRow { Id = 9001, Key = "1.2.3;91;-" });
        await here.NumberAsync("1.2.3;91;-", Token);
        Assert.Equal(await KeptAsync(world), await ListedAsync(here));
        await world.AddAsync(new LabelRow { Id = 9000, Key = "1.2.3;90;-" });
        Assert.Equal(await KeptAsync(world), await ListedAsync(here));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_processes_that_add_labels_at_once_know_them_all(DatabaseProvider provider)
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        LabelTable[] processes = [new(world.Database), new(world.Database)];
        await Task.WhenAll(
            processes.SelectMany(
                (table, process) =>
                    Enumerable
                        .Range(0, 12)
                        .Select(n =>
                            Task.Run(
                                async () =>
                                {
                                    await table.NumberAsync($"1.2.3;{(process * 6) + n};-", Token);
                                    await table.AllAsync(Token);
                                },
                                Token
                            )
                        )
            )
        );
        var kept = await KeptAsync(world);
        Assert.Equal(18, kept.Count);
        Assert.Equal(kept, await ListedAsync(processes[0]));
        Assert.Equal(kept, await ListedAsync(processes[1]));
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_a_label_nobody_may_see_and_hides_no_other()
    {
        var world = await World.MakeAsync(await engines.PortalAsync(DatabaseProvider.Sqlite));
        var numbers = await world.LabelsAsync(1);
        await world.AddAsync(new LabelRow { Id = 9001, Key = "spoilt" });
        var table = new LabelTable(world.Database);
        Assert.Null(await table.FindAsync(9001, Token));
        Assert.Null(await table.FindAsync(9002, Token));
        Assert.NotNull(await table.FindAsync(numbers[0], Token));
        await world.AddAsync(new LabelRow { Id = 9002, Key = "1.2.3;5;-" });
        Assert.Equal("1.2.3;5;-", (await table.FindAsync(9002, Token))?.ToKey());
    }

    private static async Task<SortedDictionary<int, string>> ListedAsync(LabelTable table) =>
        new((await table.AllAsync(Token)).ToDictionary(one => one.Key, one => one.Value!.ToKey()));

    private static async Task<SortedDictionary<int, string>> KeptAsync(World world)
    {
        await using var context = world.Database.CreateDbContext();
        return new(await context.Labels.AsNoTracking().ToDictionaryAsync(label => label.Id, label => label.Key, Token));
    }
}
