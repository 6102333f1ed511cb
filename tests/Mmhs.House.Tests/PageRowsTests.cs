using Microsoft.AspNetCore.Components;
using Mmhs.Portal;
using Mmhs.Records.Compose;
using Mmhs.Records.Deliver;

namespace Mmhs.House.Tests;

public sealed class PageRowsTests
{
    // Each is a debt: a line may go when a desk hands out a view of its own, and none may come.
    private static readonly string[] Exempt =
    [
        "AuditDesk.SearchAsync returns AuditEntryRow",
        "AuditDesk.StoryAsync returns AuditEntryRow",
        "AuditEntryView.Row is AuditEntryRow",
        "AuditPage names AuditEntryRow",
        "DraftDesk.ListAsync returns DraftRow",
        "DraftsPage names DraftRow",
        "StoryPage names AuditEntryRow",
    ];

    [Fact]
    public void Pages_use_desks_and_never_rows() =>
        Assert.Equal(
            Exempt.Order(StringComparer.Ordinal),
            typeof(Routes)
                .Assembly.GetTypes()
                .Where(PageRows.IsComponent)
                .SelectMany(PageRows.Offences)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_planted_offender_is_found() =>
        Assert.Equal(
            ["Desk.Find returns InboxRow", "Line.Draft is DraftRow", "Offender names AttachmentRow"],
            PageRows.Offences(typeof(Offender)).Distinct().Order(StringComparer.Ordinal)
        );

    private sealed record Line(DraftRow Draft);

    private sealed record Page(IReadOnlyList<Line> Lines);

    private sealed class Desk
    {
        public static int Count => 0;

        public Task<InboxRow?> Find() => Task.FromResult<InboxRow?>(Count == 0 ? null : new());
    }

    private sealed class Offender : ComponentBase
    {
        private readonly Page page = new([]);

        [Inject]
        private Desk Records { get; set; } = new();

        private int Size => page.Lines.Count + Enumerable.Empty<AttachmentRow>().Count(row => row is null);
    }
}
