using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;

namespace Mmhs.Records.Review;

/// <summary>Who sees a draft on its way: its own role, and the roles of its stages.</summary>
public static class DraftAudience
{
    /// <summary>Tells the pages of these roles, once the work is committed.</summary>
    public static Task DraftChangedAsync(
        this PortalWork work,
        ChangeTopic topic,
        DraftRow draft,
        CancellationToken cancellationToken
    ) => work.DraftChangedAsync(topic, draft.Id, draft.RoleId, cancellationToken);

    /// <inheritdoc cref="DraftChangedAsync(PortalWork, ChangeTopic, DraftRow, CancellationToken)"/>
    public static async Task DraftChangedAsync(
        this PortalWork work,
        ChangeTopic topic,
        Guid draftId,
        int roleId,
        CancellationToken cancellationToken
    )
    {
        var stages = await work
            .Context.Stages.Where(stage => stage.DraftId == draftId)
            .Select(stage => stage.RoleId)
            .Distinct()
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        // those of a version just begun are not in the database yet
        var begun = work.Context.Stages.Local.Where(stage => stage.DraftId == draftId).Select(stage => stage.RoleId);
        work.Changed(topic, [roleId, .. stages, .. begun]);
    }
}
