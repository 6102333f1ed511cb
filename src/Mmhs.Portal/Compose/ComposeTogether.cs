using Microsoft.AspNetCore.Components;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Compose;

/// <summary>The page among others: who writes, who else is here, and what is said.</summary>
public sealed partial class ComposePage
{
    /// <summary>A lease is renewed when this much of it is gone and the hands still move.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(30);

    private IDisposable? stay;
    private IDisposable? listening;
    private Guid? joined;
    private IReadOnlyList<PresentPerson> others = [];
    private IReadOnlyList<CommentLine> comments = [];
    private FieldAside? aside;
    private DateTimeOffset renewedAt;
    private Refusal? takeOverRefused;
    private bool writing;
    private bool holds; // also once it was sent: the lock goes back when the page is left
    private bool mayDraft;
    private bool taking;
    private bool templating;

    [Inject]
    public required DraftPresence Presence { get; set; }

    [Inject]
    public required CommentDesk Comments { get; set; }

    [Inject]
    public required TemplateDesk Templates { get; set; }

    private DraftLock? Holder => keeper?.Opened.Lock;

    private string Standing =>
        keeper!.Opened.State switch
        {
            var state when !state.IsEditable() => $"This message is {state.ToWord()}; it can be read here and no longer changed.",
            _ when Holder is { } held => $"{held.DisplayName} is editing since {held.SinceText}. You read what was saved last.",
            _ when !mayDraft => "You read this draft; its drafters change it. Say beside it what you think.",
            _ => "Nobody is editing this draft now.",
        };

    private bool IsLocked(string field) => keeper?.Opened.Terms?.Locked.Contains(field) == true;

    /// <summary>Whether what is on the page stays there, whatever the news say.</summary>
    private bool Stays(DraftAutosave shown, Actor actor, OpenDraft? news)
    {
        // What was not saved stays to be copied, even when the draft has gone its way meanwhile.
        if (shown is { IsLost: true, IsSaved: false })
            return true;
        if (news is null || !news.State.IsEditable())
            return false;
        if (!writing)
            return news.Revision == shown.Opened.Revision && news.Lock == shown.Opened.Lock;
        // News of our own draft come from ourselves, or from somebody who writes in it now.
        if (news.Lock is { } held && !held.IsHeldBy(actor))
            shown.Lose(DraftRefusals.EditedByAnother.Of(held.DisplayName, held.SinceText));
        return true;
    }

    /// <summary>Comes to a draft: takes the lock where it is free, and says to the others that one is here.</summary>
    private async Task<OpenDraft?> JoinAsync(Actor actor, OpenDraft? opened)
    {
        mayDraft = actor.Function.MayDraft();
        listening ??= Changes.Subscribe(change =>
        {
            if (change.Topic is ChangeTopic.Presence or ChangeTopic.Comments or ChangeTopic.Minimize && IsConcerned(change))
                _ = InvokeAsync(() => LookAroundAsync(change));
        });
        if (joined != Id)
            await PartAsync();
        if (opened is null)
            return null;
        // Somebody who only reads does not begin to write because the other left: he says so himself.
        var waits = keeper is not null && keeper.Opened.Id == Id && !writing;
        if (mayDraft && opened.State.IsEditable() && !waits)
        {
            opened = opened with { Lock = await Desk.LockAsync(actor, Id, Leaving) };
            // What the one before saved between our reading and our lock is read too.
            if (await Desk.OpenAsync(actor, Id, Leaving) is { } fresh)
                opened = fresh;
        }
        writing = mayDraft && opened.State.IsEditable() && opened.Lock?.IsHeldBy(actor) == true;
        holds |= writing;
        renewedAt = Clock.GetUtcNow();
        joined = Id;
        stay ??= Presence.Enter(actor, Id);
        var locked = opened.Terms;
        aside = new(Beside, field => locked?.Locked.Contains(field) == true, $"Fixed by the template {locked?.Name}");
        await LookAsync(actor);
        return opened;
    }

    /// <summary>Leaves the draft to the others.</summary>
    private async Task PartAsync()
    {
        stay?.Dispose();
        stay = null;
        // Loaded again or open in another tab, it is still his: only the last of his pages gives the lock back.
        if (
            joined is { } left
            && holds
            && keeper is not { IsLost: true }
            && await Current.FindAsync(CancellationToken.None) is { } actor
            && !Presence.IsHere(actor, left)
        )
            await Desk.UnlockAsync(actor, left, CancellationToken.None);
        writing = holds = false;
        joined = null;
    }

