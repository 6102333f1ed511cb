using Microsoft.EntityFrameworkCore;
using Mmhs.Portal.Access;
using Mmhs.Records;

namespace Mmhs.Portal.Compose;

/// <summary>
/// What was said of a version may quote it, so it stays under that version's label whatever label the draft has now. Who is not cleared for it
/// is told who decided, and when, and not the words.
/// </summary>
internal static class VersionText
{
    /// <summary>Stands in the place of words the actor is not cleared for.</summary>
    public const string Withheld = "You are not cleared for what was said.";

    /// <summary>Of the versions named, those whose words the actor may hear. Version 0 is before the first: nothing was said of it.</summary>
    internal static async Task<IReadOnlySet<(Guid Draft, int Version)>> HeardAsync(
        this PortalContext context,
        LabelAccess gate,
        Actor actor,
        IEnumerable<(Guid Draft, int Version)> asked,
        CancellationToken cancellationToken
    )
    {
        var versions = asked.Where(one => one.Version > 0).ToHashSet();
        if (versions.Count == 0)
            return versions;
        var drafts = versions.Select(one => one.Draft).Distinct().ToList();
        var numbers = versions.Select(one => one.Version).Distinct().ToList();
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        var found = await context
            .Versions.AsNoTracking()
            .Where(version =>
                drafts.Contains(version.DraftId) && numbers.Contains(version.Number) && readable.Contains(version.LabelId)
            )
            .Select(version => new { version.DraftId, version.Number })
            .ToListAsync(cancellationToken);
        return found.Select(one => (one.DraftId, one.Number)).Where(versions.Contains).ToHashSet();
    }

    /// <summary>The same of one version.</summary>
    internal static async Task<bool> MayHearAsync(
        this PortalContext context,
        LabelAccess gate,
        Actor actor,
        Guid draft,
        int version,
        CancellationToken cancellationToken
    ) => (await context.HeardAsync(gate, actor, [(draft, version)], cancellationToken)).Count > 0;
}
