using Microsoft.AspNetCore.Components;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Compose;

public sealed partial class DraftsPage
{
    private const int Shown = 200;

    /// <summary>Id in the address, state, words on the tab, and what is said when it is empty.</summary>
    private static readonly (string Id, DraftState State, string Words, string Empty, string Hint)[] Kinds =
    [
        ("draft", DraftState.Draft, "Draft", "No drafts", "New message (c) begins one; it is saved while you write."),
        (
            "returned",
            DraftState.Returned,
            "Returned",
            "Nothing was returned",
            "What a releaser sends back appears here with the reason."
        ),
        (
            "review",
            DraftState.InReview,
            "In review",
            "Nothing is in review",
            "What must be concurred with before release waits here."
        ),
        (
            "awaiting",
            DraftState.ReadyForRelease,
            "Awaiting release",
            "Nothing awaits release",
            "What you send to release waits here until a releaser decides."
        ),
        ("held", DraftState.Held, "Held", "Nothing is held", "What a releaser holds until a time waits here."),
        (
            "failed",
            DraftState.ReleaseFailed,
            "Failed",
            "Nothing failed",
            "A released message that could not be sent appears here."
        ),
    ];

    private Dictionary<string, IReadOnlyList<DraftLine>> lists = [];
    private IReadOnlyList<TemplateLine> templates = [];
    private bool creating;
    private bool mayDraft;

    [Inject]
    public required DraftDesk Desk { get; set; }

    [Inject]
    public required TemplateDesk Templates { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    public required LabelAccess Gate { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required Notices Notices { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    protected override ChangeTopic? Watched => ChangeTopic.Drafts;

    private string Selected => Kinds.Any(kind => kind.Id == State) ? State! : Kinds[0].Id;

    private (string Id, DraftState State, string Words, string Empty, string Hint) Tab =>
        Kinds.First(kind => kind.Id == Selected);

    private IReadOnlyList<DraftLine> Open => lists.GetValueOrDefault(Selected, []);

    private IReadOnlyList<TabItem> TabItems =>
        [.. Kinds.Select(kind => new TabItem(kind.Id, kind.Words, lists.TryGetValue(kind.Id, out var list) ? list.Count : null))];

    protected override async Task LoadAsync(Actor actor)
    {
        var loaded = new Dictionary<string, IReadOnlyList<DraftLine>>();
        foreach (var kind in Kinds)
            loaded[kind.Id] = await DraftLine.ManyAsync(
                await Desk.ListAsync(actor, kind.State, Shown, Leaving),
                Gate,
                actor,
                Clock.GetUtcNow(),
                Leaving
            );
        lists = loaded;
        mayDraft = actor.Function.MayDraft();
        templates = await Templates.ListAsync(actor, Leaving);
    }

    private static string Address(DraftLine line) => $"/compose/{line.Id}";

    private void Go(DraftLine line) => Navigation.NavigateTo(Address(line));

    private void Select(string tab) => Navigation.NavigateTo($"/drafts?state={tab}", replace: true);

    private async Task CreateAsync()
    {
        if (creating)
            return;
        creating = true;
        if (await Current.FindAsync(Leaving) is { } actor && await Desk.CreateAsync(actor, Leaving) is { } id)
            Navigation.NavigateTo($"/compose/{id}");
        else
        {
            creating = false;
            Notices.ShowWarning(CommonRefusals.NotPermitted.Text);
        }
    }

    private async Task BeginAsync(TemplateLine line)
    {
        if (creating)
            return;
        creating = true;
        var begun = await Current.FindAsync(Leaving) is { } actor
            ? await Templates.BeginAsync(actor, line.Id, Leaving)
            : BegunDraft.Refused(CommonRefusals.NotPermitted);
        if (begun.Id is { } id)
            Navigation.NavigateTo($"/compose/{id}");
        else
        {
            creating = false;
            Notices.ShowWarning(begun.Refusals[0].Text);
        }
    }
}
