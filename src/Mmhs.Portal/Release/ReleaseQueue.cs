using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Release;

/// <summary>One line of what awaits a decision.</summary>
/// <param name="DraftId">The message.</param>
/// <param name="Version">Its version.</param>
/// <param name="Revision">Of the draft, given back with a bulk decision.</param>
/// <param name="Stage">Name of the review stage; null: it awaits release.</param>
/// <param name="Urgency">Governing precedence.</param>
/// <param name="Subject">Empty when it has none.</param>
/// <param name="Drafter">Display name of who wrote it last.</param>
/// <param name="Role">Name of the role that sends it.</param>
/// <param name="DueAt">When this step should be done.</param>
/// <param name="Escalation">How far it was brought upward.</param>
/// <param name="TakenBy">Display name of who takes care of it; null: nobody.</param>
/// <param name="LabelId">Number of its label.</param>
/// <param name="Marking">The words of its label.</param>
public sealed record QueueLine(
    Guid DraftId,
    int Version,
    int Revision,
    string? Stage,
    short Urgency,
    string Subject,
    string Drafter,
    string Role,
    DateTimeOffset? DueAt,
    Escalation Escalation,
    string? TakenBy,
    int LabelId,
    LabelDisplay? Marking
);

/// <summary>One line of what is kept back.</summary>
/// <param name="DraftId">The message.</param>
/// <param name="Urgency">Governing precedence.</param>
/// <param name="Subject">Empty when it has none.</param>
/// <param name="Role">Name of the role that sends it.</param>
/// <param name="By">Display name of who holds it.</param>
/// <param name="Since">When he began to; null: that is not on record.</param>
/// <param name="Until">When it comes back by itself.</param>
/// <param name="Reason">Why.</param>
/// <param name="Marking">The words of its label.</param>
public sealed record HeldLine(
    Guid DraftId,
    short Urgency,
    string Subject,
    string Role,
    string By,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string Reason,
    LabelDisplay? Marking
);

