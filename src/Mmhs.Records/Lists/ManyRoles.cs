using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Lists;

/// <summary>The same page of several roles in one query: a part for each role, which goes by that role's index and stops where its page ends.</summary>
/// <remarks>One condition on all roles at once would read and sort all they have before it knew the first line.</remarks>
public static class ManyRoles
{
    // SQLite joins at most 500 selects and takes 32,766 values, of which each label of each role is one; what is more is asked again
    private const int Most = 100;
    private const int MostValues = 16_000;

    /// <param name="roles">None yields nothing.</param>
    /// <param name="labels">How many labels the page of one role names.</param>
    /// <param name="page">The page of one role, ordered and cut.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The pages of all of them, in no order.</returns>
    public static async Task<List<T>> ListAsync<T>(
        this IReadOnlyCollection<int> roles,
        int labels,
        Func<int, IQueryable<T>> page,
        CancellationToken cancellationToken
    )
    {
        var found = new List<T>();
        foreach (var some in roles.Chunk(AtOnce(labels)))
            found.AddRange(await Union(some, page).ToListAsync(cancellationToken).ConfigureAwait(false));
        return found;
    }

    /// <summary>How many rows all of them have together.</summary>
    public static async Task<int> CountAsync<T>(
        this IReadOnlyCollection<int> roles,
        int labels,
        Func<int, IQueryable<T>> rows,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        foreach (var some in roles.Chunk(AtOnce(labels)))
            count += await Union(some, rows).CountAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private static int AtOnce(int labels) => Math.Clamp(MostValues / (labels + 8), 1, Most);

    private static IQueryable<T> Union<T>(int[] roles, Func<int, IQueryable<T>> one) =>
        roles.Select(one).Aggregate(Queryable.Concat);
}