    private async Task RenewAsync(Actor actor)
    {
        if (!writing || keeper is not { IsLost: false } || Clock.GetUtcNow() - renewedAt < Renewal)
            return;
        renewedAt = Clock.GetUtcNow();
        if (await Desk.LockAsync(actor, Id, Leaving) is { } held && !held.IsHeldBy(actor))
            keeper.Lose(DraftRefusals.EditedByAnother.Of(held.DisplayName, held.SinceText));
    }

    private async Task LookAsync(Actor actor)
    {
        others = Presence.Others(actor, Id);
        comments = await Comments.ListAsync(actor, Id, Leaving) ?? [];
    }

    private async Task LookAroundAsync(Change change)
    {
        try
        {
            if (keeper is null || Leaving.IsCancellationRequested || await Current.FindAsync(Leaving) is not { } actor)
                return;
            await LookAsync(actor);
            if (change.Topic != ChangeTopic.Presence)
                await ReviewAsync(actor);
            if (aside is not null)
                aside = aside with { }; // another one, so that the fields hear of it
            StateHasChanged();
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // Left meanwhile: there is nobody to show it to.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    private async Task TakeOverAsync()
    {
        if (await Current.FindAsync(Leaving) is not { } actor)
            return;
        var outcome = await Desk.TakeOverAsync(actor, Id, Leaving);
        takeOverRefused = outcome.Refusals.FirstOrDefault();
        if (outcome.IsDone)
            await ReopenAsync();
    }

    private async Task CopyAsync()
    {
        if (copying || keeper is null || await Current.FindAsync(Leaving) is not { } actor)
            return;
        copying = true;
        await keeper.SaveAsync(Leaving);
        var begun = await Desk.CopyAsync(actor, Id, 0, Leaving);
        if (begun.Id is { } id)
        {
            Notices.ShowInfo("Copied. This is the new draft; its DTG is set anew.");
            Navigation.NavigateTo($"/compose/{id}");
            return;
        }
        copying = false;
        Notices.ShowWarning(begun.Refusals[0].Text);
    }

    private async Task<Outcome> SaveTemplateAsync(TemplateRequest wish)
    {
        if (keeper is null || await Current.FindAsync(Leaving) is not { } actor)
            return Outcome.Refused(CommonRefusals.NotPermitted);
        await keeper.SaveAsync(Leaving);
        var outcome = await Templates.SaveAsync(actor, Id, wish, Leaving);
        if (outcome.IsDone)
            Notices.ShowInfo("Template saved. It is under Templates.");
        return outcome;
    }

    private async Task<Outcome> SayAsync((string? Field, CommentKind Kind, string Text) said) =>
        await Current.FindAsync(Leaving) is { } actor
            ? await Comments.AddAsync(actor, Id, said.Field, said.Kind, said.Text, Leaving)
            : Outcome.Refused(CommonRefusals.NotPermitted);

    private async Task SettleAsync(CommentLine line)
    {
        if (await Current.FindAsync(Leaving) is not { } actor)
            return;
        if (line.IsOpen)
            await Comments.ResolveAsync(actor, line.Id, Leaving);
        else
            await Comments.ReopenAsync(actor, line.Id, Leaving);
    }

    private RenderFragment Beside(string field) =>
        builder =>
        {
            builder.OpenComponent<FieldComments>(0);
            builder.AddComponentParameter(1, nameof(FieldComments.Field), field);
            builder.AddComponentParameter(
                2,
                nameof(FieldComments.Lines),
                (IReadOnlyList<CommentLine>)[.. comments.Where(line => line.Field == field)]
            );
            builder.AddComponentParameter(3, nameof(FieldComments.Version), keeper?.Opened.Version ?? 0);
            builder.AddComponentParameter(
                4,
                nameof(FieldComments.Said),
                (Func<(string?, CommentKind, string), Task<Outcome>>)SayAsync
            );
            builder.AddComponentParameter(
                5,
                nameof(FieldComments.Settle),
                EventCallback.Factory.Create<CommentLine>(this, SettleAsync)
            );
            builder.CloseComponent();
        };
}
