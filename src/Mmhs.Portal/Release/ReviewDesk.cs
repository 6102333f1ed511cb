using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.Compose;
using Mmhs.Records.People;
using Mmhs.Records.Release;
using Mmhs.Records.Review;
using Mmhs.Signing;
using static Mmhs.Portal.Compose.DraftDecisions;

namespace Mmhs.Portal.Release;

/// <summary>Everything decided about a version before its release. Each act finds the draft anew, under the actor's rights, in its own transaction.</summary>
public sealed class ReviewDesk(
    PortalRecords records,
    LabelAccess gate,
    ReviewReader reader,
    ReviewStart start,
    ProofDesk proofs,
    ISigningService signing,
    IOptions<PrecedenceTable> precedences,
    TimeProvider time
)
{
    /// <summary>Longest reason or comment, in characters.</summary>
    public const int MaxWords = 2000;

    /// <summary>How long somebody may hold a message at once.</summary>
    public static readonly TimeSpan LongestHold = HoldLimits.Longest;

    /// <summary>What the actor would say yes to at a stage.</summary>
    public ConcurrenceStatement Statement(Actor actor, OpenVersion shown, StageView stage) =>
        new(
            shown.Version.DraftId,
            shown.Version.Number,
            shown.Version.ContentHash,
            stage.Name,
            EmailAddress.Parse(stage.RoleAddress),
            actor.Name,
            actor.OnBehalfOf,
            Messages.Release.Statement.Moment(time.GetUtcNow())
        );

    /// <summary>Concurs at a stage with the password typed again.</summary>
    public async Task<Outcome> ConcurAsync(
        Actor actor,
        ConcurrenceStatement statement,
        string comment,
        string password,
        CancellationToken cancellationToken
    )
    {
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, password, "proof-password", cancellationToken);
        return proof is null
            ? await RefusedAsync(actor, statement.DraftId, AuditTypes.Review, why!, cancellationToken)
            : await ConcurAsync(actor, statement, comment, proof, cancellationToken);
    }

    /// <summary>Concurs at a stage by a yes as a page got it.</summary>
    public Task<Outcome> ConcurAsync(
        Actor actor,
        ConcurrenceStatement statement,
        string comment,
        GivenApproval said,
        CancellationToken cancellationToken
    ) =>
        said.Proof is { } proof
            ? ConcurAsync(actor, statement, comment, proof, cancellationToken)
            : ConcurAsync(actor, statement, comment, said.Password, cancellationToken);

    /// <summary>Concurs at a stage: exactly the statement counts, proven as the signing service will want it.</summary>
    public async Task<Outcome> ConcurAsync(
        Actor actor,
        ConcurrenceStatement statement,
        string comment,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReview())
            return await RefusedAsync(
                actor,
                statement.DraftId,
                AuditTypes.Review,
                CommonRefusals.NotPermitted,
                cancellationToken
            );
        if (TooLong(comment) is { } tooLong)
            return Outcome.Refused(tooLong);
        var now = time.GetUtcNow();
        if (
            statement.Reviewer != actor.Name
            || statement.OnBehalfOf != actor.OnBehalfOf
            || statement.Role != actor.Role.Address
            || (now - statement.At).Duration() > ReleaseDesk.DialogLifetime
        )
            return await RefusedAsync(
                actor,
                statement.DraftId,
                AuditTypes.Review,
                new("REV-008", "What you were shown is too old or not yours. Open the message again."),
                cancellationToken
            );
        var authority = await signing.AuthorityAsync(cancellationToken);
        var unproven = await proofs.ObjectionAsync(actor, statement, proof, cancellationToken);
        return unproven is not null && unproven.Code != ProofDesk.NotProvenCode
            ? await RefusedAsync(actor, statement.DraftId, AuditTypes.Review, unproven, cancellationToken)
            : await RecordAsync(actor, statement, comment.Trim(), proof, unproven is null, authority, now, cancellationToken);
    }

    /// <summary>Takes care of a message, or takes it over from whoever does; others see it.</summary>
    public Task<Outcome> TakeAsync(Actor actor, OpenVersion shown, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            shown,
            AuditTypes.ReviewTaken,
            (work, draft, now) =>
                AssignAsync(
                    work,
                    actor,
                    draft,
                    actor.Name,
                    actor.DisplayName,
                    DecisionKind.TakenOver,
                    "",
                    now,
                    cancellationToken
                ),
            cancellationToken
        );

    /// <summary>Hands a message on to another who may decide at the same place.</summary>
    public Task<Outcome> HandOnAsync(
        Actor actor,
        OpenVersion shown,
        string name,
        string words,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actor,
            shown,
            AuditTypes.ReviewHandedOn,
            async (work, draft, now) =>
            {
                if (TooLong(words) is { } tooLong)
                    return tooLong;
                var other = await (
                    from person in work.Context.Users
                    where person.UserName == name && person.DeactivatedAt == null
                    join membership in work.Context.Memberships.Where(MembershipRow.HeldAt(now))
                        on person.Id equals membership.PersonId
                    where
                        membership.RoleId == actor.RoleId
                        && (membership.Function == RoleFunction.Releaser || membership.Function == RoleFunction.Reviewer)
                    select person
                ).FirstOrDefaultAsync(cancellationToken);
                return other is null
                    ? new("REV-011", $"{name} does not decide for {actor.RoleName}. Choose somebody who does.", "hand-on-to")
                    : await AssignAsync(
                        work,
                        actor,
                        draft,
                        other.UserName!,
                        other.DisplayName,
                        DecisionKind.HandedOn,
                        words.Trim(),
                        now,
                        cancellationToken
                    );
            },
            cancellationToken
        );

    /// <summary>Sends a version back to its drafter with a reason; the draft can be changed and submitted again.</summary>
    public Task<Outcome> ReturnAsync(
        Actor actor,
        OpenVersion shown,
        ReturnReason reason,
        string words,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actor,
            shown,
            AuditTypes.DraftReturned,
            async (work, draft, now) =>
            {
                var said = words.Trim();
                if (said.Length == 0)
                    return new("REL-022", "Say why, so that the drafter can mend it.", "return-reason");
                if (said.Length > MaxWords)
                    return new("REL-023", $"The reason has {said.Length} characters; {MaxWords} is the most.", "return-reason");
                if (!draft.State.MayBecome(DraftState.Returned))
                    return NoLongerAwaiting(draft);
                if (!MayDecide(actor, draft, await StagesAsync(work.Context, draft, cancellationToken)))
                    return CommonRefusals.NotPermitted;
                await ReviewStart.EndAsync(work.Context, draft.Id, cancellationToken);
                draft.State = DraftState.Returned;
                draft.ReturnReason = $"{reason.ToText()}: {said}";
                draft.ReturnedBy = actor.DisplayName;
                draft.TakenBy = draft.TakenByName = null;
                draft.HeldUntil = null;
                draft.DueAt = null;
                work.Context.Decisions.Add(Decision(actor, draft, DecisionKind.Returned, now, reason.ToCode(), said));
                return null;
            },
            cancellationToken,
            new() { ["reason"] = reason.ToCode(), ["reasonLength"] = words.Trim().Length }
        );

    /// <summary>Keeps a message back until a time, or until it is resumed.</summary>
    public Task<Outcome> HoldAsync(
        Actor actor,
        OpenVersion shown,
        DateTimeOffset until,
        string words,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actor,
            shown,
            AuditTypes.DraftHeld,
            async (work, draft, now) =>
            {
                var said = words.Trim();
                if (said.Length is 0 or > MaxWords)
                    return new("REV-012", $"Say why it is held, in up to {MaxWords} characters.", "hold-reason");
                if (until <= now || until > now + LongestHold)
                    return new("REV-013", $"Hold until a time ahead, {LongestHold.TotalDays:0} days at the most.", "hold-until");
                if (!draft.State.MayBecome(DraftState.Held))
                    return NoLongerAwaiting(draft);
                if (!MayDecide(actor, draft, await StagesAsync(work.Context, draft, cancellationToken)))
                    return CommonRefusals.NotPermitted;
                draft.State = DraftState.Held;
                draft.HeldUntil = until;
                draft.HeldReason = said;
                draft.HeldBy = actor.DisplayName;
                work.Context.Decisions.Add(Decision(actor, draft, DecisionKind.Held, now, null, said));
                return null;
            },
            cancellationToken,
            new() { ["until"] = until }
        );

    /// <summary>Ends a hold before its time.</summary>
    public Task<Outcome> ResumeAsync(Actor actor, OpenVersion shown, CancellationToken cancellationToken) =>
        ActAsync(
            actor,
            shown,
            AuditTypes.DraftResumed,
            async (work, draft, now) =>
            {
                if (draft.State != DraftState.Held)
                    return NoLongerAwaiting(draft);
                var stages = await StagesAsync(work.Context, draft, cancellationToken);
                if (!MayDecide(actor, draft, stages))
                    return CommonRefusals.NotPermitted;
                Resume(draft, stages, precedences.Value, now);
                work.Context.Decisions.Add(Decision(actor, draft, DecisionKind.Resumed, now, null, null));
                return null;
            },
            cancellationToken
        );

    /// <summary>The releaser changes how urgent a message is: a new version, marked as his, that passes the stages of its kind again.</summary>
    public async Task<Outcome> ChangePrecedenceAsync(
        Actor actor,
        OpenVersion shown,
        Precedence? action,
        Precedence? information,
        string words,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayRelease())
            return await RefusedAsync(
                actor,
                shown.Version.DraftId,
                AuditTypes.PrecedenceChanged,
                CommonRefusals.NotPermitted,
                cancellationToken
            );
        var said = words.Trim();
        if (said.Length is 0 or > MaxWords)
            return Outcome.Refused(
                new Refusal("REV-014", $"Say why the precedence is changed, in up to {MaxWords} characters.", "precedence-reason")
            );
        var content = shown.Version.Content;
        if ((content.Action is null) != (action is null) || (content.Information is null) != (information is null))
            return Outcome.Refused(
                new Refusal("REV-015", "Give a precedence for each kind of addressee there is, and for no other.", "precedence")
            );
        if (content.Action?.Precedence == action && content.Information?.Precedence == information)
            return Outcome.Refused(new Refusal("REV-015", "This is the precedence it has. Choose another.", "precedence"));
        var authority = await signing.AuthorityAsync(cancellationToken);
        var label = await gate.NumberAsync(content.Label, cancellationToken);
        return await ActAsync(
            actor,
            shown,
            AuditTypes.PrecedenceChanged,
            async (work, draft, now) =>
            {
                if (draft.RoleId != actor.RoleId)
                    return CommonRefusals.NotPermitted;
                if (draft.State is not DraftState.ReadyForRelease)
                    return NoLongerAwaiting(draft);
                var form = OptionalFieldRules.AtRelease(content.ToForm(), now) with
                {
                    ActionPrecedence = action,
                    InformationPrecedence = information,
                };
                // a time in it may have passed since it was submitted
                var check = ComposeRules.Check(form, content.From, new ComposeLimits(), now, []);
                if (check is not ComposeResult.Complete { Content: var changed })
                    return ((ComposeResult.Incomplete)check).Refusals[0];
                draft.Form = FormCodec.Write(form);
                draft.Version++;
                draft.Urgency = (short)(action ?? information)!.Value;
                // the words are still his; the change is marked as the releaser's
                var version = new MessageVersion(draft.Id, draft.Version, changed, shown.Version.LastEditor, now);
                var plan = StagePlan.For(changed, authority.Book.PolicyOf(content.From.Address.Domain), gate.Policies);
                var row = VersionRow.Of(version, label, draft.LastEditorName, plan.Rule);
                row.PrecedenceBy = actor.DisplayName;
                work.Context.Versions.Add(row);
                work.Context.Decisions.Add(Decision(actor, draft, DecisionKind.PrecedenceChanged, now, null, said));
                return await start.BeginAsync(work, draft, version, label, authority, now, cancellationToken);
            },
            cancellationToken,
            new()
            {
                ["action"] = action is { } a ? (int)a : default(CanonicalValue),
                ["information"] = information is { } i ? (int)i : default(CanonicalValue),
            }
        );
    }

    /// <summary>Who else may decide in the actor's place.</summary>
    public async Task<IReadOnlyList<(string Name, string DisplayName)>> OthersAsync(
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Function.MayReview())
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        var others = await (
            from membership in context.Memberships.Where(MembershipRow.HeldAt(time.GetUtcNow()))
            where
                membership.RoleId == actor.RoleId
                && membership.Function == actor.Function
                && membership.PersonId != actor.PersonId
            join person in context.Users on membership.PersonId equals person.Id
            where person.DeactivatedAt == null
            orderby person.DisplayName
            select new { person.UserName, person.DisplayName }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return [.. others.Select(other => (other.UserName!, other.DisplayName))];
    }

    /// <summary>The states before a hold: what is not passed yet is reviewed, the rest awaits release.</summary>
    internal static void Resume(DraftRow draft, IReadOnlyCollection<StageRow> stages, PrecedenceTable table, DateTimeOffset now)
    {
        draft.HeldUntil = null;
        draft.HeldReason = draft.HeldBy = null;
        if (stages.All(stage => stage.State == StageState.Passed))
            ReviewStart.AwaitRelease(draft, table, now);
        else
            draft.State = DraftState.InReview;
        foreach (var stage in stages.Where(stage => stage.State == StageState.Open))
            stage.DueAt = now.AddSeconds(stage.BudgetSeconds);
    }

    internal static Task<List<StageRow>> StagesAsync(
        PortalContext context,
        DraftRow draft,
        CancellationToken cancellationToken
    ) =>
        context
            .Stages.Where(s => s.DraftId == draft.Id && s.Version == draft.Version)
            .OrderBy(s => s.Number)
            .ToListAsync(cancellationToken);

    internal static Refusal NoLongerAwaiting(DraftRow draft) =>
        new(
            "REL-009",
            $"This version no longer awaits a decision: the draft is {draft.State.ToWord()} in version {draft.Version}. Open the queue again."
        );

    private async Task<Outcome> RecordAsync(
        Actor actor,
        ConcurrenceStatement statement,
        string comment,
        Proof proof,
        bool holds,
        Authority authority,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var work = await records.BeginAsync(cancellationToken);
        if (await reader.FindAsync(work.Context, actor, statement.DraftId, cancellationToken) is not var (draft, version, _))
            return await RefusedAsync(
                work,
                actor,
                statement.DraftId,
                AuditTypes.Review,
                CommonRefusals.NotFound,
                cancellationToken
            );
        if (draft.Version != statement.Version)
            return await RefusedAsync(work, actor, draft, AuditTypes.Review, Overtaken(draft), cancellationToken);
        if (draft.State != DraftState.InReview)
            return await RefusedAsync(work, actor, draft, AuditTypes.Review, NoLongerAwaiting(draft), cancellationToken);
        var stages = await StagesAsync(work.Context, draft, cancellationToken);
        var plan = StagePlan.For(version.Content, authority.Book.PolicyOf(version.Content.From.Address.Domain), gate.Policies);
        if (
            stages.FirstOrDefault(s => s.Name == statement.Stage) is not { State: StageState.Open } stage
            || stage.RoleId != actor.RoleId
        )
            return await RefusedAsync(
                work,
                actor,
                draft,
                AuditTypes.Review,
                new("REV-009", $"The stage {statement.Stage} is not open to you. Open the message again."),
                cancellationToken
            );
        if (plan.Stages.FirstOrDefault(s => s.Name == statement.Stage) is not { } rule)
            return await RefusedAsync(
                work,
                actor,
                draft,
                AuditTypes.Review,
                new(
                    "REV-016",
                    "The release policy changed since this was submitted, and this stage is gone. Return the message, so that it is submitted anew."
                ),
                cancellationToken
            );
        if (stage.TakenBy is { } taken && taken != actor.Name)
            return await RefusedAsync(
                work,
                actor,
                draft,
                AuditTypes.Review,
                new("REV-017", $"{stage.TakenByName} takes care of this. Take it over first."),
                cancellationToken
            );
        if (ReviewRules.Objection(version, rule, statement, holds, authority, gate.Policies, now) is { } objection)
            return await RefusedAsync(work, actor, draft, AuditTypes.Review, objection, cancellationToken);
        var before = await work
            .Context.Decisions.Where(d =>
                d.DraftId == draft.Id && d.Version == draft.Version && d.Kind == DecisionKind.Concurred && d.Stage == stage.Name
            )
            .ToListAsync(cancellationToken);
        var heard = before.Select(d => StatementCodec.ReadConcurrence(d.Concurrence!)).Append(new(statement, proof)).ToList();
        var counted = ReleaseRules.Concurring(
            version,
            rule,
            [.. heard],
            authority,
            (said, _) => said != (Statement)statement || holds,
            gate.Policies
        );
        if (counted <= before.Count)
            return await RefusedAsync(
                work,
                actor,
                draft,
                AuditTypes.Review,
                new("REV-018", "You, or whom you stand in for, concurred at this stage already."),
                cancellationToken
            );

        var decision = Decision(actor, draft, DecisionKind.Concurred, now, null, comment, stage.Name);
        decision.Concurrence = StatementCodec.Write(new Concurrence(statement, proof));
        work.Context.Decisions.Add(decision);
        stage.Concurred = counted;
        if (counted >= stage.Needed)
            Pass(draft, stage, stages, now);
        draft.UpdatedAt = now;
        draft.Revision++;
        work.Audit(
            Event(
                AuditTypes.Review,
                AuditOutcome.Ok,
                actor,
                draft.Id,
                new()
                {
                    ["version"] = draft.Version,
                    ["decision"] = "concur",
                    ["stage"] = stage.Name,
                    ["contentHash"] = version.ContentHash,
                    ["statement"] = statement.Digest(),
                    ["method"] = proof.Method.ToWord(),
                    ["onBehalfOf"] = actor.OnBehalfOf,
                }
            )
        );
        await work.DraftChangedAsync(ChangeTopic.Drafts, draft, cancellationToken);
        if (!await work.TryCommitAsync(cancellationToken))
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        return Outcome.Done;
    }

    private void Pass(DraftRow draft, StageRow stage, List<StageRow> stages, DateTimeOffset now)
    {
        stage.State = StageState.Passed;
        stage.TakenBy = stage.TakenByName = null;
        if (stages.Any(other => other.State == StageState.Open))
            return;
        var next = stages.Where(other => other.State == StageState.Waiting).ToList();
        if (next.Count == 0)
        {
            ReviewStart.AwaitRelease(draft, precedences.Value, now);
            return;
        }
        foreach (var waiting in next.Where(other => other.Order == next.Min(one => one.Order)))
        {
            waiting.State = StageState.Open;
            waiting.OpenedAt = now;
            waiting.DueAt = now.AddSeconds(waiting.BudgetSeconds);
        }
    }

    private static async Task<Refusal?> AssignAsync(
        PortalWork work,
        Actor actor,
        DraftRow draft,
        string name,
        string displayName,
        DecisionKind kind,
        string words,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var stages = await StagesAsync(work.Context, draft, cancellationToken);
        if (!MayDecide(actor, draft, stages))
            return CommonRefusals.NotPermitted;
        if (draft.State == DraftState.ReadyForRelease && draft.RoleId == actor.RoleId)
            (draft.TakenBy, draft.TakenByName) = (name, displayName);
        else if (
            stages.Where(stage => stage.State == StageState.Open && stage.RoleId == actor.RoleId).ToList() is { Count: > 0 } open
        )
            foreach (var stage in open)
                (stage.TakenBy, stage.TakenByName) = (name, displayName);
        else
            return NoLongerAwaiting(draft);
        work.Context.Decisions.Add(
            Decision(actor, draft, kind, now, null, kind == DecisionKind.HandedOn ? $"To {displayName}. {words}".Trim() : words)
        );
        return null;
    }

    // Who takes part in deciding: releasers of the role that sends, reviewers at an open stage, and the duty officer for what came up to him.
    private static bool MayDecide(Actor actor, DraftRow draft, IReadOnlyCollection<StageRow> stages) =>
        (actor.Function.MayRelease() && draft.RoleId == actor.RoleId)
        || (actor.Function.MayReview() && stages.Any(stage => stage.State == StageState.Open && stage.RoleId == actor.RoleId));

    private async Task<Outcome> ActAsync(
        Actor actor,
        OpenVersion shown,
        string type,
        Func<PortalWork, DraftRow, DateTimeOffset, Task<Refusal?>> act,
        CancellationToken cancellationToken,
        CanonicalObject? data = null
    )
    {
        if (!actor.Function.MayReview())
            return await RefusedAsync(actor, shown.Version.DraftId, type, CommonRefusals.NotPermitted, cancellationToken);
        await using var work = await records.BeginAsync(cancellationToken);
        if (await reader.FindAsync(work.Context, actor, shown.Version.DraftId, cancellationToken) is not var (draft, _, _))
            return await RefusedAsync(work, actor, shown.Version.DraftId, type, CommonRefusals.NotFound, cancellationToken);
        if (draft.Version != shown.Version.Number)
            return await RefusedAsync(work, actor, draft, type, Overtaken(draft), cancellationToken);
        if (draft.Revision != shown.Revision)
            return await RefusedAsync(work, actor, draft, type, CommonRefusals.ChangedMeanwhile, cancellationToken);
        draft.UpdatedAt = time.GetUtcNow();
        if (await act(work, draft, draft.UpdatedAt) is { } refusal)
        {
            // nothing of the act may stay in the transaction that writes the refusal down
            work.Context.ChangeTracker.Clear();
            return await RefusedAsync(work, actor, shown.Version.DraftId, type, refusal, cancellationToken);
        }
        draft.Revision++;
        data ??= new();
        data["version"] = draft.Version;
        data["onBehalfOf"] = actor.OnBehalfOf;
        work.Audit(Event(type, AuditOutcome.Ok, actor, draft.Id, data));
        await work.DraftChangedAsync(ChangeTopic.Drafts, draft, cancellationToken);
        if (!await work.TryCommitAsync(cancellationToken))
            return Outcome.Refused(CommonRefusals.ChangedMeanwhile);
        return Outcome.Done;
    }

    private static Refusal Overtaken(DraftRow draft) =>
        new("REV-010", $"The message is in version {draft.Version} now. Look at what changed and decide on that.");

    private static Refusal? TooLong(string words) =>
        words.Trim().Length > MaxWords
            ? new("REL-023", $"The comment has {words.Trim().Length} characters; {MaxWords} is the most.", "comment")
            : null;

    private Task<Outcome> RefusedAsync(
        PortalWork work,
        Actor actor,
        DraftRow draft,
        string type,
        Refusal reason,
        CancellationToken cancellationToken
    ) => RefusedAsync(work, actor, draft.Id, type, reason, cancellationToken);

    private static async Task<Outcome> RefusedAsync(
        PortalWork work,
        Actor actor,
        Guid draft,
        string type,
        Refusal reason,
        CancellationToken cancellationToken
    )
    {
        work.Context.ChangeTracker.Clear();
        work.Audit(Event(type, AuditOutcome.Denied, actor, draft, new() { ["code"] = reason.Code }));
        await work.CommitAsync(cancellationToken);
        return Outcome.Refused(reason);
    }

    private async Task<Outcome> RefusedAsync(
        Actor actor,
        Guid draft,
        string type,
        Refusal reason,
        CancellationToken cancellationToken
    )
    {
        await records.AuditAsync(
            Event(type, AuditOutcome.Denied, actor, draft, new() { ["code"] = reason.Code }),
            cancellationToken
        );
        return Outcome.Refused(reason);
    }

    private static AuditEvent Event(string type, AuditOutcome outcome, Actor actor, Guid draft, CanonicalObject data) =>
        new(type, outcome, actor.Name, actor.Role.Address.ToString(), null, null, draft.ToString("D"), data);
}
