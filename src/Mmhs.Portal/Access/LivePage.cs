using Microsoft.AspNetCore.Components;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Access;

/// <summary>A page that loads under its actor's rights, loads anew when something it watches changed, and stops working when it is left.</summary>
/// <remarks>Loads on the live circuit only: what is prerendered would be read, and audited, twice.</remarks>
public abstract class LivePage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private IDisposable? subscription;
    private object? loadedFor;
    private volatile Actor? loadedAs;
    private bool loading;
    private bool again;

    protected LivePage() => Leaving = leaving.Token;

    [Inject]
    public required CurrentActor Current { get; set; }

    [Inject]
    public required ChangeFeed Changes { get; set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving { get; }

    /// <summary>False until the first load is through: pages show that they are loading, not that there is nothing.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>What the address asks for; the page loads again only when this is another.</summary>
    protected virtual object? Asked => null;

    protected virtual ChangeTopic? Watched => null;

    /// <summary>Whether a change of what it watches may show on it; asked on whatever thread changed something.</summary>
    protected virtual bool IsConcerned(Change change) => loadedAs is not { } actor || change.Concerns(actor);

    protected abstract Task LoadAsync(Actor actor);

    /// <summary>The last thing a page does, while its circuit still answers.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    protected sealed override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || (Loaded && Equals(loadedFor, Asked)))
            return;
        if (Watched is { } watched)
            subscription ??= Changes.Subscribe(change =>
            {
                if (change.Topic == watched && IsConcerned(change))
                    _ = InvokeAsync(ReloadAsync);
            });
        await RefreshAsync();
    }

    /// <summary>Loads under the rights of now. Asked for while it is at it, it loads once more afterwards.</summary>
    protected async Task RefreshAsync()
    {
        again = true;
        if (loading)
            return;
        loading = true;
        try
        {
            while (again && !Leaving.IsCancellationRequested)
            {
                again = false;
                loadedFor = Asked;
                if (await Current.FindAsync(Leaving) is not { } actor)
                    continue;
                loadedAs = actor;
                await LoadAsync(actor);
            }
            Loaded = true;
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // Left while loading: there is nobody to show it to.
        }
        finally
        {
            loading = false;
        }
        if (!Leaving.IsCancellationRequested)
            StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        subscription?.Dispose();
        await LeaveAsync();
        await leaving.CancelAsync();
        leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ReloadAsync()
    {
        try
        {
            await RefreshAsync();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
