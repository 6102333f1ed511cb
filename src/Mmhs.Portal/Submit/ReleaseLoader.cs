using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Records;
using Mmhs.Records.Release;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Submit;

/// <summary>A release with its version and approval, as the outbox works on it.</summary>
internal sealed record LoadedRelease(
    ReleaseRow Row,
    MessageVersion Version,
    Approval Approval,
    ImmutableArray<Concurrence> Concurrences
);

internal static class ReleaseLoader
{
    public static async Task<LoadedRelease> LoadAsync(PortalContext context, Guid releaseId, CancellationToken cancellationToken)
    {
        var found = await (
            from release in context.Releases
            where release.Id == releaseId
            join version in context.Versions
                on new { release.DraftId, Number = release.Version } equals new { version.DraftId, version.Number }
            select new { Release = release, Version = version }
        )
            .AsNoTracking()
            .SingleAsync(cancellationToken);
        return new(
            found.Release,
            found.Version.Read(),
            StatementCodec.ReadApproval(found.Release.Approval),
            await context.ConcurrencesAsync(found.Release.DraftId, found.Release.Version, cancellationToken)
        );
    }
}
