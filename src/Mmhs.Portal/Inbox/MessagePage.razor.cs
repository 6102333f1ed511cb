using Microsoft.AspNetCore.Components;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Inbox;

public sealed partial class MessagePage
{
    private static readonly IReadOnlyList<TabItem> Views =
    [
        new("message", "Message"),
        new("details", "Details"),
        new("teleprinter", "Teleprinter"),
        new("source", "Source"),
    ];

    private OpenMessage? message;
    private LabelDisplay? marking;

    [Inject]
    public required InboxDesk Desk { get; set; }

    [Inject]
    public required LabelAccess Gate { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    public string? ViewQuery { get; set; }

    // The message alone: opening it is written down, and another view of it is no other reading.
    protected override object? Asked => Id;

    private string Selected => Views.Any(view => view.Id == ViewQuery) ? ViewQuery! : Views[0].Id;

    private string Subject => string.IsNullOrWhiteSpace(message!.Reading.Subject) ? "(no subject)" : message.Reading.Subject;

    protected override async Task LoadAsync(Actor actor)
    {
        message = await Desk.OpenAsync(actor, Id, Leaving);
        marking = message is null ? null : Gate.Mark(message.Label);
    }

    private async Task<byte[]?> SourceAsync(CancellationToken cancellationToken) =>
        await Current.FindAsync(cancellationToken) is { } actor ? await Desk.SourceAsync(actor, Id, cancellationToken) : null;

    private void Select(string view) => Navigation.NavigateTo($"/inbox/{Id}?view={view}", replace: true);
}
