using Microsoft.AspNetCore.Components;
using Mmhs.Messages.Track;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Track;

public sealed partial class TrackPage
{
    private const string ReceiptWord = "receipt";

    private TrackedMessage? message;
    private Marking? marking;

    [Inject] public required TrackingDesk Desk { get; set; }
    [Inject] public required LabelGate Gate { get; set; }

    [Inject] public required TimeProvider Clock { get; set; }

    [Parameter] public Guid Id { get; set; }

    protected override object? Asked => Id;

    private Guid? absent;

    protected override Change? Watched => Change.Tracking;

    private string Subject => message!.Release.Subject.Trim().Length == 0 ? "(no subject)" : message.Release.Subject;

    private IReadOnlyList<TimelineEntry> Story =>
        [.. from report in message!.Reports
            let about = message.Addressees.First(addressee => addressee.Id == report.TrackingId)
            select new TimelineEntry(report.At, about.DisplayName ?? about.Address, report.Text.StartsWith(ReceiptWord, StringComparison.Ordinal) ? ReceiptWord : report.Reported.ToWord(), report.Text, Kind(report.Reported))
            {
                Evidence = report.StoredMessageId is null ? null : $"/sent/{Id}/report/{report.Id}",
            }];

    private bool IsOverdue(Records.Track.TrackingRow addressee) => Objectives.IsOverdue(addressee.State, message!.DueAt, Clock.GetUtcNow());

    private bool CameLate(Records.Track.TrackingRow addressee) => addressee.DeliveredAt > message!.DueAt;

    protected override async Task LoadAsync(Viewer viewer)
    {
        if (absent == Id) return; // who was told so once is not asking again with every change elsewhere
        message = await Desk.OpenAsync(viewer, Id, Leaving);
        absent = message is null ? Id : null;
        marking = message is null ? null : Gate.Mark(message.Label);
    }

    private static Glyph Mark(TrackingState state) => Kind(state) switch
    {
        TimelineKind.Done => Glyph.Check,
        TimelineKind.Waiting => Glyph.Clock,
        TimelineKind.Refused => Glyph.Warning,
    };

    private static TimelineKind Kind(TrackingState state) => state switch
    {
        TrackingState.Outbox or TrackingState.Submitted or TrackingState.Delayed => TimelineKind.Waiting,
        TrackingState.Relayed or TrackingState.Expanded or TrackingState.Delivered => TimelineKind.Done,
        TrackingState.Failed => TimelineKind.Refused,
    };
}
