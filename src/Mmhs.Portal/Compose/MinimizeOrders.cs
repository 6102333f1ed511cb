using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Records;

namespace Mmhs.Portal.Compose;

/// <summary>What pre-flight and release go by.</summary>
internal static class MinimizeOrders
{
    /// <summary>Orders of an organisation that are not over: those in force, and those to come.</summary>
    public static async Task<ImmutableArray<Minimize>> CurrentAsync(
        PortalContext context,
        int organisationId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await context
                    .Minimizes.AsNoTracking()
                    .Where(m => m.OrganisationId == organisationId && m.Until > now)
                    .OrderBy(m => m.Until)
                    .ToListAsync(cancellationToken)
            ).Select(m => m.ToOrder()),
        ];
}
