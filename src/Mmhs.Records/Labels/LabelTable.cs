using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Labels;

/// <summary>The labels that occur, by number and by key. Rows are only added, so what was read once stays true.</summary>
public sealed class LabelTable(IDbContextFactory<PortalContext> contexts)
{
    private readonly ConcurrentDictionary<int, string> keys = new();
    private readonly ConcurrentDictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The number of a label, given one now if it has none.</summary>
    /// <remarks>In a transaction of its own, so ask before you open yours: SQLite has one writer, and yours would wait for itself.</remarks>
    public async Task<int> NumberAsync(string key, CancellationToken cancellationToken)
    {
        if (numbers.TryGetValue(key, out var known)) return known;
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await FindAsync(context, key, cancellationToken).ConfigureAwait(false);
            if (row is null)
            {
                await context.Database.ExecuteSqlAsync($"INSERT INTO label (key) VALUES ({key}) ON CONFLICT DO NOTHING", cancellationToken).ConfigureAwait(false);
                row = (await FindAsync(context, key, cancellationToken).ConfigureAwait(false))!;
            }
            Remember(row);
            return row.Id;
        }
    }

    /// <summary>All labels that occur, by number.</summary>
    public async Task<IReadOnlyDictionary<int, string>> AllAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var highest = keys.IsEmpty ? 0 : keys.Keys.Max();
            await foreach (var row in context.Labels.AsNoTracking().Where(label => label.Id > highest).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
                Remember(row);
            return keys;
        }
    }

    private static Task<LabelRow?> FindAsync(PortalContext context, string key, CancellationToken cancellationToken) =>
        context.Labels.AsNoTracking().SingleOrDefaultAsync(label => label.Key == key, cancellationToken);

    private void Remember(LabelRow row)
    {
        keys[row.Id] = row.Key;
        numbers[row.Key] = row.Id;
    }
}
