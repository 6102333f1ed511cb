using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Records;
using Mmhs.Records.Compose;

namespace Mmhs.Portal.Compose;

/// <summary>Who may see a draft: drafters, reviewers and releasers of its role who may see its label. One without a label is its drafters' alone.</summary>
public static class DraftSight
{
    public static bool MayReadDrafts(this RoleFunction function) => function is RoleFunction.Drafter or RoleFunction.Reviewer or RoleFunction.Releaser;

    /// <summary>Null when there is none the viewer may see.</summary>
    public static async Task<DraftRow?> FindVisibleAsync(this PortalContext context, LabelGate gate, Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        if (!viewer.Function.MayReadDrafts()) return null;
        var row = await context.Drafts.AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == id && draft.RoleId == viewer.RoleId, cancellationToken);
        if (row is null) return null;
        return DraftFormJson.Read(row.Form).Label is { } label
            ? gate.MaySee(label, viewer) ? row : null
            : viewer.Function.MayDraft() ? row : null;
    }
}
