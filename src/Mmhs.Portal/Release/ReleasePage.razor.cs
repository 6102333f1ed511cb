using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Changes;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Release;

/// <summary>One message on its way, for whoever decides on it.</summary>
public sealed partial class ReleasePage
{
    private OpenVersion? open;
    private OpenVersion? next;
    private Actor? actor;
    private LabelDisplay? marking;
    private DryRun? run;
    private IReadOnlyList<(string Name, string DisplayName)> others = [];
    private IReadOnlyList<Refusal> refusals = [];
    private Refusal? alone;
    private Dialog dialog;
    private bool gone;
    private bool decided;
    private bool decidedHere; // what follows from one's own act is no news
    private bool acting;
    private bool busy;
    private ReturnReason returning = ReturnReason.Content;
    private Guid? absent;
    private string colleague = "";
    private DateTimeGroup? until;
    private Refusal? wrongUntil;
    private Precedence? action;
    private Precedence? information;

    [Inject]
    public required ReleaseDesk Office { get; set; }

    [Inject]
    public required ReviewDesk Review { get; set; }

    [Inject]
    public required ConcurrenceDesk Concurrence { get; set; }

    [Inject]
    public required PrecedenceDesk Precedences { get; set; }

    [Inject]
    public required UndoDesk Undoing { get; set; }

    [Inject]
    public required ReviewReader Reader { get; set; }

    [Inject]
    public required WhoMayRelease Who { get; set; }

    [Inject]
    public required DraftDesk Drafts { get; set; }

    [Inject]
    public required LabelAccess Gate { get; set; }

    [Inject]
    public required Notices Notices { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Parameter]
    public Guid Id { get; set; }

    protected override object? Asked => Id;

    protected override ChangeTopic? Watched => ChangeTopic.Drafts;

    private enum Dialog
    {
        None,
        Release,
        BreakGlass,
        Concur,
        Return,
        HandOn,
        Hold,
        Precedence,
    }

    private string Subject => open!.Version.Content.Subject.Length == 0 ? "(no subject)" : open.Version.Content.Subject;

    private string Step =>
        open!.State == DraftState.InReview
            ? string.Join(" and ", open.Stages.Where(stage => stage.State == StageState.Open).Select(stage => stage.Name))
            : open.State.ToWord();

    // Nothing is decided on what is no longer there.
    private bool IsCurrent => !gone && next is null;

    private bool Awaits(params ReadOnlySpan<DraftState> states) => IsCurrent && states.Contains(open!.State);

    private bool IsReviewing =>
        actor!.Function.MayReview() && open!.Stages.Any(stage => stage.State == StageState.Open && stage.RoleId == actor.RoleId);

    private bool Decides => open!.IsReleaser || IsReviewing;

    private StageView? MyStage => Awaits(DraftState.InReview) ? open!.Stages.FirstOrDefault(stage => stage.Mine) : null;

    private bool MayReturn => Decides && Awaits(DraftState.InReview, DraftState.ReadyForRelease, DraftState.Held);

    private bool MayAssign =>
        (open!.IsReleaser && Awaits(DraftState.ReadyForRelease)) || (IsReviewing && Awaits(DraftState.InReview));

    private bool MayTake => MayAssign && TakenBy?.Name != actor!.Name;

    private bool MayHandOn => MayAssign && others.Count > 0;

    private bool MayHold => Decides && Awaits(DraftState.InReview, DraftState.ReadyForRelease);

    private bool MayResume => Decides && Awaits(DraftState.Held);

    private bool MayRelease => open!.IsReleaser && Awaits(DraftState.ReadyForRelease);

    private bool MayChangePrecedence => MayRelease;

    private bool MayAlone => open!.IsReleaser && alone is null && Awaits(DraftState.InReview, DraftState.ReadyForRelease);

    private Refusal? Objection =>
        run?.People.FirstOrDefault(person => person.IsActor && person.OnBehalfOf == actor!.OnBehalfOf)?.Objection;

    private (string Name, string DisplayName)? TakenBy =>
        open!.State == DraftState.ReadyForRelease
            ? open.TakenBy is { } taken
                ? (taken, open.TakenByName!)
                : null
            : open.Stages.FirstOrDefault(stage =>
                stage.RoleId == actor!.RoleId && stage is { State: StageState.Open, TakenBy: not null }
            )
                is { } stage
                ? (stage.TakenBy!, stage.TakenByName!)
                : null;

