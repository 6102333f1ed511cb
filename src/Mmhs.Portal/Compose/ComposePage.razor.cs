using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Compose;

public sealed partial class ComposePage
{
    /// <summary>How long the hands must rest before what they wrote is saved.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> touched = [];
    private DraftAutosave? keeper;
    private Mailbox? from;
    private ImmutableArray<Clearance> author = [];
    private IReadOnlyCollection<IReadOnlyCollection<Clearance>> readers = [];
    private LabelDisplay? marking;
    private ImmutableArray<Refusal> standing = [];
    private ImmutableArray<Refusal> attempted = [];
    private ImmutableSortedDictionary<string, Refusal> unreadable = ImmutableSortedDictionary<string, Refusal>.Empty;
    private Refusal? withdrawalRefused;
    private TextPanel? words;
    private ITimer? timer;
    private Guid? absent; // the draft that was not there for the actor when he asked
    private bool sending;
    private bool copying;
    private bool withdrawing;

    [Inject]
    public required DraftDesk Desk { get; set; }

    [Inject]
    public required AddresseeLookup Directory { get; set; }

    [Inject]
    public required LabelAccess Gate { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required Notices Notices { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Parameter]
    public Guid Id { get; set; }

    protected override object? Asked => Id;

    protected override ChangeTopic? Watched => ChangeTopic.Drafts;

    private string Title =>
        keeper is { Form.Subject: var subject } && subject.Trim().Length > 0 ? HiddenCharacters.Reveal(subject) : "New message";

    private bool Editable => writing && keeper is { Opened.State: var state } && state.IsEditable();

    // What is wrong with a field is said once it was changed; all of it once sending was tried. An addressee who may not
    // hold the label is named at once: that is the label's or the addressee's doing and not a field left for later.
    private IReadOnlyList<Refusal> Shown =>
        [
            .. keeper!.Refused,
            .. standing.Where(refusal =>
                attempted.Length > 0
                || refusal.Code.StartsWith("DIR-", StringComparison.Ordinal)
                || (refusal.Field is { } named && touched.Contains(named))
            ),
        ];

    // Only ever shorter than what the last attempt found, so that nobody is torn out of the field he is mending.
    private IReadOnlyList<Refusal> Summary =>
        [.. attempted.Where(refusal => refusal.Field is null || standing.Contains(refusal))];

    protected override async Task LoadAsync(Actor actor)
    {
        if (absent == Id)
            return; // who was told so once is not asking again with every change elsewhere
        var opened = await Desk.OpenAsync(actor, Id, Leaving);
        if (keeper is not null && keeper.Opened.Id == Id && Stays(keeper, actor, opened))
            return;
        if (keeper is { IsSaved: false, IsLost: false } other)
            await other.SaveAsync(CancellationToken.None);
        opened = await JoinAsync(actor, opened);
        absent = opened is null ? Id : null;
        keeper = opened is null
            ? null
            : new DraftAutosave(opened, (revision, form) => SaveAsync(opened.Id, revision, form), Clock);
        from = actor.Role;
        copying = false;
        author = actor.Clearances;
        touched.Clear();
        attempted = [];
        unreadable = unreadable.Clear();
        await ReviewAsync(actor);
    }

    protected override async ValueTask LeaveAsync()
    {
        timer?.Dispose();
        listening?.Dispose();
        if (keeper is { IsSaved: false })
            await keeper.SaveAsync(CancellationToken.None);
        await PartAsync();
    }

    private async Task<SaveOutcome> SaveAsync(Guid draft, int revision, DraftForm form) =>
        await Current.FindAsync(CancellationToken.None) is { } actor
            ? await Desk.SaveAsync(actor, draft, revision, form, CancellationToken.None)
            : new(revision, [CommonRefusals.NotPermitted]);

    private async Task ChangeAsync(DraftForm form, string? field)
    {
        if (keeper is null)
            return;
        keeper.Change(form);
        if (field is not null)
            touched.Add(field);
        timer ??= Clock.CreateTimer(_ => _ = InvokeAsync(RestAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(Pause, Timeout.InfiniteTimeSpan);
        // A field that is still being typed in is looked at when it is saved; one that was left, now.
        if (field is not null && await Current.FindAsync(Leaving) is { } actor)
            await ReviewAsync(actor);
    }

    private Task WriteAsync((DraftForm Form, string? Field) change) => ChangeAsync(change.Form, change.Field);

    private async Task BeginTextAsync(string line)
    {
        if (keeper is null)
            return;
        if (words is not null)
            await words.FlushAsync(Leaving);
        remedies++;
        await ChangeAsync(
            keeper.Form with
            {
                Text = keeper.Form.Text.Length == 0 ? line : $"{line}\n\n{keeper.Form.Text}",
            },
            "text"
        );
    }

    private async Task ReadTimeAsync(string field, Refusal? refusal)
    {
        unreadable = refusal is null ? unreadable.Remove(field) : unreadable.SetItem(field, refusal with { Field = field });
        if (await Current.FindAsync(Leaving) is { } actor)
            await ReviewAsync(actor);
    }

    private async Task RestAsync()
    {
        try
        {
            if (keeper is null || Leaving.IsCancellationRequested)
                return;
            StateHasChanged();
            await keeper.SaveAsync(Leaving);
            if (await Current.FindAsync(Leaving) is { } actor)
            {
                await RenewAsync(actor);
                await ReviewAsync(actor);
            }
            StateHasChanged();
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // Left meanwhile; LeaveAsync has saved.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    /// <summary>Asks anew what stands against sending the form, and what the addressees may hold.</summary>
    private async Task ReviewAsync(Actor actor)
    {
        if (keeper is not { Form: var form })
            return;
        marking = form.Label is { } label ? Gate.Mark(label) : null;
        if (!Editable)
            return;
        var addresses = form.To.Concat(form.Cc).Concat(form.Bcc).Select(mailbox => mailbox.Address);
        var held = await Directory.ClearancesAsync(addresses, Leaving);
        readers =
        [
            actor.OrganisationClearances,
            .. held.Where(clearances => !clearances.IsEmpty).Select(clearances => (IReadOnlyCollection<Clearance>)clearances),
        ];
        var found = await Desk.CheckAsync(actor, Id, form, Leaving) is ComposeResult.Incomplete incomplete
            ? incomplete.Refusals
            : [];
        found = [.. found, .. keeper.Opened.Terms?.Missing(form) ?? []];
        found = found.AddRange(unreadable.Values);
        ImmutableArray<PreFlightItem> looked =
        [
            .. Offered(
                await PreFlightDesk.LookAsync(actor, Id, form, PreFlightMoment.Submit, MinimizeAnswer.None, found, Leaving)
            ),
        ];
        if (!ReferenceEquals(keeper?.Form, form))
            return;
        preFlight = looked;
        standing = PreFlight.Stops(looked);
    }

    private async Task<Attachment?> KeepAsync(
        string name,
        string mediaType,
        byte[] octets,
        CancellationToken cancellationToken
    ) =>
        await Current.FindAsync(cancellationToken) is { } actor
            ? await Desk.AttachAsync(actor, Id, name, mediaType, octets, cancellationToken)
            : null;

    private async Task SendAsync()
    {
        if (sending || keeper is null)
            return;
        sending = true;
        attempted = [];
        await Task.Yield(); // shown without the old summary first, so that the same fault is told, and focused, again
        try
        {
            if (words is not null)
                await words.FlushAsync(Leaving);
            await keeper.SaveAsync(Leaving);
            if (keeper.IsLost || await Current.FindAsync(Leaving) is not { } actor)
                return;
            await ReviewAsync(actor);
            if (standing.IsEmpty && keeper.Refused.IsEmpty)
            {
                var outcome = await Desk.SubmitForReleaseAsync(actor, Id, keeper.Revision, keeper.Form, Leaving);
                if (outcome.IsDone)
                {
                    var reviewed = await Desk.OpenAsync(actor, Id, Leaving) is { State: DraftState.InReview };
                    Notices.ShowInfo(
                        reviewed
                            ? "Sent to review. It goes to a releaser once every stage has concurred."
                            : "Sent to release. A releaser of your role has it now."
                    );
                    Navigation.NavigateTo(reviewed ? "/drafts?state=review" : "/drafts?state=awaiting");
                    return;
                }
                standing = outcome.Refusals;
            }
            attempted = [.. keeper.Refused, .. standing];
        }
        finally
        {
            sending = false;
        }
    }

    private async Task WithdrawAsync()
    {
        if (await Current.FindAsync(Leaving) is not { } actor)
            return;
        var outcome = await Desk.WithdrawAsync(actor, Id, Leaving);
        withdrawalRefused = outcome.Refusals.FirstOrDefault();
        if (!outcome.IsDone)
            return;
        timer?.Dispose();
        keeper = null;
        Notices.ShowInfo("Withdrawn.");
        Navigation.NavigateTo("/drafts");
    }

    private async Task ReopenAsync()
    {
        keeper = null;
        absent = null;
        taking = false;
        await RefreshAsync();
    }
}
