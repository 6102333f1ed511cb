using Microsoft.EntityFrameworkCore;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;

namespace Mmhs.Records.Review;

/// <summary>Who sees a draft on its way: its own role, the roles of its stages, and once it is late the duty officer, whatever his role.</summary>
internal static class DraftAudience
{
    /// <summary>Tells the pages of these roles, once the work is committed.</summary>
    public static async Task DraftChangedAsync(
        this PortalWork work,
        ChangeTopic topic,
        DraftRow draft,
        CancellationToken cancellationToken
    )
    {
        var stored = await work
            .Context.Stages.Where(stage => stage.DraftId == draft.Id)
            .Select(stage => new { stage.RoleId, stage.Escalation })
            .Distinct()
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        // those of a version just begun are not in the database yet
        var local = work
            .Context.Stages.Local.Where(stage => stage.DraftId == draft.Id)
            .Select(stage => new { stage.RoleId, stage.Escalation });
        var stages = stored.Concat(local).ToList();
        var isBroughtUp =
            draft.Escalation == Escalation.DutyOfficer || stages.Exists(stage => stage.Escalation == Escalation.DutyOfficer);
        work.Changed(topic, isBroughtUp ? [] : [draft.RoleId, .. stages.Select(stage => stage.RoleId)]);
    }
}
