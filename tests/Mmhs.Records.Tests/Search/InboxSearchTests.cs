using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Search;
using Mmhs.Records.Deliver;
using Mmhs.Records.Search;
using Mmhs.Records.Storage;
using Mmhs.Records.Tests.Storage;

namespace Mmhs.Records.Tests.Search;

/// <summary>The words of what was received, on both engines alike.</summary>
public sealed class InboxSearchTests(Engines engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Terms_find_what_has_them_where_they_say(DatabaseProvider provider)
    {
        var (world, labels, ids) = await FilledAsync(
            provider,
            ("Move of bridging equipment", "3rd Brigade J3", "LAB", "Report on arrival. Grüße."),
            ("Return of stores", "3rd Brigade J4", "LAB12", "The bridging train moves at 1e5 0x1F 123abc."),
            ("Weather", "Northland HQ", "MET", "Rain; equipment for bridging stays.")
        );
        await using var context = world.Database.CreateDbContext();

        async Task FindsAsync(string asked, params int[] expected) =>
            Assert.Equal(expected.Select(n => ids[n]).OrderDescending(), await FindAsync(context, asked, world, labels, null));

        await FindsAsync("bridging", 0, 1, 2);
        await FindsAsync("BRIDGING grusse", 0);
        await FindsAsync("\"bridging equipment\"", 0);
        await FindsAsync("\"equipment for bridging\"", 2);
        await FindsAsync("subject:bridging", 0);
        await FindsAsync("text:bridging", 1, 2);
        await FindsAsync("from:brigade", 0, 1);
        await FindsAsync("from:\"brigade j4\"", 1);
        await FindsAsync("brid*", 0, 1, 2);
        await FindsAsync("brid");
        await FindsAsync("bridging -train", 0, 2);
        await FindsAsync("-bridging");
        await FindsAsync("-weather", 0, 1);
        await FindsAsync("sic:lab", 0);
        await FindsAsync("sic:lab*", 0, 1);
        await FindsAsync("lab"); // a code is no word of the text
        await FindsAsync("1e5 0x1f 123abc", 1);
        await FindsAsync("has:file");
        await FindsAsync("rights:r1 OR 1"); // refused by the reader; nothing is asked
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task SEC_4_1_1_2_a_search_finds_readable_labels_of_the_role_only_page_by_page(DatabaseProvider provider)
    {
        var (world, labels, ids) = await FilledAsync(
            provider,
            [.. Enumerable.Range(0, 30).Select(n => ("Convoy", "HQ", "LAB", $"number {n}"))]
        );
        await using var context = world.Database.CreateDbContext();
        var seen = new List<long>();
        for (long? before = null; ; before = seen[^1])
        {
            var page = await FindAsync(context, "convoy", world, [labels[0], labels[2]], before, 7);
            seen.AddRange(page);
            if (page.Count < 7)
                break;
        }
        Assert.Equal(ids.Where((_, n) => n % 3 != 1).OrderDescending(), seen);
        Assert.Empty(await FindAsync(context, "convoy", world, [], null));
        Assert.Empty(
            await InboxSearch.FindAsync(
                context,
                SearchReader.Read("convoy").Query!,
                [world.Role + 1],
                labels,
                (0, null),
                50,
                Token
            )
        );
        Assert.Empty(await InboxSearch.FindAsync(context, SearchReader.Read("convoy").Query!, [], labels, (0, null), 50, Token));
        Assert.Equal(
            ids.Where((_, n) => n % 3 == 0 && n >= 15).OrderDescending(),
            await InboxSearch.FindAsync(
                context,
                new SearchQuery([], [], null, null),
                [world.Role],
                [labels[0]],
                (ids[15], null),
                50,
                Token
            )
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_entry_is_added_once_and_waits_until_it_is(DatabaseProvider provider)
    {
        var (world, labels, ids) = await FilledAsync(provider, ("Once", "HQ", "LAB", "text"));
        await using var context = world.Database.CreateDbContext();
        Assert.Empty(await context.Inbox.ToIndex(10).ToListAsync(Token));
        await InboxSearch.AddAsync(context, [new(ids[0], world.Role, labels[0], "Twice", "HQ", [], "text")], Token);
        Assert.Single(await FindAsync(context, "once", world, labels, null));
        Assert.Empty(await FindAsync(context, "twice", world, labels, null));
    }

    private static async Task<IReadOnlyList<long>> FindAsync(
        PortalContext context,
        string asked,
        World world,
        IReadOnlyList<int> labels,
        long? before,
        int take = 50
    ) =>
        SearchReader.Read(asked).Query is { } query
            ? await InboxSearch.FindAsync(context, query, [world.Role], labels, (0, before), take, Token)
            : [];

    private async Task<(World World, IReadOnlyList<int> Labels, ImmutableArray<long> Ids)> FilledAsync(
        DatabaseProvider provider,
        params (string Subject, string From, string Sic, string Text)[] messages
    )
    {
        var world = await World.MakeAsync(await engines.PortalAsync(provider));
        var labels = await world.LabelsAsync(3);
        var stored = new StoredMessageRow
        {
            Id = Guid.NewGuid(),
            Octets = [1],
            StoredAt = World.Now,
        };
        var rows = messages.Select((_, n) => world.Inbox(stored, labels[n % 3])).ToList();
        await world.AddAsync([stored, .. rows]);
        await using var context = world.Database.CreateDbContext();
        Assert.Equal(rows.Select(row => row.Id), (await context.Inbox.ToIndex(100).ToListAsync(Token)).Select(row => row.Id));
        await InboxSearch.AddAsync(
            context,
            [
                .. rows.Select(
                    (row, n) =>
                        new SearchEntry(
                            row.Id,
                            row.RoleId,
                            row.LabelId,
                            messages[n].Subject,
                            messages[n].From,
                            [SearchFacts.Sic(messages[n].Sic)],
                            messages[n].Text
                        )
                ),
            ],
            Token
        );
        return (world, labels, [.. rows.Select(row => row.Id)]);
    }
}
