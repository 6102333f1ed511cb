using Microsoft.EntityFrameworkCore;

namespace Mmhs.Records.Release;

/// <summary>Makes those who settle copies of one release, and those who take reports about it, come one after the other.</summary>
/// <remarks>
/// Without it two transactions that settle the last two copies would each see the other as pending, and a submission could overwrite the
/// delivery that overtook it. SQLite has one writer anyway; on PostgreSQL the row is locked until the caller's transaction ends.
/// </remarks>
public static class ReleaseLock
{
    /// <summary>Waits for its turn; what is read afterwards is what the one before left.</summary>
    public static Task LockReleaseAsync(this PortalContext context, Guid releaseId, CancellationToken cancellationToken) =>
        context
            .Releases.Where(release => release.Id == releaseId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(release => release.Failure, release => release.Failure),
                cancellationToken
            );
}
