using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>
/// Who may see a draft: drafters, reviewers and releasers of its role who may see its label. Nobody can tell what one without a label holds:
/// it is for the drafter who wrote it last, and for drafters cleared for all the organisation may hold.
/// </summary>
public static class DraftSight
{
    public static bool MayReadDrafts(this RoleFunction function) => function is RoleFunction.Drafter or RoleFunction.Reviewer or RoleFunction.Releaser;

    /// <summary>The same of a draft that was found, of the viewer's role.</summary>
    public static bool MaySee(this LabelGate gate, DraftRow row, Viewer viewer) => gate.MaySee(DraftFormJson.Read(row.Form).Label, row.LastEditor, viewer);

    /// <summary>The same of any form.</summary>
    /// <param name="label">Null: it has none.</param>
    /// <param name="writer">Sign-in name of who wrote it last, and so had seen all of it.</param>
    public static bool MaySee(this LabelGate gate, SecurityLabel? label, string writer, Viewer viewer) =>
        label is not null ? gate.MaySee(label, viewer)
        : viewer.Function.MayDraft() && (string.Equals(writer, viewer.Name, StringComparison.OrdinalIgnoreCase) || gate.MaySeeUnlabelled(viewer));

    /// <summary>The same for lists.</summary>
    public static Unlabelled UnlabelledOf(this LabelGate gate, Viewer viewer) =>
        !viewer.Function.MayDraft() ? Unlabelled.None : gate.MaySeeUnlabelled(viewer) ? Unlabelled.All : Unlabelled.Of(viewer.Name);

    /// <summary>Null when there is none the viewer may see; that he asked for one that is there is written down.</summary>
    public static async Task<DraftRow?> FindDraftAsync(this PortalRecords records, PortalContext context, LabelGate gate, Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        var row = await context.Drafts.AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == id, cancellationToken);
        if (row is null || (viewer.Function.MayReadDrafts() && row.RoleId == viewer.RoleId && gate.MaySee(row, viewer))) return row;
        await records.DenyAsync(viewer, "draft", id, cancellationToken);
        return null;
    }

    /// <summary>The draft to be changed, in its own transaction; null, and the transaction used up, when there is none the viewer may see.</summary>
    internal static async Task<DraftRow?> FindDraftAsync(this PortalWork work, LabelGate gate, Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        var row = await work.Context.Drafts.SingleOrDefaultAsync(draft => draft.Id == id, cancellationToken);
        if (row is null || (viewer.Function.MayReadDrafts() && row.RoleId == viewer.RoleId && gate.MaySee(row, viewer))) return row;
        await work.DenyAsync(viewer, "draft", id, cancellationToken);
        return null;
    }
}
