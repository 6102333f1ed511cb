using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Compose;

/// <summary>A decision on a version, in words.</summary>
/// <param name="Words">What was decided, by whom.</param>
/// <param name="At">When.</param>
/// <param name="Said">What was said with it; null when nothing, or when the actor is not cleared for the version.</param>
public sealed record VersionDecision(string Words, DateTimeOffset At, string? Said);

/// <summary>A version of a draft in its history.</summary>
/// <param name="Number">1 and up; 0 is the working copy.</param>
/// <param name="Editor">Sign-in name of who wrote it last.</param>
/// <param name="At">When it was sent to release; of the working copy, when it was changed last.</param>
/// <param name="ContentHash">What approvals are bound to; null for the working copy.</param>
/// <param name="Decisions">What was decided on it, oldest first.</param>
/// <param name="Marking">Of its label; null while it has none.</param>
public sealed record VersionEntry(
    int Number,
    string Editor,
    DateTimeOffset At,
    string? ContentHash,
    ImmutableArray<VersionDecision> Decisions,
    LabelDisplay? Marking
);

/// <summary>A draft with all its versions the actor may see, latest first, the working copy before them.</summary>
public sealed record DraftHistory(Guid DraftId, DraftState State, string Subject, ImmutableArray<VersionEntry> Versions)
{
    /// <summary>What was decided on the versions he may not see, oldest first, without what was said.</summary>
    public ImmutableArray<VersionDecision> Elsewhere { get; init; } = [];
}

/// <summary>Every version of a draft, and what differs between any two. For drafters, reviewers and releasers of its role.</summary>
public sealed class VersionHistory(PortalRecords records, LabelAccess gate)
{
    /// <summary>Stands for the form as it is being written.</summary>
    public const int WorkingCopy = 0;

    /// <summary>Null when there is no such draft the actor may see; versions whose own label he may not see are left out.</summary>
    public async Task<DraftHistory?> ListAsync(Actor actor, Guid draftId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        if (await records.FindDraftAsync(context, gate, actor, draftId, cancellationToken) is not { } draft)
            return null;
        var rows = await context
            .Versions.AsNoTracking()
            .Where(version => version.DraftId == draftId)
            .OrderByDescending(version => version.Number)
            .ToListAsync(cancellationToken);
        var decisions = (
            await context
                .Decisions.AsNoTracking()
                .Where(decision => decision.DraftId == draftId && decision.Kind != DecisionKind.Submitted)
                .OrderBy(decision => decision.Id)
                .ToListAsync(cancellationToken)
        ).ToLookup(decision => decision.Version);
        var entries = ImmutableArray.CreateBuilder<VersionEntry>();
        var working = FormCodec.Read(draft.Form);
        if (draft.State.IsEditable())
            entries.Add(new(WorkingCopy, draft.LastEditor, draft.UpdatedAt, null, [], Mark(working)));
        foreach (var row in rows)
        {
            if (await gate.FindAsync(row.LabelId, actor, cancellationToken) is not { } label)
                continue;
            entries.Add(
                new(
                    row.Number,
                    row.LastEditor,
                    row.SubmittedAt,
                    row.ContentHash,
                    [.. decisions[row.Number].Select(Decided)],
                    gate.Mark(label)
                )
            );
        }
        var shown = entries.Select(entry => entry.Number).ToHashSet();
        return new(draftId, draft.State, draft.Subject, entries.ToImmutable())
        {
            Elsewhere =
            [
                .. decisions
                    .Where(version => version.Key > 0 && !shown.Contains(version.Key))
                    .SelectMany(version => version)
                    .OrderBy(decision => decision.Id)
                    .Select(decision => Decided(decision) with { Said = null }),
            ],
        };
    }

    /// <summary>What differs from one version to another; null when one of them is not there for the actor.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="draftId">The draft.</param>
    /// <param name="from">The older one; null or 0: the working copy.</param>
    /// <param name="to">The newer one; null or 0: the working copy.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ImmutableArray<FieldChange>?> DiffAsync(
        Actor actor,
        Guid draftId,
        int? from,
        int? to,
        CancellationToken cancellationToken
    )
    {
        await using var context = await records.ReadAsync(cancellationToken);
        if (await records.FindDraftAsync(context, gate, actor, draftId, cancellationToken) is not { } draft)
            return null;
        return
            await FormAsync(context, actor, draft, from, cancellationToken) is { } before
            && await FormAsync(context, actor, draft, to, cancellationToken) is { } after
            ? ContentDiff.Of(before, after, label => gate.MarkingOf(label).Text)
            : null;
    }

    private static VersionDecision Decided(DecisionRow decision)
    {
        var act = decision.Kind switch
        {
            DecisionKind.Submitted => "sent to release",
            DecisionKind.Concurred => "concurred",
            DecisionKind.Returned => "returned",
            DecisionKind.HandedOn => "handed on",
            DecisionKind.TakenOver => "taken over",
            DecisionKind.PrecedenceChanged => "precedence changed",
            DecisionKind.Held => "held",
            DecisionKind.Resumed => "taken up again",
            DecisionKind.Released => "released",
            DecisionKind.Undone => "release undone",
            DecisionKind.Withdrawn => "withdrawn",
            DecisionKind.ReleasedAlone => "released by break-glass",
            DecisionKind.ReleaseFailed => "could not be sent",
            DecisionKind.Retried => "sent again",
            DecisionKind.Escalated => "escalated",
        };
        var stage = decision.Stage is null ? "" : $" at {decision.Stage}";
        var principal = decision.OnBehalfOf is null ? "" : $" for {decision.OnBehalfOf}";
        return new($"{act}{stage} by {decision.ByName}{principal}", decision.At, decision.Words);
    }

    private async Task<DraftForm?> FormAsync(
        PortalContext context,
        Actor actor,
        DraftRow draft,
        int? number,
        CancellationToken cancellationToken
    )
    {
        if (number is null or WorkingCopy)
            return FormCodec.Read(draft.Form);
        var row = await context
            .Versions.AsNoTracking()
            .SingleOrDefaultAsync(version => version.DraftId == draft.Id && version.Number == number, cancellationToken);
        return row?.Read().Content is { } content && gate.MaySee(content.Label, actor) ? content.ToForm() : null;
    }

    private LabelDisplay? Mark(DraftForm form) => form.Label is { } label ? gate.Mark(label) : null;
}
