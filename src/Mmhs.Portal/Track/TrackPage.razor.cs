using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Track;

public sealed partial class TrackPage
{
    private const string Unconfirmed =
        "Not confirmed: neither the system that took the message nor a signature of the addressee's own domain stands behind this report. It changed nothing.";

    private TrackedMessage? message;
    private LabelDisplay? marking;
    private IReadOnlyList<Refusal> refusals = [];
    private bool busy;

    [Inject]
    public required TrackingDesk Desk { get; set; }

    [Inject]
    public required LabelAccess Gate { get; set; }

    [Inject]
    public required UndoDesk Undoing { get; set; }

    [Inject]
    public required Notices Notices { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Parameter]
    public Guid Id { get; set; }

    protected override object? Asked => Id;

    private Guid? absent;

    protected override ChangeTopic? Watched => ChangeTopic.Tracking;

    private string Subject => message!.Release.Subject.Trim().Length == 0 ? "(no subject)" : message.Release.Subject;

    private IReadOnlyList<TimelineEntry> Story =>
        [
            .. from report in message!.Reports
            let about = message.Addressees.First(addressee => addressee.Id == report.AddresseeId)
            select new TimelineEntry(
                report.At,
                about.DisplayName ?? about.Address,
                report.IsConfirmed ? What(report) : $"{What(report)}, not confirmed",
                report.IsConfirmed ? report.Text : $"{report.Text}. {Unconfirmed}",
                report.IsConfirmed ? Kind(report.Reported) : TimelineKind.Doubtful
            )
            {
                Evidence = report.StoredMessageId is null ? null : $"/sent/{Id}/report/{report.Id}",
            },
        ];

    private int UnconfirmedCount => message!.Reports.Count(report => !report.IsConfirmed);

    private static string What(TrackedReport report) =>
        report.Receipt is { } said ? $"receipt: {said.ToWord()}" : report.Reported.ToWord();

    // A draft is "releasing" from the yes until it is gone; what waits for its time is not on its way.
    private string Standing => message!.LeavesAt is null ? message.State.ToWord() : "released, waits for its time";

    private bool IsOverdue(TrackedAddressee addressee) =>
        Objectives.IsOverdue(addressee.State, addressee.Reports, message!.DueAt, Clock.GetUtcNow());

    private bool CameLate(TrackedAddressee addressee) => addressee.DeliveredAt > message!.DueAt;

    protected override async Task LoadAsync(Actor actor)
    {
        if (absent == Id)
            return; // who was told so once is not asking again with every change elsewhere
        message = await Desk.OpenAsync(actor, Id, Leaving);
        absent = message is null ? Id : null;
        marking = message is null ? null : Gate.Mark(message.Label);
    }

    private async Task UndoAsync()
    {
        if (busy || message is null || await Current.FindAsync(Leaving) is not { } now)
            return;
        var draft = message.Release.DraftId;
        busy = true;
        try
        {
            var outcome = await Undoing.CallBackAsync(now, Id, Leaving);
            refusals = outcome.Refusals;
            if (!outcome.IsDone)
                await RefreshAsync();
            else
            {
                // with the release its tracking is gone, perhaps from this page too; the message awaits its releaser again
                Notices.ShowInfo("Taken back: nothing left.");
                Navigation.NavigateTo($"/release/{draft}", replace: true);
            }
        }
        finally
        {
            busy = false;
        }
    }

    private string Word(TrackedAddressee addressee) =>
        message!.LeavesAt is { } leaves && addressee.State == TrackingState.Outbox ? $"leaves {new DateTimeGroup(leaves)}"
        : addressee.State.IsUnreported(addressee.Reports) ? "no report asked"
        : addressee.State.ToWord();

    private static Glyph Mark(TrackedAddressee addressee) =>
        addressee.State.IsUnreported(addressee.Reports)
            ? Glyph.Sent
            : Kind(addressee.State) switch
            {
                TimelineKind.Done => Glyph.Check,
                TimelineKind.Waiting => Glyph.Clock,
                TimelineKind.Refused or TimelineKind.Doubtful => Glyph.Warning,
            };

    private static TimelineKind Kind(TrackingState state) =>
        state switch
        {
            TrackingState.Outbox or TrackingState.Submitted or TrackingState.Delayed => TimelineKind.Waiting,
            TrackingState.Relayed or TrackingState.Expanded or TrackingState.Delivered => TimelineKind.Done,
            TrackingState.Failed => TimelineKind.Refused,
        };
}
