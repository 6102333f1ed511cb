using Microsoft.AspNetCore.Components;
using Mmhs.Portal.Access;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Track;

public sealed partial class SentPage
{
    private const int PageSize = 50;
    private const string AttentionState = "overdue";

    private IReadOnlyList<SentRow> rows = [];
    private bool more;

    [Inject]
    public required TrackingDesk Desk { get; set; }

    [Inject]
    public required LabelAccess Gate { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override ChangeTopic? Watched => ChangeTopic.Tracking;

    // As many as were shown, so that news do not fold a long list up again.
    protected override async Task LoadAsync(Actor actor)
    {
        var wanted = Math.Clamp(rows.Count, PageSize, 500);
        var page = await Desk.PageAsync(actor, null, wanted, Leaving);
        rows = await SentRow.ManyAsync(page, Gate, actor, Leaving);
        more = page.Count == wanted;
    }

    private async Task MoreAsync()
    {
        if (rows.Count == 0 || await Current.FindAsync(Leaving) is not { } actor)
            return;
        var page = await Desk.PageAsync(actor, rows[^1].Line.Release.Number, PageSize, Leaving);
        rows = [.. rows, .. await SentRow.ManyAsync(page, Gate, actor, Leaving)];
        more = page.Count == PageSize;
    }

    private static string Address(SentRow row) => $"/sent/{row.Line.Release.Id}";

    private void Go(SentRow row) => Navigation.NavigateTo(Address(row));
}
