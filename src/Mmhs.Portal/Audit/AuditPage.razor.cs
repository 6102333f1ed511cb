using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Audit;

namespace Mmhs.Portal.Audit;

public sealed partial class AuditPage
{
    private const int PageSize = 100;

    private readonly HashSet<string> opened = [];
    private IReadOnlyList<AuditEntryView> entries = [];
    private bool more;
    private string? message;
    private string? envelope;
    private string? person;
    private string? address;
    private bool queries;
    private bool wrongAddress;
    private DateTimeGroup? from;
    private DateTimeGroup? until;
    private Refusal? wrongFrom;
    private Refusal? wrongUntil;

    [Inject]
    public required AuditDesk Desk { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required Notices Notices { get; set; }

    [Inject]
    public required IJSRuntime Js { get; set; }

    [SupplyParameterFromQuery(Name = "m")]
    public string? MessageQuery { get; set; }

    [SupplyParameterFromQuery(Name = "e")]
    public string? EnvelopeQuery { get; set; }

    [SupplyParameterFromQuery(Name = "p")]
    public string? PersonQuery { get; set; }

    [SupplyParameterFromQuery(Name = "a")]
    public string? AddressQuery { get; set; }

    [SupplyParameterFromQuery(Name = "looks")]
    public string? LooksQuery { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? FromQuery { get; set; }

    [SupplyParameterFromQuery(Name = "until")]
    public string? UntilQuery { get; set; }

    protected override object? Asked =>
        (MessageQuery, EnvelopeQuery, PersonQuery, AddressQuery, LooksQuery, FromQuery, UntilQuery);

    private bool IsNarrowed =>
        MessageQuery is not null
        || EnvelopeQuery is not null
        || PersonQuery is not null
        || AddressQuery is not null
        || LooksQuery is not null
        || FromQuery is not null
        || UntilQuery is not null;

    // The address is the question: what is asked comes from it, and the form only writes it.
    private AuditSearch Search =>
        new(
            MessageId.TryParse(MessageQuery, out var id) ? id.Value : Blank(MessageQuery),
            Blank(EnvelopeQuery),
            Blank(PersonQuery),
            Blank(AddressQuery),
            DateTimeGroup.TryParse(FromQuery, out var start) ? start.At : null,
            // a DTG is a minute, and "until" means to its end
            DateTimeGroup.TryParse(UntilQuery, out var end)
                ? end.At.AddMinutes(1).AddMilliseconds(-1)
                : null,
            LooksQuery is not null
        );

    protected override async Task LoadAsync(Actor actor)
    {
        (message, envelope, person, address, queries) = (
            MessageQuery,
            EnvelopeQuery,
            PersonQuery,
            AddressQuery,
            LooksQuery is not null
        );
        from = DateTimeGroup.TryParse(FromQuery, out var start) ? start : null;
        until = DateTimeGroup.TryParse(UntilQuery, out var end) ? end : null;
        wrongAddress = Blank(AddressQuery) is { } typed && AuditAddresses.Normal(typed) is null;
        var page = wrongAddress ? [] : await Desk.SearchAsync(actor, Search, null, PageSize, Leaving);
        entries = [.. page.Select(row => new AuditEntryView(row))];
        more = page.Count == PageSize;
        opened.Clear();
    }

    private async Task MoreAsync()
    {
        if (entries.Count == 0 || await Current.FindAsync(Leaving) is not { } actor)
            return;
        var last = entries[^1].Row;
        var page = await Desk.SearchAsync(actor, Search, new AuditPageKey(last.At, last.Seq, last.Stream), PageSize, Leaving);
        entries = [.. entries, .. page.Select(row => new AuditEntryView(row))];
        more = page.Count == PageSize;
    }

    private async Task SearchAsync()
    {
        if ((wrongFrom ?? wrongUntil) is { } wrong)
        {
            Notices.ShowWarning("Not searched: a time cannot be read. Correct it, or clear it.");
            await Js.InvokeVoidAsync("mmhs.focus", Leaving, wrong.Field);
            return;
        }
        var asked = Navigation.GetUriWithQueryParameters(
            "/audit",
            new Dictionary<string, object?>
            {
                ["m"] = Blank(message),
                ["e"] = Blank(envelope),
                ["p"] = Blank(person),
                ["a"] = Blank(address),
                ["looks"] = queries ? "1" : null,
                ["from"] = from?.ToString(),
                ["until"] = until?.ToString(),
            }
        );
        // The same question again is asked again: there may be news.
        if (Navigation.ToAbsoluteUri(asked).AbsoluteUri == Navigation.Uri)
            await RefreshAsync();
        else
            Navigation.NavigateTo(asked);
    }

    private void Toggle(string key)
    {
        if (!opened.Remove(key))
            opened.Add(key);
    }

    private static string Story(string id) => "/audit/story?m=" + Uri.EscapeDataString(id);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
