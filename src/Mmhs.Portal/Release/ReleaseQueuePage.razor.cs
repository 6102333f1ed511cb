using Microsoft.AspNetCore.Components;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Release;

public sealed partial class ReleaseQueuePage
{
    private const int Shown = 200;

    private IReadOnlyList<DraftLine> queue = [];
    private string news = "";

    [Inject] public required ReleaseOffice Office { get; set; }
    [Inject] public required LabelGate Gate { get; set; }
    [Inject] public required NavigationManager Navigation { get; set; }

    protected override Change? Watched => Change.Drafts;

    protected override async Task LoadAsync(Viewer viewer)
    {
        var fresh = await DraftLine.ManyAsync(await Office.QueueAsync(viewer, Shown, Leaving), Gate, viewer, Leaving);
        var known = queue.Select(line => line.Draft.Id).ToHashSet();
        var arrived = fresh.Count(line => !known.Contains(line.Draft.Id));
        if (Loaded && arrived > 0) news = arrived == 1 ? "One more message awaits release." : $"{arrived} more messages await release.";
        queue = fresh;
    }

    private static string Address(DraftLine line) => $"/release/{line.Draft.Id}";

    private void Go(DraftLine line) => Navigation.NavigateTo(Address(line));
}
