using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>
/// Who may see a draft: drafters, reviewers and releasers of its role who may see its label. Of one without a label
/// <see cref="LabelAccess.UnlabelledOf(Actor)"/> says it.
/// </summary>
internal static class DraftVisibility
{
    public static bool MayReadDrafts(this RoleFunction function) =>
        function is RoleFunction.Drafter or RoleFunction.Reviewer or RoleFunction.Releaser;

    /// <summary>The same of a draft that was found, of the actor's role.</summary>
    public static bool MaySee(this LabelAccess gate, DraftRow row, Actor actor) =>
        gate.MaySee(FormCodec.Read(row.Form).Label, row.LastEditor, actor);

    /// <summary>The same of any form.</summary>
    /// <param name="label">Null: it has none.</param>
    /// <param name="writer">Sign-in name of who wrote it last, and so had seen all of it.</param>
    public static bool MaySee(this LabelAccess gate, SecurityLabel? label, string writer, Actor actor) =>
        label is null ? LabelAccess.UnlabelledOf(actor).Includes(writer) : gate.MaySee(label, actor);

    /// <summary>The draft, to be changed where it is tracked; null when there is none the actor may see.</summary>
    internal static async Task<DraftRow?> SeenDraftAsync(
        this IQueryable<DraftRow> drafts,
        LabelAccess gate,
        Actor actor,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        await drafts.SingleOrDefaultAsync(draft => draft.Id == id, cancellationToken) is { } row && IsSeen(gate, row, actor)
            ? row
            : null;

    /// <summary>Null when there is none the actor may see; that he asked for one that is there is written down.</summary>
    public static async Task<DraftRow?> FindDraftAsync(
        this PortalRecords records,
        PortalContext context,
        LabelAccess gate,
        Actor actor,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        var row = await context.Drafts.AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == id, cancellationToken);
        if (row is null || IsSeen(gate, row, actor))
            return row;
        await records.DenyAsync(actor, "draft", id, cancellationToken);
        return null;
    }

    private static bool IsSeen(LabelAccess gate, DraftRow row, Actor actor) =>
        actor.Function.MayReadDrafts() && row.RoleId == actor.RoleId && gate.MaySee(row, actor);
}
