using Microsoft.AspNetCore.Components.Authorization;
using Mmhs.Portal.Access.Sessions;

namespace Mmhs.Portal.Access;

/// <summary>The actor of this circuit, resolved anew for every act: a right taken away ends with the next click.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, ActorResolver actors)
{
    public async Task<Actor?> FindAsync(CancellationToken cancellationToken) =>
        await actors.ResolveAsync((await authentication.GetAuthenticationStateAsync()).User, cancellationToken);

    /// <summary>Also who came in by a first password and may do nothing but choose his own.</summary>
    public async Task<Actor?> FindForPasswordAsync(CancellationToken cancellationToken) =>
        await actors.ResolveForPasswordAsync((await authentication.GetAuthenticationStateAsync()).User, cancellationToken);

    /// <summary>The roles left to a person who has lost the one he acted in; his sign-in name with them.</summary>
    public async Task<(string Name, IReadOnlyList<HeldRole> Roles)> LeftAsync(CancellationToken cancellationToken)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return (user.Identity?.Name ?? "", await actors.LeftAsync(user, cancellationToken));
    }

    /// <summary>The session this circuit belongs to; null for a program.</summary>
    public async Task<Guid?> SessionAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return AccessClaims.SessionOf((await authentication.GetAuthenticationStateAsync()).User);
    }
}
