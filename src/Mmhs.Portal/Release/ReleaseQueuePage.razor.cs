using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Release;

public sealed partial class ReleaseQueuePage
{
    private const int Shown = 200;

    private IReadOnlyList<QueueLine> queue = [];
    private IReadOnlyList<HeldLine> held = [];
    private readonly HashSet<string> marks = [];
    private ImmutableArray<BulkEntry> sheet = [];
    private LabelDisplay? sheetMarking; // of what the dialog shows, whatever is ticked or has left the queue since
    private IReadOnlyList<Refusal> refusals = [];
    private Actor? actor;
    private DateTimeOffset now;
    private bool releasing;
    private string news = "";
    private ITimer? tick;

    [Inject]
    public required ReleaseQueue Queue { get; set; }

    [Inject]
    public required BulkRelease Bulk { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [CascadingParameter]
    public Shared.Layout.ShellState? Shell { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override ChangeTopic? Watched => ChangeTopic.Drafts;

    private List<QueueLine> Marked => [.. queue.Where(line => marks.Contains(Key(line)))];

    protected override async Task LoadAsync(Actor actor)
    {
        // what is due is said from now on, so it is said anew as the minutes pass
        tick ??= Clock.CreateTimer(
            _ =>
                _ = InvokeAsync(() =>
                {
                    now = Clock.GetUtcNow();
                    StateHasChanged();
                }),
            null,
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(1)
        );
        this.actor = actor;
        now = Clock.GetUtcNow();
        var fresh = await Queue.PageAsync(actor, Shown, Leaving);
        var known = queue.Select(line => line.DraftId).ToHashSet();
        var arrived = fresh.Count(line => !known.Contains(line.DraftId));
        if (Loaded && arrived > 0)
            news = arrived == 1 ? "One more message awaits you." : $"{arrived} more messages await you.";
        queue = fresh;
        held = await Queue.HeldAsync(actor, Shown, Leaving);
        marks.IntersectWith(fresh.Select(Key));
    }

    protected override async ValueTask LeaveAsync()
    {
        if (tick is not null)
            await tick.DisposeAsync();
    }

    private string State(QueueLine line)
    {
        var index = queue.TakeWhile(one => one != line).Count();
        var begins = index > 0 && queue[index - 1].Urgency != line.Urgency;
        return $"{(begins ? "begins " : "")}{(StepText.IsLate(line.DueAt, now) ? "overdue" : "")}";
    }

    private static string Words(QueueLine line) =>
        line.Subject.Trim().Length == 0 ? "(no subject)" : HiddenCharacters.Reveal(line.Subject);

    private void Mark(QueueLine line, bool marked)
    {
        if (marked)
            marks.Add(Key(line));
        else
            marks.Remove(Key(line));
    }

    private async Task OpenBulkAsync()
    {
        if (await Current.FindAsync(Leaving) is not { } releaser)
            return;
        sheetMarking = LabelDisplays.Highest(Marked.Select(line => line.Marking));
        (sheet, var why) = await Bulk.OpenAsync(releaser, [.. Marked.Select(line => line.DraftId)], Leaving);
        refusals = why is null ? [] : [why];
        releasing = why is null;
    }

    private async Task<Outcome> ReleaseAsync(
        IReadOnlyList<BulkEntry> chosen,
        Func<Statement, Task<GivenApproval?>> prove,
        Action<BulkResult> done
    ) =>
        await Current.FindAsync(Leaving) is { } releaser
            ? await Bulk.ReleaseAsync(releaser, chosen, prove, done, Leaving)
            : Outcome.Refused(CommonRefusals.NotPermitted);

    private static string Key(QueueLine line) => $"{line.DraftId}/{line.Stage}";

    private static string Address(QueueLine line) => $"/release/{line.DraftId}";

    private void Go(QueueLine line) => Navigation.NavigateTo(Address(line));
}
