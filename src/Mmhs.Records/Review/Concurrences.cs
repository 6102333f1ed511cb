using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;

namespace Mmhs.Records.Review;

/// <summary>The reviewers' yeses of a version, with their proofs.</summary>
public static class Concurrences
{
    /// <summary>In the order they were given.</summary>
    public static async Task<ImmutableArray<Concurrence>> ConcurrencesAsync(
        this PortalContext context,
        Guid draftId,
        int version,
        CancellationToken cancellationToken
    )
    {
        var given = await context
            .Decisions.AsNoTracking()
            .Where(d => d.DraftId == draftId && d.Version == version && d.Kind == DecisionKind.Concurred)
            .OrderBy(d => d.Id)
            .Select(d => d.Concurrence!)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return [.. given.Select(StatementCodec.ReadConcurrence)];
    }
}
