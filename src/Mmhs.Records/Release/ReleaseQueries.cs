using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Release;

/// <summary>Lists of what was released.</summary>
public static class ReleaseQueries
{
    /// <summary>A page of what a role released, latest first.</summary>
    public static IQueryable<ReleaseRow> Page(
        this IQueryable<ReleaseRow> releases,
        int roleId,
        IReadOnlyList<int> readable,
        long? before,
        int take
    )
    {
        var page = releases.AsNoTracking().Where(release => release.RoleId == roleId && readable.Contains(release.LabelId));
        if (before is { } last)
            page = page.Where(release => release.Number < last);
        return page.OrderByDescending(release => release.Number).Take(take);
    }
}
