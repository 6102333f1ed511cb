using System.Text.RegularExpressions;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Tests.Release.Walk;

/// <summary>Walks one path: says beforehand whether each act may go through, tries it on the real desks, and compares everything afterwards.</summary>
public sealed partial class Walker(WalkWorld world, CancellationToken cancellationToken)
{
    private static readonly (string Stage, string Role)[] Stages =
    [
        ("Operations", "j3"),
        ("Logistics", "j4"),
        ("Command", "command"),
    ];
    private static readonly Dictionary<string, string[]> Reviewers = new()
    {
        ["j3"] = ["reviewer", "deputy"],
        ["j4"] = ["logistics"],
        ["command"] = ["chief"],
    };
    private static readonly (string Name, RoleFunction Function)[] Actors =
    [
        ("drafter", RoleFunction.Drafter),
        ("second", RoleFunction.Drafter),
        ("releaser", RoleFunction.Drafter),
        ("releaser", RoleFunction.Releaser),
        ("releaser", RoleFunction.Releaser),
        ("releaser", RoleFunction.Releaser),
        ("reviewer", RoleFunction.Reviewer),
        ("deputy", RoleFunction.Reviewer),
        ("logistics", RoleFunction.Reviewer),
        ("chief", RoleFunction.Reviewer),
        ("chief", RoleFunction.Releaser),
        ("duty", RoleFunction.DutyOfficer),
        ("auditor", RoleFunction.Auditor),
    ];

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(40),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(3),
    ];

    private readonly List<ModelDraft> drafts = [];
    private readonly List<Delegation> delegations = [];
    private readonly Dictionary<Guid, List<OpenVersion>> seen = [];
    private readonly List<(ApprovalStatement Statement, Proof Proof, Actor By)> approvals = [];
    private readonly List<string> path = [];

    /// <summary>How many acts went through, and how many were refused.</summary>
    public (int Done, int Refused) Count { get; private set; }

    public async Task RunAsync(WalkStep[] steps)
    {
        for (var made = 0; made < 2; made++)
        {
            drafts.Add(new() { Id = await world.CreateAsync(cancellationToken) });
            drafts[^1].WrittenBy("drafter"); // who began it counts, whoever filled it in
        }
        try
        {
            foreach (var step in steps)
            {
                path.Add(step.ToString());
                await TakeStepAsync(step, drafts[step.Draft]);
                foreach (var draft in drafts)
                    await CompareAsync(draft);
            }
        }
        finally
        {
            // also after a failure: the next walk, a shorter one of the same, is to fail by its own fault
            foreach (var delegation in delegations.Where(one => one.Until > world.Now).ToList())
                await EndAsync(delegation);
        }
    }

    private async Task TakeStepAsync(WalkStep step, ModelDraft draft)
    {
        switch (step.Act)
        {
            case WalkAct.Wait:
                await WaitAsync(Waits[step.Choice % Waits.Length]);
                return;
            case WalkAct.Sign:
                await SignAsync();
                return;
            case WalkAct.SetDeputy:
                await SetDeputyAsync(step);
                return;
            case WalkAct.EndDeputy:
                if (delegations.Where(one => one.Until > world.Now).ToList() is { Count: > 0 } running)
                    await EndAsync(running[step.Choice % running.Count]);
                return;
            case WalkAct.Write:
                await WriteAsync(step, draft);
                return;
            case WalkAct.Withdraw:
                await WithdrawAsync(step, draft);
                return;
            case WalkAct.ReplayApproval:
                await ReplayAsync(step, draft);
                return;
        }
        if (await (IsLikely(step, draft) ?? ActorAsync(step.Who)) is not { } actor)
            return;
        if (step.Act == WalkAct.Undo)
        {
            var may = IsReleaser(actor) && draft is { State: DraftState.Releasing, Signed: false } && world.Now < draft.LeavesAt;
            Judge(may, await world.Undoing.UndoAsync(actor, draft.Id, cancellationToken), "undo");
            if (may)
                (draft.State, draft.BreakGlass) = (draft.AllPassed ? DraftState.ReadyForRelease : DraftState.InReview, false);
            return;
        }
        var old = step.Act is WalkAct.ConcurOnOldVersion or WalkAct.ReleaseOldVersion;
        if (!seen.TryGetValue(draft.Id, out var before))
            seen[draft.Id] = before = [];
        var shown =
            !old ? await world.Office.OpenAsync(actor, draft.Id, cancellationToken)
            : before.Count > 0 ? before[step.Choice % before.Count]
            : null;
        if (shown is null)
            return; // not shown is a refusal too; nothing was changed, which the comparison sees
        if (!old && before.LastOrDefault()?.Version.Number != shown.Version.Number)
            before.Add(shown);
        switch (step.Act)
        {
            case WalkAct.Concur or WalkAct.ConcurOnOldVersion:
                await ConcurAsync(step, draft, actor, shown);
                break;
            case WalkAct.Release or WalkAct.ReleaseOldVersion or WalkAct.ReleaseAlone:
                await ReleaseAsync(draft, actor, shown, step.Act == WalkAct.ReleaseAlone ? "Nobody else is there." : null);
                break;
            default:
                await DecideAsync(step, draft, actor, shown);
                break;
        }
    }

    private async Task WriteAsync(WalkStep step, ModelDraft draft)
    {
        // mostly who drafts; now and then the releaser, who never releases that draft again, and one who is no drafter
        var (name, function) = Actors[
            (step.Who % 20) switch
            {
                < 9 => 0,
                < 18 => 1,
                18 => 2,
                _ => 3,
            }
        ];
        var actor = await world.ActorAsync(name, function, cancellationToken);
        var staged = step.Choice % 2 == 0;
        var precedence = (Precedence)(step.Choice % 6);
        var may = function == RoleFunction.Drafter && draft.State.IsEditable();
        Judge(
            may,
            await world.SubmitAsync(
                actor,
                draft.Id,
                WalkWorld.Form(staged, precedence, $"Step {path.Count}."),
                cancellationToken
            ),
            "submit"
        );
        if (!may)
            return;
        draft.WrittenBy(name);
        (draft.Staged, draft.Precedence) = (staged, precedence);
        draft.NewVersion((await world.ReadAsync(draft.Id, cancellationToken)).Hashes[^1]);
    }

    private async Task WithdrawAsync(WalkStep step, ModelDraft draft)
    {
        var (name, function) = Actors[step.Who % 4];
        var may = function == RoleFunction.Drafter && step.Choice < 30 && draft.State.MayBecome(DraftState.Withdrawn);
        if (!may && step.Choice >= 30)
            return; // seldom: a withdrawn draft is the end of its story
        Judge(
            may,
            await world.Drafts.WithdrawAsync(
                await world.ActorAsync(name, function, cancellationToken),
                draft.Id,
                cancellationToken
            ),
            "withdraw"
        );
        if (may)
            draft.State = DraftState.Withdrawn;
    }

    private async Task ConcurAsync(WalkStep step, ModelDraft draft, Actor actor, OpenVersion shown)
    {
        if (shown.Stages.IsEmpty)
            return;
        var mine = shown.Stages.Where(one => one.RoleAddress == actor.Role.Address.ToString()).ToList();
        var stage = mine.Count > 0 && step.Choice % 4 != 0 ? mine[0] : shown.Stages[step.Choice % shown.Stages.Length];
        var role = Stages.Single(one => one.Stage == stage.Name).Role;
        var duty = actor.OnBehalfOf ?? actor.Name;
        var may =
            shown.Version.Number == draft.Version
            && draft.State == DraftState.InReview
            && draft.IsOpen(stage.Name)
            && actor.Function.MayReview()
            && actor.Role.Address.LocalPart == role
            && Reviewers[role].Contains(duty)
            && !draft.Writers.Contains(actor.Name)
            && !draft.Writers.Contains(duty)
            && (!draft.Taken.TryGetValue(stage.Name, out var by) || by == actor.Name);
        var statement = world.Concurring.Statement(actor, shown, stage.Name, stage.RoleAddress);
        Judge(
            may,
            await world.Concurring.ConcurAsync(
                actor,
                statement,
                "",
                await world.ProveAsync(statement, cancellationToken),
                cancellationToken
            ),
            "concur"
        );
        if (!may)
            return;
        draft.Yes.Add((stage.Name, actor.Name, duty));
        draft.Taken.Remove(stage.Name);
        if (draft.AllPassed)
            draft.State = DraftState.ReadyForRelease;
    }

    private async Task ReleaseAsync(ModelDraft draft, Actor actor, OpenVersion shown, string? alone)
    {
        var statement = world.Office.Statement(actor, shown, world.Office.Prepare(shown), alone);
        var proof = await world.ProveAsync(statement, cancellationToken);
        var fresh =
            await world.Office.OpenAsync(actor, draft.Id, cancellationToken) is { } current && current.Revision == shown.Revision;
        var may = fresh && MayRelease(draft, actor, alone is not null) && shown.Version.Number == draft.Version;
        Judge(may, await world.Office.ReleaseAsync(actor, shown.Revision, statement, proof, cancellationToken), "release");
        approvals.Add((statement, proof, actor));
        if (may)
            LetGo(draft, alone is not null);
    }

    /// <summary>An approval of before, put under the version of now: the proof must give it away.</summary>
    private async Task ReplayAsync(WalkStep step, ModelDraft draft)
    {
        if (approvals.Count == 0 || draft.Version == 0)
            return;
        var (statement, proof, by) = approvals[step.Choice % approvals.Count];
        if (await world.Office.OpenAsync(by, draft.Id, cancellationToken) is not { } current)
            return;
        var other = statement with
        {
            DraftId = draft.Id,
            Version = draft.Version,
            ContentHash = draft.Hashes[^1],
            Drafter = draft.Editor,
            At = world.Now,
        };
        if (other == statement)
            return; // taken back and said again in one tick: the very same yes
        Judge(false, await world.Office.ReleaseAsync(by, current.Revision, other, proof, cancellationToken), "replay");
    }

    private async Task DecideAsync(WalkStep step, ModelDraft draft, Actor actor, OpenVersion shown)
    {
        var role = actor.Role.Address.LocalPart;
        var atStage = actor.Function.MayReview() && Stages.Any(one => one.Role == role && draft.IsOpen(one.Stage));
        var takesPart = IsReleaser(actor) || (atStage && actor.Function.MayReview());
        switch (step.Act)
        {
            case WalkAct.Return:
                var mayReturn =
                    takesPart && draft.State is DraftState.InReview or DraftState.ReadyForRelease or DraftState.Held && takesPart;
                Judge(
                    mayReturn,
                    await world.Review.ReturnAsync(actor, shown, ReturnReason.Content, "Say until when.", cancellationToken),
                    "return"
                );
                if (mayReturn)
                    draft.State = DraftState.Returned;
                break;
            case WalkAct.Hold:
                var until = world.Now.AddMinutes(1 + step.Choice);
                var mayHold = takesPart && draft.State is DraftState.InReview or DraftState.ReadyForRelease && takesPart;
                Judge(
                    mayHold,
                    await world.Review.HoldAsync(actor, shown, until, "Wait for the weather.", cancellationToken),
                    "hold"
                );
                if (mayHold)
                    (draft.State, draft.HeldUntil) = (DraftState.Held, until);
                break;
            case WalkAct.Resume:
                var mayResume = takesPart && draft.State == DraftState.Held;
                Judge(mayResume, await world.Review.ResumeAsync(actor, shown, cancellationToken), "resume");
                if (mayResume)
                    Resume(draft);
                break;
            case WalkAct.ChangePrecedence:
                var precedence = (Precedence)(step.Choice % 6);
                var mayChange = IsReleaser(actor) && draft.State == DraftState.ReadyForRelease && precedence != draft.Precedence;
                Judge(
                    mayChange,
                    await world.Precedences.ChangeAsync(actor, shown, precedence, null, "More urgent by now.", cancellationToken),
                    "precedence"
                );
                if (!mayChange)
                    break;
                draft.Precedence = precedence;
                draft.NewVersion((await world.ReadAsync(draft.Id, cancellationToken)).Hashes[^1]);
                break;
            case WalkAct.Take:
                var atRelease = IsReleaser(actor) && draft.State == DraftState.ReadyForRelease;
                var open = Stages.Where(one => one.Role == role && draft.IsOpen(one.Stage)).Select(one => one.Stage).ToList();
                var mayTake =
                    atRelease
                    || (
                        takesPart
                        && actor.Function.MayReview()
                        && open.Count > 0
                        && draft.State is DraftState.InReview or DraftState.Held
                        && takesPart
                        && open.Count > 0
                    );
                Judge(mayTake, await world.Review.TakeAsync(actor, shown, cancellationToken), "take");
                if (mayTake)
                    foreach (var what in atRelease ? [""] : open)
                        draft.Taken[what] = actor.Name;
                break;
        }
    }

    private async Task SetDeputyAsync(WalkStep step)
    {
        (string Name, RoleFunction Function)[] principals =
        [
            ("releaser", RoleFunction.Releaser),
            ("reviewer", RoleFunction.Reviewer),
            ("logistics", RoleFunction.Reviewer),
            ("chief", RoleFunction.Reviewer),
        ];
        string[] deputies = ["deputy", "second", "logistics", "drafter", "reviewer"];
        var (principal, function) = principals[step.Who % principals.Length];
        var deputy = deputies[step.Choice % deputies.Length];
        var actor = await world.ActorAsync(principal, function, cancellationToken);
        var statement = world.Delegations.Statement(
            actor,
            principal,
            deputy,
            actor.Role.Address,
            world.Now,
            world.Now.AddMinutes(1 + step.Choice)
        );
        var wanted = statement.Delegation;
        var beside = delegations
            .Where(one => one.Role == wanted.Role && one.From < wanted.Until && wanted.From < one.Until && one.Until > world.Now)
            .ToList();
        var may =
            principal != deputy
            && !beside.Any(one => one.Deputy == principal || one.Principal == deputy)
            && !beside.Any(one => one.Principal == principal && one.Deputy == deputy);
        Judge(
            may,
            await world.Delegations.SetAsync(
                actor,
                statement,
                await world.ProveAsync(statement, cancellationToken),
                cancellationToken
            ),
            "delegate"
        );
        if (may)
            delegations.Add(wanted);
    }

    private async Task EndAsync(Delegation delegation)
    {
        world.Tick(); // what a deputy does in the very tick his time ends in is no longer his to do; two people's acts are never one tick
        var actor = await world.ActorAsync(
            delegation.Principal,
            delegation.Principal == "releaser" ? RoleFunction.Releaser : RoleFunction.Reviewer,
            cancellationToken
        );
        var statement = world.Delegations.EndStatement(actor, delegation.Id);
        Judge(
            true,
            await world.Delegations.EndAsync(
                actor,
                statement,
                await world.ProveAsync(statement, cancellationToken),
                cancellationToken
            ),
            "end a delegation"
        );
        delegations[delegations.IndexOf(delegation)] = delegation with { Until = world.Now };
    }

    private async Task WaitAsync(TimeSpan span)
    {
        await world.WaitAsync(span, cancellationToken);
        foreach (var draft in drafts)
        {
            if (draft.State == DraftState.Held && draft.HeldUntil <= world.Now)
                Resume(draft);
            // whom the clock took work from, and to whom it gave it, is its own test's matter
            draft.Taken.Clear();
            foreach (var (what, by) in (await world.ReadAsync(draft.Id, cancellationToken)).Taken)
                draft.Taken[what] = by;
        }
    }

    private async Task SignAsync()
    {
        await world.SignAsync(cancellationToken);
        foreach (
            var draft in drafts.Where(draft =>
                draft is { State: DraftState.Releasing, Signed: false } && draft.LeavesAt <= world.Now
            )
        )
        {
            var late = world.Now - draft.ReleasedAt > ReleaseRules.ApprovalLifetime;
            if (late)
                draft.State = DraftState.ReleaseFailed;
            else
                draft.Signed = true;
        }
    }

    private bool MayRelease(ModelDraft draft, Actor actor, bool alone) =>
        IsReleaser(actor)
        && (alone ? draft.State is DraftState.InReview or DraftState.ReadyForRelease : draft.State == DraftState.ReadyForRelease)
        && (alone || !(draft.Writers.Contains(actor.Name) || draft.Writers.Contains(actor.OnBehalfOf ?? "")))
        && draft.Precedence <= Precedence.Flash
        && (!draft.Taken.TryGetValue("", out var by) || by == actor.Name);

    // the right is the releaser's of J3 alone; a deputy has it while he stands in
    private static bool IsReleaser(Actor actor) =>
        actor.Function == RoleFunction.Releaser
        && actor.Role.Address.LocalPart == "j3"
        && (actor.OnBehalfOf ?? actor.Name) == "releaser";

    private void LetGo(ModelDraft draft, bool alone)
    {
        draft.State = DraftState.Releasing;
        draft.BreakGlass = alone;
        draft.ReleasedAt = world.Now;
        draft.Taken.Clear();
        draft.LeavesAt = world.Now + new PrecedenceTable().Of(draft.Precedence).Grace;
    }

    private static void Resume(ModelDraft draft) =>
        draft.State = draft.AllPassed ? DraftState.ReadyForRelease : DraftState.InReview;

    /// <summary>Every other time somebody who could: chance alone would seldom bring a message through all its stages.</summary>
    private Task<Actor?>? IsLikely(WalkStep step, ModelDraft draft)
    {
        if (step.Who % 2 != 0)
            return null;
        if (step.Act is WalkAct.Release or WalkAct.ReleaseOldVersion or WalkAct.Return)
            return FindAsync("releaser", RoleFunction.Releaser);
        if (step.Act is not (WalkAct.Concur or WalkAct.ConcurOnOldVersion))
            return null;
        var open = Stages.Where(one => draft.IsOpen(one.Stage)).ToList();
        return open.Count == 0 ? null : FindAsync(Reviewers[open[step.Choice % open.Count].Role][0], RoleFunction.Reviewer);
    }

    private async Task<Actor?> FindAsync(string name, RoleFunction function) =>
        await world.ActorAsync(name, function, cancellationToken);

    private async Task<Actor?> ActorAsync(int who)
    {
        var standing = delegations.Where(one => one.IsInForce(world.Now)).ToList();
        if (who < Actors.Length * 5 || standing.Count == 0)
        {
            var (name, function) = Actors[who % Actors.Length];
            return await world.ActorAsync(name, function, cancellationToken);
        }
        var delegation = standing[who % standing.Count];
        return await world.DeputyAsync(
            delegation.Deputy,
            delegation.Principal,
            delegation.Principal == "releaser" ? RoleFunction.Releaser : RoleFunction.Reviewer,
            cancellationToken
        );
    }

    private void Judge(bool may, Outcome outcome, string what)
    {
        Assert.True(
            may == outcome.IsDone,
            $"{what}: expected {(may ? "to go through" : "a refusal")}, found {string.Join(", ", outcome.Refusals.Select(refusal => $"{refusal.Code} {refusal.Text}"))}.\n{string.Join('\n', path)}"
        );
        Assert.All(outcome.Refusals, refusal => Assert.Matches(Code(), refusal.Code));
        Count = may ? (Count.Done + 1, Count.Refused) : (Count.Done, Count.Refused + 1);
    }

    private async Task CompareAsync(ModelDraft draft)
    {
        var stored = await world.ReadAsync(draft.Id, cancellationToken);
        var where = string.Join('\n', path);
        Assert.True(
            draft.State == stored.State,
            $"The draft should be {draft.State} and is {stored.State} ({stored.Release?.Failure}).\n{where}"
        );
        Assert.True(
            draft.Version == stored.Version && draft.Hashes.SequenceEqual(stored.Hashes),
            $"Versions differ: no state may be lost.\n{where}"
        );
        Assert.Equal(draft.Signed, stored.Signed);
        Assert.Equal(draft.Yes.Count, stored.Yes.Count);
        if (!stored.Signed)
            return;
        // what is signed was approved: this hash, by somebody else, with every stage's yes to this hash
        var approval = StatementCodec.ReadApproval(stored.Release!.Approval).Statement;
        Assert.Equal(draft.Hashes[^1], approval.ContentHash);
        Assert.True(
            draft.BreakGlass || !(draft.Writers.Contains(approval.Releaser) || draft.Writers.Contains(approval.OnBehalfOf ?? "")),
            where
        );
        Assert.True(draft.Precedence <= Precedence.Flash, where);
        if (!draft.Staged || draft.BreakGlass)
            return;
        Assert.Equal(
            Stages.Select(one => one.Stage).Order(StringComparer.Ordinal),
            stored.Yes.Select(yes => yes.Statement.Stage).Order(StringComparer.Ordinal)
        );
        Assert.All(stored.Yes, yes => Assert.Equal(approval.ContentHash, yes.Statement.ContentHash));
        Assert.All(stored.Yes, yes => Assert.DoesNotContain(yes.Statement.Reviewer, draft.Writers));
    }

    [GeneratedRegex("^[A-Z]{3}-[0-9]{3}$")]
    private static partial Regex Code();
}
