using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;

namespace Mmhs.Records.Review;

/// <summary>The one writer of where a draft and its stages stand.</summary>
/// <remarks>
/// Each act moves the draft, writes the decision down, counts the revision up and tells the pages that show it, all in the work given.
/// Whether an act is lawful is asked before: a move that <see cref="DraftStates.MayBecome"/> does not know throws.
/// </remarks>
/// <param name="work">The change it is part of.</param>
/// <param name="draft">As loaded in that work.</param>
/// <param name="by">Who decides.</param>
/// <param name="now">When.</param>
public sealed class DraftLifecycle(PortalWork work, DraftRow draft, DecidedBy by, DateTimeOffset now)
{
    // what was brought up to the duty officer is told to him when it leaves him, too
    private readonly bool wasBroughtUp = draft.Escalation == Escalation.DutyOfficer;
    private bool isCounted;
    private bool hasMoved;

    /// <summary>Stages of the current version, in their order.</summary>
    public static Task<List<StageRow>> StagesAsync(PortalContext context, DraftRow draft, CancellationToken cancellationToken) =>
        context
            .Stages.Where(stage => stage.DraftId == draft.Id && stage.Version == draft.Version)
            .OrderBy(stage => stage.Number)
            .ToListAsync(cancellationToken);

    /// <summary>The draft of a release that the outbox works on; null: it is in another state by now, and nothing is left to say of it.</summary>
    /// <remarks>Its row is locked before it is read: what became of a copy that was handed over must not be lost to somebody who touches the row.</remarks>
    public static async Task<DraftLifecycle?> OfReleasingAsync(
        PortalWork work,
        Guid draftId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var locked = await work
            .Context.Drafts.Where(draft => draft.Id == draftId && draft.State == DraftState.Releasing)
            .ExecuteUpdateAsync(set => set.SetProperty(draft => draft.UpdatedAt, now), cancellationToken)
            .ConfigureAwait(false);
        return locked == 0
            ? null
            : new(
                work,
                await work.Context.Drafts.SingleAsync(draft => draft.Id == draftId, cancellationToken).ConfigureAwait(false),
                DecidedBy.Portal,
                now
            );
    }

