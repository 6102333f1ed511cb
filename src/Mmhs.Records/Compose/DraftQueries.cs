using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;

namespace Mmhs.Records.Compose;

/// <summary>Lists of drafts.</summary>
public static class DraftQueries
{
    /// <summary>What awaits a role's releaser: most urgent first, then what is due first, by the index of that order.</summary>
    public static IQueryable<DraftRow> ReleaseQueue(this IQueryable<DraftRow> drafts, int roleId, IReadOnlyList<int> readable) =>
        drafts.AsNoTracking()
            .Where(draft => draft.RoleId == roleId && draft.State == DraftState.ReadyForRelease && readable.Contains(draft.LabelId!.Value))
            .OrderByDescending(draft => draft.Urgency).ThenBy(draft => draft.DueAt).ThenBy(draft => draft.Id);

    /// <summary>The drafts of a role in one state, latest change first. A draft without a label yet is seen by the role's drafters.</summary>
    public static IQueryable<DraftRow> InState(this IQueryable<DraftRow> drafts, int roleId, DraftState state, IReadOnlyList<int> readable, int take) =>
        drafts.AsNoTracking()
            .Where(draft => draft.RoleId == roleId && draft.State == state && (draft.LabelId == null || readable.Contains(draft.LabelId.Value)))
            .OrderByDescending(draft => draft.UpdatedAt)
            .Take(take);
}
