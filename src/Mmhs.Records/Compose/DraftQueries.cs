using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;

namespace Mmhs.Records.Compose;

/// <summary>Lists of drafts.</summary>
public static class DraftQueries
{
    /// <summary>What awaits a role's releaser: most urgent first, then what is due first, by the index of that order.</summary>
    public static IQueryable<DraftRow> ReleaseQueue(this IQueryable<DraftRow> drafts, int roleId, IReadOnlyList<int> readable) =>
        drafts
            .AsNoTracking()
            .Where(draft =>
                draft.RoleId == roleId && draft.State == DraftState.ReadyForRelease && readable.Contains(draft.LabelId!.Value)
            )
            .OrderByDescending(draft => draft.Urgency)
            .ThenBy(draft => draft.DueAt)
            .ThenBy(draft => draft.Id);

    /// <summary>The drafts of a role in one state, latest change first.</summary>
    /// <param name="readable">Numbers of the labels the reader may see.</param>
    /// <param name="unlabelled">Which of those without a label are his.</param>
    public static IQueryable<DraftRow> InState(
        this IQueryable<DraftRow> drafts,
        int roleId,
        DraftState state,
        IReadOnlyList<int> readable,
        Unlabelled unlabelled,
        int take
    )
    {
        var (all, writer) = (unlabelled.IsAll, unlabelled.Writer);
        return drafts
            .AsNoTracking()
            .Where(draft =>
                draft.RoleId == roleId
                && draft.State == state
                && (draft.LabelId == null ? all || draft.LastEditor == writer : readable.Contains(draft.LabelId.Value))
            )
            .OrderByDescending(draft => draft.UpdatedAt)
            .Take(take);
    }
}

/// <summary>Which drafts and comments without a label somebody sees.</summary>
/// <param name="IsAll">Every one.</param>
/// <param name="Writer">Those this person wrote last, by sign-in name; null: none of them.</param>
public readonly record struct Unlabelled(bool IsAll, string? Writer)
{
    /// <summary>Whether he sees one that this person wrote last.</summary>
    public bool Includes(string lastWriter) => IsAll || string.Equals(Writer, lastWriter, StringComparison.OrdinalIgnoreCase);
}
