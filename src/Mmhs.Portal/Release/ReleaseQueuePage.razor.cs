using Microsoft.AspNetCore.Components;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Release;

public sealed partial class ReleaseQueuePage
{
    private const int Shown = 200;

    private IReadOnlyList<QueueLine> queue = [];
    private string news = "";

    [Inject] public required ReleaseQueue Queue { get; set; }
    [Inject] public required NavigationManager Navigation { get; set; }

    protected override Change? Watched => Change.Drafts;

    protected override async Task LoadAsync(Viewer viewer)
    {
        var fresh = await Queue.PageAsync(viewer, Shown, Leaving);
        var known = queue.Select(line => line.DraftId).ToHashSet();
        var arrived = fresh.Count(line => !known.Contains(line.DraftId));
        if (Loaded && arrived > 0) news = arrived == 1 ? "One more message awaits you." : $"{arrived} more messages await you.";
        queue = fresh;
    }

    private static string Key(QueueLine line) => $"{line.DraftId}/{line.Stage}";

    private static string Address(QueueLine line) => $"/release/{line.DraftId}";

    private void Go(QueueLine line) => Navigation.NavigateTo(Address(line));
}
