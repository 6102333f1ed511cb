using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Records;

namespace Mmhs.Portal.Release;

/// <summary>What a last look before a release found.</summary>
/// <param name="Refusals">What stops it; empty: nothing does.</param>
/// <param name="Label">Number of the message's label; 0 where it is stopped.</param>
/// <param name="AgainstMinimize">Whether the MINIMIZE in force would have stopped it, were it not released by break-glass.</param>
public sealed record ReleaseFinding(ImmutableArray<Refusal> Refusals, int Label, bool AgainstMinimize)
{
    public static ReleaseFinding Stopped(params ImmutableArray<Refusal> refusals) => new(refusals, 0, false);
}

/// <summary>Looks at a version once more at the moment of its release: what was lawful when it was submitted may not be any longer.</summary>
public sealed class ReleaseCheck(
    PortalRecords records,
    LabelAccess gate,
    DraftDesk drafts,
    PreFlightDesk preFlight,
    TimeProvider time
)
{
    internal async Task<ReleaseFinding> LookAsync(Actor actor, ApprovalStatement statement, CancellationToken cancellationToken)
    {
        if (await FormAsync(actor, statement, cancellationToken) is not { } form)
            return ReleaseFinding.Stopped(CommonRefusals.NotFound);
        if (await drafts.CheckAsync(actor, statement.DraftId, form, cancellationToken) is ComposeResult.Incomplete incomplete)
            return ReleaseFinding.Stopped(incomplete.Refusals);
        var looked = await preFlight.LookAsync(
            actor,
            statement.DraftId,
            form,
            PreFlightMoment.Release,
            statement.MinimizeAnswer,
            [],
            cancellationToken
        );
        return PreFlight.Stops(looked) is { IsEmpty: false } stops
            ? ReleaseFinding.Stopped(stops)
            : new(
                [],
                await gate.NumberAsync(form.Label!, cancellationToken),
                looked.Any(item =>
                    item is { Severity: PreFlightSeverity.Warn, Code: Minimize.NotConsideredCode or Minimize.TooLargeCode }
                )
            );
    }

    private async Task<DraftForm?> FormAsync(Actor actor, ApprovalStatement statement, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var row = await context
            .Versions.AsNoTracking()
            .Where(v =>
                v.DraftId == statement.DraftId
                && v.Number == statement.Version
                && context.Drafts.Any(d => d.Id == v.DraftId && d.RoleId == actor.RoleId)
            )
            .SingleOrDefaultAsync(cancellationToken);
        return row?.Read().Content is { } content && gate.MaySee(content.Label, actor)
            ? OptionalFieldRules.AtRelease(content.ToForm(), time.GetUtcNow())
            : null;
    }
}
