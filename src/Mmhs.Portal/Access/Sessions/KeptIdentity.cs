using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace Mmhs.Portal.Access.Sessions;

/// <summary>Who a circuit acts as: the one it began with, in the role it began with, or nobody any more.</summary>
/// <remarks>
/// After a short loss of the line the framework says anew who is there, from the cookie of that moment; in the same browser somebody else
/// may have signed in meanwhile. Then the circuit is over: whoever reads the name at its head must be whoever acts.
/// </remarks>
internal sealed class KeptIdentity : AuthenticationStateProvider, IHostEnvironmentAuthenticationStateProvider
{
    private readonly Lock gate = new();
    private Task<AuthenticationState>? kept;

    /// <summary>Somebody else came back in place of the person this circuit is of. It is not undone.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The circuit has just ended so; called on the thread that noticed.</summary>
    public event Action? Ended;

    /// <exception cref="InvalidOperationException">Nothing was said yet of who is there.</exception>
    public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
        kept ?? throw new InvalidOperationException("Who is there is asked before it was said.");

    public void SetAuthenticationState(Task<AuthenticationState> authenticationStateTask) =>
        _ = SetAsync(authenticationStateTask);

    private async Task SetAsync(Task<AuthenticationState> stated)
    {
        Task<AuthenticationState>? before;
        lock (gate)
        {
            before = kept;
            kept ??= stated;
        }
        if (before is null)
        {
            NotifyAuthenticationStateChanged(stated);
            return;
        }
        var (here, come) = (await before, await stated);
        if (IsOver || Same(here.User, come.User))
            return;
        lock (gate)
        {
            if (IsOver)
                return;
            IsOver = true;
            kept = Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())));
        }
        NotifyAuthenticationStateChanged(kept);
        Ended?.Invoke();
    }

    // The session, not the name: a second sign-in of the same person is another session, and ended by itself. The role chosen in another tab changes nothing here.
    private static bool Same(ClaimsPrincipal one, ClaimsPrincipal other) =>
        one.FindFirstValue(ClaimTypes.NameIdentifier) == other.FindFirstValue(ClaimTypes.NameIdentifier)
        && AccessClaims.SessionOf(one) == AccessClaims.SessionOf(other);
}