    /// <summary>A new version is on its way: to its first stages, or straight to the releaser.</summary>
    /// <param name="version">The version.</param>
    /// <param name="label">Number of its label.</param>
    /// <param name="stages">What it must pass; empty: nothing.</param>
    /// <param name="table">Says when it is late.</param>
    /// <param name="kind"><see cref="DecisionKind.Submitted"/> or <see cref="DecisionKind.PrecedenceChanged"/>.</param>
    /// <param name="words">Said with it; null: nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task BeginAsync(
        MessageVersion version,
        int label,
        IReadOnlyList<PlannedStage> stages,
        PrecedenceTable table,
        DecisionKind kind,
        string? words,
        CancellationToken cancellationToken
    )
    {
        await EndStagesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (stage, number) in stages.Select((stage, number) => (stage, number)))
            work.Context.Stages.Add(
                new StageRow
                {
                    DraftId = draft.Id,
                    Version = version.Number,
                    Number = number,
                    Name = stage.Name,
                    Order = stage.Order,
                    RoleId = stage.RoleId,
                    Needed = stage.Needed,
                    State = stage.IsOpen ? StageState.Open : StageState.Waiting,
                    BudgetSeconds = (int)stage.Budget.TotalSeconds,
                    OpenedAt = stage.IsOpen ? now : null,
                    DueAt = stage.IsOpen ? now + stage.Budget : null,
                    Urgency = (short)version.Content.GoverningPrecedence,
                    LabelId = label,
                }
            );
        draft.TakenBy = draft.TakenByName = null;
        EndHold();
        if (stages.Count == 0)
            AwaitRelease(table);
        else
            Review();
        await DecideAsync(kind, null, words, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Somebody concurred at a stage; with enough of them it is passed, and the next one opens or the releaser is asked.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="stages">All of the version.</param>
    /// <param name="concurrence">Statement and proof.</param>
    /// <param name="counted">How many count with this one.</param>
    /// <param name="comment">Empty: nothing was said.</param>
    /// <param name="table">Says when the release is late.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ConcurAsync(
        StageRow stage,
        IReadOnlyCollection<StageRow> stages,
        Concurrence concurrence,
        int counted,
        string comment,
        PrecedenceTable table,
        CancellationToken cancellationToken
    )
    {
        stage.Concurred = counted;
        if (counted >= stage.Needed)
            Pass(stage, stages, table);
        var decision = await DecideAsync(DecisionKind.Concurred, null, comment, stage.Name, cancellationToken)
            .ConfigureAwait(false);
        decision.Concurrence = StatementCodec.Write(concurrence);
    }

    /// <summary>Somebody takes care of it: of these stages, or where there are none of the release.</summary>
    /// <param name="stages">Open stages he takes care of.</param>
    /// <param name="name">His sign-in name.</param>
    /// <param name="displayName">What others see.</param>
    /// <param name="kind"><see cref="DecisionKind.TakenOver"/> or <see cref="DecisionKind.HandedOn"/>.</param>
    /// <param name="words">Said with it; null: nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task AssignAsync(
        IReadOnlyCollection<StageRow> stages,
        string name,
        string displayName,
        DecisionKind kind,
        string? words,
        CancellationToken cancellationToken
    )
    {
        if (stages.Count == 0)
            (draft.TakenBy, draft.TakenByName) = (name, displayName);
        foreach (var stage in stages)
            (stage.TakenBy, stage.TakenByName) = (name, displayName);
        return DecideAsync(kind, null, words, stages.Count == 1 ? stages.First().Name : null, cancellationToken);
    }

    /// <summary>It goes back to its drafter.</summary>
    /// <param name="shown">What the drafter reads.</param>
    /// <param name="reason">Code of the reason; null: none was chosen.</param>
    /// <param name="words">As they were said.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReturnAsync(string shown, string? reason, string words, CancellationToken cancellationToken)
    {
        await EndStagesAsync(cancellationToken).ConfigureAwait(false);
        Become(DraftState.Returned);
        draft.ReturnReason = shown;
        draft.ReturnedBy = by.DisplayName;
        draft.TakenBy = draft.TakenByName = null;
        draft.HeldUntil = null;
        draft.DueAt = null;
        await DecideAsync(DecisionKind.Returned, reason, words, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>It is kept back until a time, or until it is resumed.</summary>
    public Task HoldAsync(DateTimeOffset until, string words, CancellationToken cancellationToken)
    {
        Become(DraftState.Held);
        draft.HeldUntil = until;
        draft.HeldReason = words;
        draft.HeldBy = by.DisplayName;
        return DecideAsync(DecisionKind.Held, null, words, null, cancellationToken);
    }

    /// <summary>The hold ends: what is not passed yet is reviewed, the rest awaits release, and its time begins anew.</summary>
    public Task ResumeAsync(
        IReadOnlyCollection<StageRow> stages,
        PrecedenceTable table,
        string? words,
        CancellationToken cancellationToken
    )
    {
        EndHold();
        if (ArePassed(stages))
            AwaitRelease(table);
        else
            Become(DraftState.InReview);
        foreach (var stage in stages.Where(stage => stage.State == StageState.Open))
            stage.DueAt = now.AddSeconds(stage.BudgetSeconds);
        return DecideAsync(DecisionKind.Resumed, null, words, null, cancellationToken);
    }

    /// <summary>It ends for good; it stays readable in the records.</summary>
    public async Task WithdrawAsync(string? words, CancellationToken cancellationToken)
    {
        await EndStagesAsync(cancellationToken).ConfigureAwait(false);
        Become(DraftState.Withdrawn);
        await DecideAsync(DecisionKind.Withdrawn, null, words, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>It is released, and awaits its signature and its time.</summary>
    /// <param name="kind"><see cref="DecisionKind.Released"/> or <see cref="DecisionKind.ReleasedAlone"/>.</param>
    /// <param name="words">Said with it; null: nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReleaseAsync(DecisionKind kind, string? words, CancellationToken cancellationToken)
    {
        await EndStagesAsync(cancellationToken).ConfigureAwait(false);
        Become(DraftState.Releasing);
        draft.TakenBy = draft.TakenByName = null;
        draft.DueAt = null;
        await DecideAsync(kind, null, words, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The release is taken back before anything of it was signed; stages that ended with it are open again.</summary>
    public Task UndoAsync(IReadOnlyCollection<StageRow> stages, PrecedenceTable table, CancellationToken cancellationToken)
    {
        if (ArePassed(stages))
            AwaitRelease(table);
        else
        {
            Become(DraftState.InReview);
            foreach (var stage in stages.Where(stage => stage.State == StageState.Ended))
                stage.State = stage.OpenedAt is null ? StageState.Waiting : StageState.Open;
        }
        return DecideAsync(DecisionKind.Undone, null, null, null, cancellationToken);
    }

    /// <summary>What could not be sent is tried once more.</summary>
    public Task RetryAsync(CancellationToken cancellationToken)
    {
        Become(DraftState.Releasing);
        return DecideAsync(DecisionKind.Retried, null, null, null, cancellationToken);
    }

    /// <summary>All copies are with the submission agent, as many of them as it takes.</summary>
    public Task SentAsync(CancellationToken cancellationToken)
    {
        Become(DraftState.Released);
        return TellAsync(cancellationToken);
    }

    /// <summary>No copy can be sent; an operator has it now.</summary>
    public Task FailAsync(string words, CancellationToken cancellationToken)
    {
        Become(DraftState.ReleaseFailed);
        work.Changed(ChangeTopic.Drafts); // an operator's, whatever his role
        return DecideAsync(DecisionKind.ReleaseFailed, null, Characters.Cut(words, MaxWords), null, cancellationToken);
    }

    /// <summary>It is late, at a stage or at the release, and is brought to somebody else.</summary>
    /// <param name="stage">Null: the release.</param>
    /// <param name="to">How far up.</param>
    /// <param name="table">Says when it is late once more.</param>
    /// <param name="words">What the history says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task EscalateAsync(
        StageRow? stage,
        Escalation to,
        PrecedenceTable table,
        string words,
        CancellationToken cancellationToken
    )
    {
        if (stage is null)
        {
            (draft.Escalation, draft.DueAt) = (to, ReleaseDueAt(table));
            draft.TakenBy = draft.TakenByName = null;
        }
        else
        {
            (stage.Escalation, stage.DueAt) = (to, now.AddSeconds(stage.BudgetSeconds));
            stage.TakenBy = stage.TakenByName = null;
        }
        return DecideAsync(DecisionKind.Escalated, null, words, stage?.Name, cancellationToken);
    }

    private const int MaxWords = 2000;

    private static bool ArePassed(IEnumerable<StageRow> stages) => stages.All(stage => stage.State == StageState.Passed);

    private void Pass(StageRow stage, IReadOnlyCollection<StageRow> stages, PrecedenceTable table)
    {
        stage.State = StageState.Passed;
        stage.TakenBy = stage.TakenByName = null;
        if (stages.Any(other => other.State == StageState.Open))
            return;
        var next = stages.Where(other => other.State == StageState.Waiting).ToList();
        if (next.Count == 0)
            AwaitRelease(table);
        foreach (var waiting in next.Where(other => other.Order == next.Min(one => one.Order)))
        {
            waiting.State = StageState.Open;
            waiting.OpenedAt = now;
            waiting.DueAt = now.AddSeconds(waiting.BudgetSeconds);
        }
    }

    private void Review()
    {
        Become(DraftState.InReview);
        draft.Escalation = Escalation.None;
        draft.DueAt = null;
    }

    // all stages are passed: the releaser's time begins; a new version of what awaits release may await it again
    private void AwaitRelease(PrecedenceTable table)
    {
        if (draft.State != DraftState.ReadyForRelease)
            Become(DraftState.ReadyForRelease);
        draft.Escalation = Escalation.None;
        draft.DueAt = ReleaseDueAt(table);
    }

    private DateTimeOffset ReleaseDueAt(PrecedenceTable table) =>
        now + table.Of((Precedence)Math.Max((short)0, draft.Urgency)).Stage;

    private void EndHold()
    {
        draft.HeldUntil = null;
        draft.HeldReason = draft.HeldBy = null;
    }

    private Task EndStagesAsync(CancellationToken cancellationToken) =>
        work
            .Context.Stages.Where(stage =>
                stage.DraftId == draft.Id && (stage.State == StageState.Open || stage.State == StageState.Waiting)
            )
            .ExecuteUpdateAsync(set => set.SetProperty(stage => stage.State, StageState.Ended), cancellationToken);

    private void Become(DraftState to)
    {
        if (!draft.State.MayBecome(to))
            throw new InvalidOperationException($"A draft that is {draft.State.ToWord()} does not become {to.ToWord()}.");
        draft.State = to;
        hasMoved = true;
    }

    private async Task<DecisionRow> DecideAsync(
        DecisionKind kind,
        string? reason,
        string? words,
        string? stage,
        CancellationToken cancellationToken
    )
    {
        var decision = new DecisionRow
        {
            DraftId = draft.Id,
            Version = draft.Version,
            Kind = kind,
            Stage = stage,
            By = by.Name,
            ByName = by.DisplayName,
            OnBehalfOf = by.OnBehalfOf,
            At = now,
            Reason = reason,
            Words = string.IsNullOrEmpty(words) ? null : words,
        };
        work.Context.Decisions.Add(decision);
        await TellAsync(cancellationToken).ConfigureAwait(false);
        return decision;
    }

    private Task TellAsync(CancellationToken cancellationToken)
    {
        if (!isCounted)
            draft.Revision++;
        isCounted = true;
        // that the clock hands something on is no change by its people
        if (hasMoved || by != DecidedBy.Portal)
            draft.UpdatedAt = now;
        if (!wasBroughtUp)
            return work.DraftChangedAsync(ChangeTopic.Drafts, draft, cancellationToken);
        work.Changed(ChangeTopic.Drafts);
        return Task.CompletedTask;
    }
}
