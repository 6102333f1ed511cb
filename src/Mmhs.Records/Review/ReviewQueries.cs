using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Review;

/// <summary>Lists of stages.</summary>
public static class ReviewQueries
{
    /// <summary>What a role is asked about: most urgent first, then what is due first, by the index of that order.</summary>
    public static IQueryable<StageRow> ReviewQueue(this IQueryable<StageRow> stages, int roleId, IReadOnlyList<int> readable) =>
        stages
            .AsNoTracking()
            .Where(stage => stage.RoleId == roleId && stage.State == StageState.Open && readable.Contains(stage.LabelId))
            .OrderByDescending(stage => stage.Urgency)
            .ThenBy(stage => stage.DueAt)
            .ThenBy(stage => stage.DraftId);
}
