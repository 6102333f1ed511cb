using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Deliver;

/// <summary>Pages of an inbox. The labels a reader may see are part of the question, so no page ever holds what he may not (design §6).</summary>
public static class InboxQueries
{
    /// <summary>A page of one role's inbox, latest arrival first, by the index on role and arrival.</summary>
    /// <param name="inbox">All inboxes.</param>
    /// <param name="roleId">Whose.</param>
    /// <param name="readable">Numbers of the labels the reader may see; none shows nothing.</param>
    /// <param name="before">The last entry of the page before; null for the first page.</param>
    /// <param name="take">1 to 500.</param>
    public static IQueryable<InboxRow> Page(this IQueryable<InboxRow> inbox, int roleId, IReadOnlyList<int> readable, long? before, int take)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 500);
        var page = inbox.AsNoTracking().Where(entry => entry.RoleId == roleId && readable.Contains(entry.LabelId));
        if (before is { } last) page = page.Where(entry => entry.Id < last);
        return page.OrderByDescending(entry => entry.Id).Take(take);
    }
}
