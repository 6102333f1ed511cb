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
    public static IQueryable<InboxRow> Page(
        this IQueryable<InboxRow> inbox,
        int roleId,
        IReadOnlyList<int> readable,
        long? before,
        int take
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 500);
        var page = inbox
            .AsNoTracking()
            .Where(entry => entry.RoleId == roleId && entry.RemovedAt == null && readable.Contains(entry.LabelId));
        if (before is { } last)
            page = page.Where(entry => entry.Id < last);
        return page.OrderByDescending(entry => entry.Id).Take(take);
    }

    /// <summary>What nobody of a role has read yet, all of it: counts are of this and never of a page.</summary>
    /// <param name="inbox">All inboxes.</param>
    /// <param name="roleId">Whose.</param>
    /// <param name="readable">Numbers of the labels the reader may see; none counts nothing.</param>
    public static IQueryable<InboxRow> Unread(this IQueryable<InboxRow> inbox, int roleId, IReadOnlyCollection<int> readable) =>
        inbox
            .AsNoTracking()
            .Where(entry =>
                entry.RoleId == roleId && entry.FirstReadAt == null && entry.RemovedAt == null && readable.Contains(entry.LabelId)
            );

    /// <summary>A page of what expires, soonest first, by the index on role and expiry; what never expires is not in it.</summary>
    /// <param name="inbox">All inboxes.</param>
    /// <param name="roleId">Whose.</param>
    /// <param name="readable">Numbers of the labels the reader may see; none shows nothing.</param>
    /// <param name="after">The last entry of the page before; null for the first page.</param>
    /// <param name="take">1 to 500.</param>
    public static IQueryable<InboxRow> Expiring(
        this IQueryable<InboxRow> inbox,
        int roleId,
        IReadOnlyList<int> readable,
        (DateTimeOffset ExpiresAt, long Id)? after,
        int take
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 500);
        var page = inbox
            .AsNoTracking()
            .Where(entry =>
                entry.RoleId == roleId && entry.ExpiresAt != null && entry.RemovedAt == null && readable.Contains(entry.LabelId)
            );
        if (after is var (moment, last))
            page = page.Where(entry => entry.ExpiresAt > moment || (entry.ExpiresAt == moment && entry.Id > last));
        return page.OrderBy(entry => entry.ExpiresAt).ThenBy(entry => entry.Id).Take(take);
    }
}
