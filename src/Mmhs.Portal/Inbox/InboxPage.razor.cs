using Microsoft.AspNetCore.Components;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Inbox;

public sealed partial class InboxPage
{
    private const int PageSize = 50;
    private const string UnreadState = "unread";

    private IReadOnlyList<InboxItem> entries = [];
    private string? selected;
    private string news = "";
    private bool watches;
    private bool more;

    [Inject] public required InboxDesk Desk { get; set; }
    [Inject] public required LabelGate Gate { get; set; }
    [Inject] public required NavigationManager Navigation { get; set; }

    protected override Change? Watched => Change.Inbox;

    private int Unread => entries.Count(entry => entry.Line.Entry.FirstReadAt is null);

    // As many as were shown, so that news do not fold a long list up again; the highlighted row keeps its highlight by its key.
    protected override async Task LoadAsync(Viewer viewer)
    {
        watches = viewer.Function.CoversOrganisation();
        var wanted = Math.Clamp(entries.Count, PageSize, 500);
        var latest = entries.Count == 0 ? 0 : entries[0].Line.Entry.Id;
        var fresh = await ItemsAsync(viewer, null, wanted);
        var arrived = fresh.Where(entry => entry.Line.Entry.Id > latest).ToList();
        if (Loaded && arrived.Count > 0) news = arrived.Count == 1 ? $"New message: {arrived[0].Subject}" : $"{arrived.Count} new messages.";
        entries = fresh;
        more = fresh.Count == wanted;
    }

    private async Task MoreAsync()
    {
        if (entries.Count == 0 || await Current.FindAsync(Leaving) is not { } viewer) return;
        var page = await ItemsAsync(viewer, entries[^1].Line.Entry.Id, PageSize);
        entries = [.. entries, .. page];
        more = page.Count == PageSize;
    }

    private async Task<IReadOnlyList<InboxItem>> ItemsAsync(Viewer viewer, long? before, int take)
    {
        var items = new List<InboxItem>();
        foreach (var line in await Desk.PageAsync(viewer, before, take, Leaving))
            if (await Gate.MarkAsync(line.Entry.LabelId, viewer, Leaving) is { } marking) items.Add(new(line, marking));
        return items;
    }

    private static string Address(InboxItem entry) => $"/inbox/{entry.Key}";

    private void Go(InboxItem entry) => Navigation.NavigateTo(Address(entry));
}
