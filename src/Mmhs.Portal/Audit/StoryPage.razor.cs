using Microsoft.AspNetCore.Components;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Audit;

public sealed partial class StoryPage
{
    private IReadOnlyList<AuditEntryView> story = [];
    private IReadOnlyList<TimelineEntry> told = [];

    [Inject]
    public required AuditDesk Desk { get; set; }

    /// <summary>Message-ID, with or without its brackets.</summary>
    [SupplyParameterFromQuery(Name = "m")]
    public string? Message { get; set; }

    protected override object? Asked => Message;

    private IEnumerable<string> Delivered =>
        story
            .Where(entry => entry.Row.EventType == AuditTypes.Deliver && entry.Outcome == AuditOutcome.Ok)
            .Select(entry => entry.Said("recipient"))
            .OfType<string>()
            .Distinct();

    protected override async Task LoadAsync(Actor actor)
    {
        story = MessageId.TryParse(Message, out var id)
            ? [.. (await Desk.StoryAsync(actor, id.Value, Leaving)).Select(row => new AuditEntryView(row))]
            : [];
        told = [.. story.Select(Told)];
    }

    private static TimelineEntry Told(AuditEntryView entry) =>
        new(
            entry.Row.At,
            entry.Role is { } role && entry.Row.Actor is { } actor ? $"{actor}, {role}" : entry.Row.Actor ?? "transfer service",
            EventText.What(entry),
            EventText.Outcome(entry),
            entry.Outcome == AuditOutcome.Ok ? TimelineKind.Done : TimelineKind.Refused
        );

    // By reference: two entries may say the same at the same moment.
    private AuditEntryView EvidenceOf(TimelineEntry shown) =>
        story[told.TakeWhile(entry => !ReferenceEquals(entry, shown)).Count()];

    private string? Who(string type) =>
        story.LastOrDefault(entry => entry.Row.EventType == type && entry.Outcome == AuditOutcome.Ok) is { } entry
            ? entry.Role is { } role
                ? $"{entry.Row.Actor}, {role}"
                : entry.Row.Actor
            : null;

    private DateTimeOffset? When(string type) =>
        story.FirstOrDefault(entry => entry.Row.EventType == type && entry.Outcome == AuditOutcome.Ok)?.Row.At;
}
