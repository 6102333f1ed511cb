using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Records;
using Mmhs.Records.People;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Access;

/// <summary>A circuit keeps its person, and is told when his session is over.</summary>
public sealed class KeptIdentityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_after_a_reconnect_with_another_cookie_nothing_is_done_as_the_other_person()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var kept = new KeptIdentity();
        var current = new CurrentActor(kept, portal.Get<ActorResolver>());
        kept.SetAuthenticationState(State(await PrincipalAsync(portal, "drafter", RoleFunction.Drafter)));
        Assert.Equal("drafter", (await current.FindAsync(Token))!.Name);
        var ended = 0;
        kept.Ended += () => ended++;

        kept.SetAuthenticationState(State(await PrincipalAsync(portal, "releaser", RoleFunction.Drafter)));

        Assert.Null(await current.FindAsync(Token));
        Assert.Null(await current.SessionAsync(Token));
        Assert.True(kept.IsOver);
        Assert.Equal(1, ended);

        kept.SetAuthenticationState(State(await PrincipalAsync(portal, "drafter", RoleFunction.Drafter))); // over is over
        Assert.Null(await current.FindAsync(Token));
    }

    [Fact]
    public async Task Attack_a_line_that_comes_back_without_a_cookie_acts_as_nobody()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var kept = new KeptIdentity();
        kept.SetAuthenticationState(State(await PrincipalAsync(portal, "drafter", RoleFunction.Drafter)));

        kept.SetAuthenticationState(State(new ClaimsPrincipal(new ClaimsIdentity())));

        Assert.Null(await new CurrentActor(kept, portal.Get<ActorResolver>()).FindAsync(Token));
    }

    [Fact]
    public async Task The_same_session_goes_on_in_the_role_it_began_with()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var principal = await PrincipalAsync(portal, "releaser", RoleFunction.Releaser);
        var other = await portal.ActorAsync("releaser", RoleFunction.Drafter, Token);
        var kept = new KeptIdentity();
        kept.SetAuthenticationState(State(principal));

        // the role was switched in another tab of the same browser: the cookie names another membership
        var switched = principal.Claims.Select(claim =>
            claim.Type == ActorResolver.MembershipClaim ? new Claim(claim.Type, Text(other.MembershipId)) : claim
        );
        kept.SetAuthenticationState(State(new ClaimsPrincipal(new ClaimsIdentity(switched, "test"))));

        Assert.Equal(
            RoleFunction.Releaser,
            (await new CurrentActor(kept, portal.Get<ActorResolver>()).FindAsync(Token))!.Function
        );
    }

    [Fact]
    public async Task The_register_says_how_a_session_stands_and_looking_keeps_none_alive()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(
            new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero)
        );
        await using var portal = await RunningPortal.PrepareAsync(null, clock, "--Mmhs:SignIn:SessionLifetime=2.00:00:00");
        var actor = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var register = portal.Get<SessionRegister>();
        var (left, ended) = (await OpenAsync(portal, actor), await OpenAsync(portal, actor));
        Assert.Equal(SessionState.Live, await register.LookAsync(left, actor.PersonId, Token));

        Assert.True((await portal.Get<SessionDesk>().EndAsync(actor, ended, Token)).IsDone);
        Assert.Equal(SessionState.Ended, await register.LookAsync(ended, actor.PersonId, Token));
        clock.Advance(SessionRegister.Idle - TimeSpan.FromMinutes(1));
        Assert.Equal(SessionState.Live, await register.LookAsync(left, actor.PersonId, Token));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(SessionState.Expired, await register.LookAsync(left, actor.PersonId, Token));
    }

    private static Task<AuthenticationState> State(ClaimsPrincipal principal) =>
        Task.FromResult(new AuthenticationState(principal));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<Guid> OpenAsync(RunningPortal portal, Actor actor)
    {
        await using var work = await portal.Get<PortalRecords>().BeginAsync(Token);
        var session = portal.Get<SessionRegister>().Open(work, actor.PersonId, SignInMethod.Password, null, null);
        await work.CommitAsync(Token);
        return session.Id;
    }

    private static async Task<ClaimsPrincipal> PrincipalAsync(RunningPortal portal, string name, RoleFunction function)
    {
        var actor = await portal.ActorAsync(name, function, Token);
        var session = await OpenAsync(portal, actor);
        return new(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, actor.PersonId.ToString()),
                    new(ClaimTypes.Name, name),
                    new(ActorResolver.MembershipClaim, Text(actor.MembershipId)),
                    new(AccessClaims.Session, session.ToString()),
                ],
                "test"
            )
        );
    }
}
