using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Inbox.Receipts;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Inbox;

public sealed partial class InboxPage
{
    private const int PageSize = 50;

    private IReadOnlyList<InboxItem> entries = [];
    private string? selected;
    private string news = "";
    private bool watches;
    private bool more;
    private int unread;
    private Order order;
    private InboxItem? deleting;
    private IReadOnlyList<Refusal> refusals = [];

    private enum Order
    {
        Arrival = 0,
        Expiry = 1,
    }

    [Inject]
    public required InboxDesk Desk { get; set; }

    [Inject]
    public required LabelAccess Gate { get; set; }

    [Inject]
    public required ReceiptDesk Receipts { get; set; }

    [Inject]
    public required Notices Notices { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override ChangeTopic? Watched => ChangeTopic.Inbox;

    private InboxItem? Chosen => entries.FirstOrDefault(entry => entry.Key == selected);

    // As many as were shown, so that news do not fold a long list up again; the highlighted row keeps its highlight by its key.
    protected override async Task LoadAsync(Actor actor)
    {
        watches = actor.Function.CoversOrganisation();
        var wanted = Math.Clamp(entries.Count, PageSize, 500);
        var latest = entries.Select(entry => entry.Line.Entry.Id).DefaultIfEmpty(0).Max();
        (var lines, unread) = await Desk.ReadAsync(actor, order == Order.Expiry, wanted, Leaving);
        var fresh = await ItemsAsync(actor, lines);
        var arrived = fresh.Where(entry => entry.Line.Entry.Id > latest).ToList();
        if (Loaded && arrived.Count > 0)
            news =
                arrived.Count == 1
                    ? $"New message: {HiddenCharacters.Reveal(arrived[0].Subject)}"
                    : $"{arrived.Count} new messages.";
        entries = fresh;
        more = fresh.Count == wanted;
    }

    private async Task MoreAsync()
    {
        if (entries.Count == 0 || await Current.FindAsync(Leaving) is not { } actor)
            return;
        var last = entries[^1].Line.Entry;
        var page = await ItemsAsync(
            actor,
            order == Order.Expiry
                ? await Desk.ExpiringAsync(actor, last, PageSize, Leaving)
                : await Desk.PageAsync(actor, last.Id, PageSize, Leaving)
        );
        entries = [.. entries, .. page];
        more = page.Count == PageSize;
    }

    private async Task<IReadOnlyList<InboxItem>> ItemsAsync(Actor actor, IReadOnlyList<InboxLine> lines)
    {
        var items = new List<InboxItem>();
        foreach (var line in lines)
            if (await Gate.MarkAsync(line.Entry.LabelId, actor, Leaving) is { } marking)
                items.Add(new(line, marking));
        return items;
    }

    private async Task DeleteAsync(bool tell)
    {
        if (deleting is not { } item || await Current.FindAsync(Leaving) is not { } actor)
            return;
        refusals = (await Receipts.DeleteUnreadAsync(actor, item.Line.Entry.Id, tell, Leaving)).Refusals;
        if (refusals.Count > 0)
            return;
        deleting = null;
        Notices.ShowInfo("Deleted without reading.");
        await RefreshAsync();
    }

    private void Go(InboxItem entry) => Navigation.NavigateTo(entry.Address);
}