/// <summary>What awaits a person in a role: stages to concur at, and messages to release; most urgent first, then what is due first.</summary>
public sealed class ReleaseQueue(PortalRecords records, LabelAccess gate)
{
    /// <summary>The head of the actor's queue.</summary>
    public async Task<IReadOnlyList<QueueLine>> PageAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (!actor.Function.MaySeeQueue())
            return [];
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        var found = new List<Found>();
        foreach (var part in Parts(context, actor, readable))
            found.AddRange(await part.Take(take).ToListAsync(cancellationToken));
        var lines = new List<QueueLine>();
        var markings = new Dictionary<int, LabelDisplay?>();
        foreach (var label in found.Select(one => one.LabelId).Distinct())
            markings[label] = await gate.MarkAsync(label, actor, cancellationToken);
        foreach (
            var one in found.OrderByDescending(one => one.Urgency).ThenBy(one => one.DueAt).ThenBy(one => one.DraftId).Take(take)
        )
            lines.Add(
                new(
                    one.DraftId,
                    one.Version,
                    one.Revision,
                    one.Stage,
                    one.Urgency,
                    one.Subject,
                    one.Drafter,
                    one.Role,
                    one.DueAt,
                    one.Escalation,
                    one.TakenBy,
                    one.LabelId,
                    markings[one.LabelId]
                )
            );
        return lines;
    }

    /// <summary>What those who decide in the actor's place keep back. Only under labels he may see, for the reasons speak of the messages.</summary>
    public async Task<IReadOnlyList<HeldLine>> HeldAsync(Actor actor, int take, CancellationToken cancellationToken)
    {
        if (!actor.Function.MaySeeQueue())
            return [];
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        var held = context.Drafts.AsNoTracking().Where(d => d.State == DraftState.Held && readable.Contains(d.LabelId!.Value));
        var releases = actor.Function.MayRelease();
        held =
            actor.Function == RoleFunction.DutyOfficer
                ? held.Where(d => d.Escalation == Escalation.DutyOfficer && d.Role.OrganisationId == actor.OrganisationId)
                : held.Where(d =>
                    (releases && d.RoleId == actor.RoleId)
                    || context.Stages.Any(s =>
                        s.DraftId == d.Id && s.Version == d.Version && s.State == StageState.Open && s.RoleId == actor.RoleId
                    )
                );
        var rows = await held.OrderByDescending(d => d.Urgency)
            .ThenBy(d => d.HeldUntil)
            .ThenBy(d => d.Id)
            .Take(take)
            .Select(d => new
            {
                Draft = d,
                Role = d.Role.Name,
                Since = context
                    .Decisions.Where(one => one.DraftId == d.Id && one.Kind == DecisionKind.Held)
                    .Max(one => (DateTimeOffset?)one.At),
            })
            .ToListAsync(cancellationToken);
        var lines = new List<HeldLine>();
        foreach (var (draft, role, since) in rows.Select(one => (one.Draft, one.Role, one.Since)))
            lines.Add(
                new(
                    draft.Id,
                    draft.Urgency,
                    draft.Subject,
                    role,
                    draft.HeldBy ?? "",
                    since,
                    draft.HeldUntil,
                    draft.HeldReason ?? "",
                    await gate.MarkAsync(draft.LabelId!.Value, actor, cancellationToken)
                )
            );
        return lines;
    }

    /// <summary>How much awaits the actor, all of it, and whether any of it is late.</summary>
    public async Task<(int Count, bool Late)> CountAsync(Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!actor.Function.MaySeeQueue())
            return (0, false);
        var readable = await gate.ReadableAsync(actor, cancellationToken);
        await using var context = await records.ReadAsync(cancellationToken);
        var count = 0;
        var late = false;
        foreach (var part in Parts(context, actor, readable))
        {
            count += await part.CountAsync(cancellationToken);
            late = late || await part.AnyAsync(one => one.DueAt < now, cancellationToken);
        }
        return (count, late);
    }

    private static IEnumerable<IQueryable<Found>> Parts(PortalContext context, Actor actor, IReadOnlyList<int> readable)
    {
        if (actor.Function == RoleFunction.DutyOfficer)
        {
            yield return Shown(
                context
                    .Stages.AsNoTracking()
                    .Where(s =>
                        s.State == StageState.Open
                        && s.Escalation == Escalation.DutyOfficer
                        && s.Draft.Role.OrganisationId == actor.OrganisationId
                        && readable.Contains(s.LabelId)
                    )
                    .OrderByDescending(s => s.Urgency)
                    .ThenBy(s => s.DueAt)
                    .ThenBy(s => s.DraftId)
            );
            yield return Shown(
                context
                    .Drafts.AsNoTracking()
                    .Where(d =>
                        d.State == DraftState.ReadyForRelease
                        && d.Escalation == Escalation.DutyOfficer
                        && d.Role.OrganisationId == actor.OrganisationId
                        && readable.Contains(d.LabelId!.Value)
                    )
                    .OrderByDescending(d => d.Urgency)
                    .ThenBy(d => d.DueAt)
                    .ThenBy(d => d.Id)
            );
            yield break;
        }
        yield return Shown(context.Stages.ReviewQueue(actor.RoleId, readable));
        if (actor.Function.MayRelease())
            yield return Shown(context.Drafts.ReleaseQueue(actor.RoleId, readable));
    }

    private static IQueryable<Found> Shown(IQueryable<StageRow> stages) =>
        stages.Select(s => new Found
        {
            DraftId = s.DraftId,
            Version = s.Version,
            Revision = s.Draft.Revision,
            Stage = s.Name,
            Urgency = s.Urgency,
            Subject = s.Draft.Subject,
            Drafter = s.Draft.LastEditorName,
            Role = s.Draft.Role.Name,
            DueAt = s.DueAt,
            Escalation = s.Escalation,
            TakenBy = s.TakenByName,
            LabelId = s.LabelId,
        });

    private static IQueryable<Found> Shown(IQueryable<DraftRow> drafts) =>
        drafts.Select(d => new Found
        {
            DraftId = d.Id,
            Version = d.Version,
            Revision = d.Revision,
            Stage = null,
            Urgency = d.Urgency,
            Subject = d.Subject,
            Drafter = d.LastEditorName,
            Role = d.Role.Name,
            DueAt = d.DueAt,
            Escalation = d.Escalation,
            TakenBy = d.TakenByName,
            LabelId = d.LabelId!.Value,
        });

    private sealed class Found
    {
        public Guid DraftId { get; init; }
        public int Version { get; init; }
        public int Revision { get; init; }
        public string? Stage { get; init; }
        public short Urgency { get; init; }
        public string Subject { get; init; } = "";
        public string Drafter { get; init; } = "";
        public string Role { get; init; } = "";
        public DateTimeOffset? DueAt { get; init; }
        public Escalation Escalation { get; init; }
        public string? TakenBy { get; init; }
        public int LabelId { get; init; }
    }
}
