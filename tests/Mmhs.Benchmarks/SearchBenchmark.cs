using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Records;

namespace Mmhs.Benchmarks;

/// <summary>A page of fifty hits among a million messages of forty words, under the reader's labels: of words in all of them, in a tenth, in a hundredth and in next to none.</summary>
public static class SearchBenchmark
{
    private const int Rounds = 20;

    public static async Task<int> RunAsync(int size)
    {
        await foreach (var world in InboxWorld.EachAsync())
        {
            await world.FillAsync(0, size);
            var watch = Stopwatch.StartNew();
            await WordsAsync(world);
            Measured.Say($"{world.Engine}: words of {size:N0} messages in {watch.Elapsed.TotalSeconds:N0} s");
            long oldest;
            await using (var context = await world.Portal.Get<PortalRecords>().ReadAsync(CancellationToken.None))
                oldest = await context.Inbox.MinAsync(entry => entry.Id);
            foreach (
                var asked in (string[])
                    [
                        "bridge",
                        "tenth",
                        "hundredth",
                        "thousandth",
                        "tenth hundredth",
                        "bridge tenth -hundredth",
                        "\"bridge tenth\"",
                        "subject:movement",
                        "sic:lab",
                        "from:j4",
                        "word77 tenth",
                        "thous*",
                        "millionth",
                        "nowhere",
                    ]
            )
            {
                var head = await TimesAsync(world, asked, null);
                var deep = await TimesAsync(world, asked, oldest + size / 10);
                Measured.Say(
                    $"{world.Engine, -10} {asked, -26} first page p50 {Measured.Median(head), 7:N1} ms worst {head.Max(), 7:N1} ms   nine tenths down p50 {Measured.Median(deep), 7:N1} ms worst {deep.Max(), 7:N1} ms"
                );
            }
        }
        return 0;
    }

    private static async Task<List<double>> TimesAsync(InboxWorld world, string asked, long? before)
    {
        var desk = world.Portal.Get<SearchDesk>();
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            if ((await desk.FindAsync(world.Reader, asked, before, 50, CancellationToken.None)).Refusal is { } refusal)
                throw new InvalidOperationException(refusal.Text);
            if (i >= 3)
                times.Add(watch.Elapsed.TotalMilliseconds);
        }
        return times;
    }

    // Made by the engine out of the rows; every word is one as SearchText would make it.
    private static async Task WordsAsync(InboxWorld world)
    {
        await using var context = await world.Portal.Get<PortalRecords>().ReadAsync(CancellationToken.None);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(40));
        var many = string.Join(
            " || ' ' || ",
            Enumerable
                .Range(1, 34)
                .Select(k =>
                    string.Create(CultureInfo.InvariantCulture, $"'word' || ((id * {7919 + 2 * k} + {k * k * 31}) % 50000)")
                )
        );
        var body =
            $"'bridge' || CASE WHEN id % 10 = 1 THEN ' tenth' ELSE ' open' END || CASE WHEN id % 100 = 1 THEN ' hundredth' ELSE '' END || CASE WHEN id % 1000 = 1 THEN ' thousandth' ELSE '' END || CASE WHEN id % 1000000 = 1 THEN ' millionth' ELSE '' END || ' ' || {many}";
        if (context.Database.IsNpgsql())
        {
            await context.Database.ExecuteSqlRawAsync("DROP INDEX ix_inbox_words_words");
            var insert = $"""
                INSERT INTO inbox_words (id, role_id, label_id, words) SELECT id, role_id, label_id,
                    setweight(to_tsvector('simple', 'movement ' || id), 'A') || setweight(to_tsvector('simple', '3rd brigade j4 logistics j4 bde3 northland example'), 'B')
                    || setweight(to_tsvector('simple', 'siclab prec1'), 'C') || setweight(to_tsvector('simple', {body}), 'D') FROM inbox
                """;
            await context.Database.ExecuteSqlRawAsync(insert);
            await context.Database.ExecuteSqlRawAsync("CREATE INDEX ix_inbox_words_words ON inbox_words USING gin (words)");
            await context.Database.ExecuteSqlRawAsync("VACUUM ANALYZE inbox_words");
        }
        else
        {
            var insert = $"""
                INSERT INTO inbox_words (rowid, rights, subject, sender, facts, body) SELECT id, 'r' || role_id || ' l' || label_id, 'movement ' || id,
                    '3rd brigade j4 logistics j4 bde3 northland example', 'siclab prec1', {body} FROM inbox
                """;
            await context.Database.ExecuteSqlRawAsync(insert);
        }
    }
}
