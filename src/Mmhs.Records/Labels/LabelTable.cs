using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Policy;

namespace Mmhs.Records.Labels;

/// <summary>The labels that occur, by number and by key. Rows are only added, so what was read once stays true.</summary>
/// <remarks>
/// A label that is missing hides every message under it, so the list of all is used only while it holds as many as the database has: numbers do
/// not say it, for on PostgreSQL a lower one may be committed after a higher one.
/// </remarks>
public sealed class LabelTable(IDbContextFactory<PortalContext> contexts)
{
    private readonly ConcurrentDictionary<string, int> numbers = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<int, SecurityLabel?> all = FrozenDictionary<int, SecurityLabel?>.Empty;

    /// <summary>The number of a label, given one now if it has none.</summary>
    /// <remarks>In a transaction of its own, so ask before you open yours: SQLite has one writer, and yours would wait for itself.</remarks>
    public async Task<int> NumberAsync(string key, CancellationToken cancellationToken)
    {
        if (numbers.TryGetValue(key, out var known))
            return known;
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await FindAsync(context, key, cancellationToken).ConfigureAwait(false);
            if (row is null)
            {
                await context
                    .Database.ExecuteSqlAsync($"INSERT INTO label (key) VALUES ({key}) ON CONFLICT DO NOTHING", cancellationToken)
                    .ConfigureAwait(false);
                row = (await FindAsync(context, key, cancellationToken).ConfigureAwait(false))!;
            }
            return numbers[row.Key] = row.Id;
        }
    }

    /// <summary>The label of a number; null when there is none, or none that can be read.</summary>
    /// <remarks>What is known already is not asked for again: whoever has asked for all of them has the rest for nothing.</remarks>
    public async ValueTask<SecurityLabel?> FindAsync(int number, CancellationToken cancellationToken) =>
        all.TryGetValue(number, out var known) ? known
        : (await AllAsync(cancellationToken).ConfigureAwait(false)).TryGetValue(number, out var label) ? label
        : null;

    /// <summary>All labels that occur, by number; null for a key that cannot be read.</summary>
    public async Task<IReadOnlyDictionary<int, SecurityLabel?>> AllAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var known = all;
            if (await context.Labels.CountAsync(cancellationToken).ConfigureAwait(false) == known.Count)
                return known;
            var read = await context.Labels.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var row in read)
                numbers[row.Key] = row.Id;
            return all = read.ToFrozenDictionary(
                row => row.Id,
                row => SecurityLabel.TryParse(row.Key, out var label) ? label : null
            );
        }
    }

    private static Task<LabelRow?> FindAsync(PortalContext context, string key, CancellationToken cancellationToken) =>
        context.Labels.AsNoTracking().SingleOrDefaultAsync(label => label.Key == key, cancellationToken);
}