    private string TakeWords => TakenBy is { } other ? $"Take over from {other.DisplayName}" : "Take care of it";

    private List<TimelineEntry> History =>
        [
            .. open!.History.Select(decision => new TimelineEntry(
                decision.At,
                StepText.Who(decision),
                StepText.Of(decision) + (decision.Stage is { } stage ? $" at {stage}" : ""),
                decision.Words is { } said ? $"Version {decision.Version}: {said}" : $"Version {decision.Version}",
                decision.Kind is DecisionKind.Returned or DecisionKind.ReleaseFailed or DecisionKind.Withdrawn
                        ? TimelineKind.Refused
                    : decision.Kind is DecisionKind.Held or DecisionKind.Escalated ? TimelineKind.Waiting
                    : TimelineKind.Done
            )),
        ];

    protected override async Task LoadAsync(Actor current)
    {
        if (absent == Id)
            return; // who was told so once is not asking again with every change elsewhere
        var fresh =
            open?.Version.DraftId == Id
                ? await Reader.RefreshAsync(current, Id, open.Version.Number, Leaving)
                : await Reader.OpenAsync(current, Id, Leaving);
        absent = open?.Version.DraftId != Id && fresh is null ? Id : null;
        actor = current;
        if (open is null || open.Version.DraftId != Id)
            await ShowAsync(current, fresh);
        else if (fresh is null)
            gone = true;
        // Nothing is exchanged under the eyes of whoever decides: he is shown what differs, and goes over to it himself.
        else if (fresh.Version.Number != open.Version.Number)
            next = fresh with { SeenBefore = open.Version.Number };
        else
        {
            decided |=
                !acting
                && fresh.State != open.State
                && !(decidedHere && fresh.History.Skip(open.History.Length).All(decision => decision.By == current.Name));
            if (fresh.State != open.State && dialog != Dialog.None && !acting)
                dialog = Dialog.None;
            await ShowAsync(current, fresh with { SeenBefore = open.SeenBefore });
        }
    }

    private async Task ShowAsync(Actor current, OpenVersion? fresh)
    {
        open = fresh;
        if (fresh is null)
            return;
        marking = Gate.Mark(fresh.Version.Content.Label);
        run = await Who.AskAsync(current, fresh.Version, Leaving);
        alone = await Who.AloneAsync(current, fresh.Version, Leaving);
        others = await Review.OthersAsync(current, Leaving);
        if (colleague.Length == 0 && others.Count > 0)
            colleague = others[0].Name;
        (action, information) = (fresh.Version.Content.Action?.Precedence, fresh.Version.Content.Information?.Precedence);
    }

    private void Show(Dialog which)
    {
        refusals = [];
        decided = false;
        wrongUntil = null; // the field is drawn anew, with the value it had
        dialog = which;
    }

    private void Close(bool shown)
    {
        if (!shown)
            dialog = Dialog.None;
    }

    private async Task Advance()
    {
        if (await Current.FindAsync(Leaving) is not { } now)
            return;
        var (announced, current) = (next!, await Reader.RefreshAsync(now, Id, next!.Version.Number, Leaving));
        (next, refusals, decided, dialog) = (null, [], false, Dialog.None);
        if (current is null)
            gone = true;
        else if (current.Version.Number != announced.Version.Number)
            next = current with { SeenBefore = announced.SeenBefore }; // overtaken once more
        else
            await ShowAsync(now, current with { SeenBefore = announced.SeenBefore });
    }

    private ImmutableArray<FieldChange> Differences(OpenVersion before, OpenVersion after) =>
        Differences(before.Version.Content, after.Version.Content);

    private ImmutableArray<FieldChange> Differences(MessageContent before, MessageContent after) =>
        ContentDiff.Of(before.ToForm(), after.ToForm(), label => Gate.MarkingOf(label).Text);

    private async Task<ImmutableArray<FieldChange>?> FindAsync(int number) =>
        await Reader.ContentAsync(actor!, Id, number, Leaving) is { } before ? Differences(before, open!.Version.Content) : null;

