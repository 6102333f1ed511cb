using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Labels;

/// <summary>The labels that occur, by number and by key. Rows are only added, so what was read once stays true.</summary>
public sealed class LabelTable(IDbContextFactory<PortalContext> contexts)
{
    private readonly ConcurrentDictionary<int, string> keys = new();
    private readonly ConcurrentDictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The number of a label, given one now if it has none. In a transaction of its own: a label without a row to use it harms nobody.</summary>
    public async Task<int> NumberAsync(string key, CancellationToken cancellationToken)
    {
        if (numbers.TryGetValue(key, out var known)) return known;
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.Database.ExecuteSqlAsync($"INSERT INTO label (key) VALUES ({key}) ON CONFLICT DO NOTHING", cancellationToken).ConfigureAwait(false);
            var row = await context.Labels.AsNoTracking().SingleAsync(label => label.Key == key, cancellationToken).ConfigureAwait(false);
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

    private void Remember(LabelRow row)
    {
        keys[row.Id] = row.Key;
        numbers[row.Key] = row.Id;
    }
}
