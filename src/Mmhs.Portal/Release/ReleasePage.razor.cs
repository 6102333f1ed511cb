using Microsoft.AspNetCore.Components;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Release;

public sealed partial class ReleasePage
{
    private OpenVersion? open;
    private Viewer? viewer;
    private Marking? marking;
    private bool stale;
    private bool releasing;
    private bool returning;

    [Inject] public required ReleaseOffice Office { get; set; }
    [Inject] public required ReviewOffice Review { get; set; }
    [Inject] public required LabelGate Gate { get; set; }
    [Inject] public required NavigationManager Navigation { get; set; }
    [Inject] public required Notices Notices { get; set; }

    [Parameter] public Guid Id { get; set; }

    protected override object? Asked => Id;

    protected override Change? Watched => Change.Drafts;

    private string Subject => open!.Version.Content.Subject.Length == 0 ? "(no subject)" : open.Version.Content.Subject;

    private bool Awaits => !stale && open is { State: DraftState.ReadyForRelease };

    private bool IsOwn => string.Equals(open!.Version.LastEditor, viewer!.Name, StringComparison.OrdinalIgnoreCase);

    protected override async Task LoadAsync(Viewer current)
    {
        var fresh = await Office.OpenAsync(current, Id, Leaving);
        viewer = current;
        if (open is not null && open.Version.DraftId == Id)
        {
            // Nothing is exchanged under the eyes of whoever decides: he is told, and loads it again himself.
            stale = fresh is null || fresh.Revision != open.Revision;
            return;
        }
        open = fresh;
        stale = false;
        marking = fresh is null ? null : Gate.Mark(fresh.Version.Content.Label);
    }

    private async Task<Outcome> ReleaseAsync(SystemFilled filled, string password)
    {
        if (await Current.FindAsync(Leaving) is not { } now) return Outcome.Refused(CommonRefusals.NotPermitted);
        var outcome = await Office.ReleaseAsync(now, open!, filled, password, Leaving);
        if (outcome.IsDone) GoBack($"Released with DTG {filled.Dtg}. What becomes of it is under Sent.");
        return outcome;
    }

    private async Task<Outcome> ReturnAsync(string reason)
    {
        if (await Current.FindAsync(Leaving) is not { } now) return Outcome.Refused(CommonRefusals.NotPermitted);
        var outcome = await Review.ReturnAsync(now, open!, ReturnReason.Other, reason, Leaving);
        if (outcome.IsDone) GoBack($"Returned to {open!.Version.LastEditor}.");
        return outcome;
    }

    private void GoBack(string words)
    {
        Notices.Say(words);
        Navigation.NavigateTo("/release");
    }

    private Task ReopenAsync()
    {
        open = null;
        releasing = returning = false;
        return RefreshAsync();
    }
}
