using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Access.Sessions;

/// <summary>Tells a circuit that its session is over: at once where it was ended in this process, else within <see cref="Every"/>.</summary>
internal sealed class SessionWatch(
    AuthenticationStateProvider authentication,
    SessionRegister register,
    ChangeFeed changes,
    TimeProvider time
) : IDisposable
{
    /// <summary>For what another process ended, and for time running out.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource leaving = new();
    private IDisposable? listening;
    private ITimer? timer;
    private Guid? person;

    public SessionState State { get; private set; }

    /// <summary>Begins to watch; what is called is called once, on whatever thread noticed.</summary>
    public void Begin(Action over)
    {
        listening = changes.Subscribe(change =>
        {
            if (change.Topic == ChangeTopic.Sessions && (person is not { } own || change.IsAbout(own)))
                Look(over);
        });
        timer = time.CreateTimer(_ => Look(over), null, Every, Every);
        if (authentication is KeptIdentity kept)
            kept.Ended += () => Look(over);
        Look(over);
    }

    public void Dispose()
    {
        listening?.Dispose();
        timer?.Dispose();
        leaving.Cancel();
        leaving.Dispose();
    }

    private void Look(Action over) => _ = LookAsync(over);

    private async Task LookAsync(Action over)
    {
        try
        {
            if (State != SessionState.Live || leaving.IsCancellationRequested)
                return;
            var now = await NowAsync(leaving.Token);
            if (now == SessionState.Live || State != SessionState.Live)
                return;
            State = now;
            over();
        }
        catch (OperationCanceledException)
        {
            // The circuit is gone.
        }
        catch (System.Data.Common.DbException)
        {
            // Not known now; asked again in a moment, and every act asks for itself.
        }
    }

    private async Task<SessionState> NowAsync(CancellationToken cancellationToken)
    {
        if (authentication is KeptIdentity { IsOver: true })
            return SessionState.Replaced;
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (
            AccessClaims.SessionOf(user) is not { } session
            || !Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var found)
        )
            return SessionState.Live; // a stranger before a public page
        person = found;
        return await register.LookAsync(session, found, cancellationToken);
    }
}