    private async Task<IReadOnlyList<PreFlightItem>> CheckAsync(MinimizeAnswer answer) =>
        await Current.FindAsync(Leaving) is { } now
            ? await Drafts.PreFlightAsync(now, Id, open!.Version.Content.ToForm(), PreFlightMoment.Release, answer, Leaving)
            : [new(CommonRefusals.NotPermitted.Code, PreFlightSeverity.Stop, CommonRefusals.NotPermitted.Text)];

    private Task<Outcome> ReleaseAsync(GivenApproval said) =>
        ActAsync(
            now => Office.ReleaseAsync(now, open!.Revision, (ApprovalStatement)said.Statement, said, Leaving),
            $"Released. What becomes of it is under Sent."
        );

    private Task<Outcome> ConcurAsync(GivenApproval said, string comment) =>
        ActAsync(now => Concurrence.ConcurAsync(now, (ConcurrenceStatement)said.Statement, comment, said, Leaving), "Concurred.");

    private Task<Outcome> ReturnAsync(string words) =>
        ActAsync(now => Review.ReturnAsync(now, open!, returning, words, Leaving), $"Returned to {open!.DrafterName}.");

    private Task<Outcome> HandOnAsync(string words) =>
        ActAsync(now => Review.HandOnAsync(now, open!, colleague, words, Leaving), "Handed on.");

    private Task<Outcome> HoldAsync(string words) =>
        wrongUntil is { } wrong ? Task.FromResult(Outcome.Refused(wrong))
        : until is { } at ? ActAsync(now => Review.HoldAsync(now, open!, at.At, words, Leaving), $"Held until {at}.")
        : Task.FromResult(Outcome.Refused(DecisionRefusals.HeldWithoutEnd.Of(ReviewDesk.LongestHold.Days)));

    private async Task HoldAsync(PreFlightItem item)
    {
        refusals = (
            await ActAsync(
                now => Review.HoldAsync(now, open!, item.HoldUntil!.Value, item.HoldReason!, Leaving),
                $"Held until {new DateTimeGroup(item.HoldUntil!.Value)}."
            )
        ).Refusals;
        if (refusals.Count > 0)
            dialog = Dialog.None; // said on the page
    }

    private async Task<Outcome> PrecedenceAsync(string words)
    {
        var outcome = await ActAsync(
            now => Precedences.ChangeAsync(now, open!, action, information, words, Leaving),
            "Precedence changed: a new version was made."
        );
        if (outcome.IsDone && next is not null)
            await Advance(); // it is his own new version
        return outcome;
    }

    private Task TakeAsync() => PlainlyAsync(now => Review.TakeAsync(now, open!, Leaving), "You take care of it.");

    private Task ResumeAsync() => PlainlyAsync(now => Review.ResumeAsync(now, open!, Leaving), "Resumed.");

    private Task UndoAsync() => PlainlyAsync(now => Undoing.UndoAsync(now, Id, Leaving), "Taken back: nothing left.");

    private async Task PlainlyAsync(Func<Actor, Task<Outcome>> act, string done)
    {
        if (busy)
            return;
        busy = true;
        try
        {
            refusals = (await ActAsync(act, done)).Refusals;
        }
        finally
        {
            busy = false;
        }
    }

    private async Task<Outcome> ActAsync(Func<Actor, Task<Outcome>> act, string done)
    {
        if (await Current.FindAsync(Leaving) is not { } now)
            return Outcome.Refused(CommonRefusals.NotPermitted);
        acting = true;
        try
        {
            var outcome = await act(now);
            var overtaken = outcome.Refusals.Any(refusal => refusal.Code == DecisionRefusals.Overtaken.Code);
            if (outcome.IsDone)
            {
                decidedHere = true;
                Notices.ShowInfo(done);
                (dialog, refusals, decided) = (Dialog.None, [], false);
            }
            else if (overtaken)
            {
                (dialog, refusals) = (Dialog.None, outcome.Refusals);
            }
            if (
                outcome.IsDone
                || overtaken
                || outcome.Refusals.Any(refusal => refusal.Code == CommonRefusals.ChangedMeanwhile.Code)
            )
                await RefreshAsync();
            return outcome;
        }
        finally
        {
            acting = false;
            StateHasChanged();
        }
    }
}
