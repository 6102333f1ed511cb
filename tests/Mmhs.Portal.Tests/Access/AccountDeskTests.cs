using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Passwords;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Access.Tokens;
using Mmhs.Portal.Organisations;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.People;
using Mmhs.Signing.Client;
using Mmhs.Testing.Host;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Tests.Access;

public sealed class AccountDeskTests : IAsyncLifetime
{
    private RunningPortal? portal;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunningPortal Portal => portal!;

    public async ValueTask InitializeAsync() => portal = await RunningPortal.StartAsync();

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    [Fact]
    public async Task An_ended_session_has_no_rights_with_its_next_act()
    {
        var actor = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var (here, there) = (await OpenAsync(actor), await OpenAsync(actor));
        var actors = Portal.Get<ActorResolver>();
        Assert.NotNull(await actors.ResolveAsync(Principal(actor, there), Token));
        Assert.True((await Portal.Get<SessionDesk>().EndAsync(actor, there, Token)).IsDone);
        Assert.Null(await actors.ResolveAsync(Principal(actor, there), Token));
        Assert.NotNull(await actors.ResolveAsync(Principal(actor, here), Token));
        Assert.Equal([here], (await Portal.Get<SessionDesk>().OwnAsync(actor, Token)).Select(session => session.Id));
        Assert.Single(await AuditedAsync(AuditTypes.SessionEnded));
    }

    [Fact]
    public async Task A_principal_without_session_or_with_somebody_elses_is_nobody()
    {
        var actor = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var other = await OpenAsync(await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token));
        Assert.Null(await Portal.Get<ActorResolver>().ResolveAsync(Principal(actor, null), Token));
        Assert.Null(await Portal.Get<ActorResolver>().ResolveAsync(Principal(actor, other), Token));
    }

    [Fact]
    public async Task A_session_left_alone_for_a_watch_is_over()
    {
        var actor = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var session = await OpenAsync(actor);
        await using (var work = await Portal.Get<PortalRecords>().BeginAsync(Token))
        {
            var old = Portal.Get<TimeProvider>().GetUtcNow() - SessionRegister.Idle - TimeSpan.FromMinutes(1);
            await work
                .Context.Sessions.Where(s => s.Id == session)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, old), Token);
            await work.CommitAsync(Token);
        }
        Assert.Null(await Portal.Get<ActorResolver>().ResolveAsync(Principal(actor, session), Token));
        Assert.Empty(await Portal.Get<SessionDesk>().OwnAsync(actor, Token));
    }

    [Fact]
    public async Task Sessions_of_others_are_ended_by_administrators_of_their_organisation_only()
    {
        var desk = Portal.Get<SessionDesk>();
        var admin = await Portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var mine = await OpenAsync(drafter);
        var elsewhere = await OpenAsync(await Portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token));

        Assert.Equal(
            "ACC-002",
            Assert
                .Single(
                    (await desk.EndAsync(await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token), mine, Token)).Refusals
                )
                .Code
        );
        Assert.Equal("ACC-002", Assert.Single((await desk.EndAsync(admin, elsewhere, Token)).Refusals).Code);
        Assert.Empty(await desk.OfOrganisationAsync(drafter, Token));
        Assert.Equal(["drafter"], (await desk.OfOrganisationAsync(admin, Token)).Select(listed => listed.Person));
        Assert.True((await desk.EndAsync(admin, mine, Token)).IsDone);
        Assert.Equal(["denied", "denied", "ok"], (await AuditedAsync(AuditTypes.SessionEnded)).Select(entry => entry.Outcome));
    }

    [Fact]
    public async Task When_it_was_last_seen_is_written_and_what_is_long_over_is_forgotten()
    {
        var actor = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var (used, gone) = (await OpenAsync(actor), await OpenAsync(actor));
        var now = Portal.Get<TimeProvider>().GetUtcNow();
        await SetSeenAsync(used, now - TimeSpan.FromHours(1));
        await SetSeenAsync(gone, now - SessionRegister.Kept - TimeSpan.FromMinutes(1));
        Assert.NotNull(await Portal.Get<ActorResolver>().ResolveAsync(Principal(actor, used), Token));
        await Portal.Get<SessionRegister>().FlushAsync(Token);
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        var left = await context.Sessions.SingleAsync(Token);
        Assert.Equal(used, left.Id);
        Assert.True(left.LastSeenAt > now - TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_changed_password_is_good_here_and_at_the_signing_service_and_ends_the_other_sessions()
    {
        var actor = await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var (here, there) = (await OpenAsync(actor), await OpenAsync(actor));
        var done = await Portal
            .Get<PasswordDesk>()
            .ChangeAsync(actor, "northland", "four plain words here", "four plain words here", here, Token);
        Assert.Empty(done.Refusals);
        Assert.Equal(PasswordGate.Answer.Wrong, await Portal.Get<PasswordGate>().CheckAsync(actor, "northland", Token));
        Assert.Equal(
            PasswordGate.Answer.Right,
            await Portal.Get<PasswordGate>().CheckAsync(actor, "four plain words here", Token)
        );
        Assert.False(await ProvesAsync(actor, "northland"));
        Assert.True(await ProvesAsync(actor, "four plain words here"));
        Assert.Equal([here], (await Portal.Get<SessionDesk>().OwnAsync(actor, Token)).Select(session => session.Id));
        Assert.Null(await Portal.Get<ActorResolver>().ResolveAsync(Principal(actor, there), Token));
        Assert.Single(await AuditedAsync(AuditTypes.PasswordChanged));
    }

    [Fact]
    public async Task A_session_ends_at_its_longest_time_however_busy()
    {
        var actor = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var (old, young) = (await OpenAsync(actor), await OpenAsync(actor));
        var opened = Portal.Get<TimeProvider>().GetUtcNow() - TimeSpan.FromHours(12);
        await using (var work = await Portal.Get<PortalRecords>().BeginAsync(Token))
        {
            await work
                .Context.Sessions.Where(s => s.Id == old)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.CreatedAt, opened), Token);
            await work
                .Context.Sessions.Where(s => s.Id == young)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.CreatedAt, opened.AddMinutes(5)), Token);
            await work.CommitAsync(Token);
        }
        var register = Portal.Get<SessionRegister>();
        Assert.False(await register.IsLiveAsync(old, actor.PersonId, Token));
        Assert.Equal(SessionState.Spent, await register.LookAsync(old, actor.PersonId, Token)); // an open page is covered
        Assert.True(await register.IsLiveAsync(young, actor.PersonId, Token));
        Assert.Equal([young], (await Portal.Get<SessionDesk>().OwnAsync(actor, Token)).Select(session => session.Id));
    }

    public static TheoryData<string> Endings { get; } =
    ["password", "first password", "deactivated", "all others", "all by the administrator"];

    [Theory, MemberData(nameof(Endings))]
    public async Task A_token_ends_with_what_ends_sessions(string ending)
    {
        var actor = await Portal.ActorAsync("reviewer", RoleFunction.Reviewer, Token);
        var admin = await Portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var secret = (await Portal.Get<TokenDesk>().MakeAsync(actor, "C2 system", 365, Token)).Secret!;
        var other = (await Portal.Get<TokenDesk>().MakeAsync(admin, "Another's", 365, Token)).Secret!;
        var session = await OpenAsync(actor);
        using var http = new HttpClient { BaseAddress = new(Portal.Address) };
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/api/v1/me", secret));

        var (people, sessions) = (Portal.Get<PeopleDesk>(), Portal.Get<SessionDesk>());
        var done = ending switch
        {
            "password" => await Portal
                .Get<PasswordDesk>()
                .ChangeAsync(actor, "northland", "four plain words here", "four plain words here", session, Token),
            "first password" => (await people.GiveFirstPasswordAsync(admin, actor.PersonId, Token)).Outcome,
            "deactivated" => await people.ActivateAsync(admin, actor.PersonId, false, Token),
            "all others" => await sessions.EndOthersAsync(actor, session, Token) is { Tokens: 1 }
                ? Outcome.Done
                : throw new InvalidOperationException("No token was revoked."),
            _ => (await sessions.EndAllOfAsync(admin, actor.PersonId, Token)).Outcome,
        };

        Assert.Empty(done.Refusals);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/api/v1/me", secret));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/api/v1/me", other));
        Assert.Equal(
            ending is "password" or "all others",
            await Portal.Get<SessionRegister>().IsLiveAsync(session, actor.PersonId, Token)
        );
        Assert.Contains(
            "reviewer",
            System.Text.Encoding.UTF8.GetString(Assert.Single(await AuditedAsync(AuditTypes.TokenRevoked)).Canon),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Administrators_see_and_revoke_the_tokens_of_their_own_people()
    {
        var desk = Portal.Get<TokenDesk>();
        var admin = await Portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var (mine, theirs) = (
            (await desk.MakeAsync(drafter, "C2 system", 30, Token)).Secret!,
            (
                await desk.MakeAsync(await Portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token), "Theirs", 30, Token)
            ).Secret!
        );

        var seen = Assert.Single(await desk.OfOrganisationAsync(admin, Token));
        Assert.Equal(("drafter", "C2 system", "Northland HQ · J3 Operations"), (seen.Person, seen.Name, seen.ActsAs));
        Assert.Empty(await desk.OfOrganisationAsync(drafter, Token));
        Guid elsewhere;
        await using (var context = await Portal.Get<PortalRecords>().ReadAsync(Token))
            elsewhere = await context
                .ApiTokens.Where(token => token.Name == "Theirs")
                .Select(token => token.Id)
                .SingleAsync(Token);

        var admins = (await desk.MakeAsync(admin, "Admin", 1, Token)).Secret!;
        using var http = new HttpClient { BaseAddress = new(Portal.Address) };
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(http, "/api/v1/tokens", mine));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/api/v1/tokens", admins));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await AskAsync(http, $"/api/v1/tokens/{elsewhere}/revoke", admins, HttpMethod.Post)
        );
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(http, $"/api/v1/tokens/{seen.Id}/revoke", admins, HttpMethod.Post));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/api/v1/me", mine));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/api/v1/me", theirs));
        Assert.Equal(["denied", "ok"], (await AuditedAsync(AuditTypes.TokenRevoked)).Select(entry => entry.Outcome));
    }

    [Theory]
    [InlineData("", "four plain words", "four plain words", "PWD-001")]
    [InlineData("northland", "", "", "PWD-003")]
    [InlineData("northland", "with a bell \a in it", "with a bell \a in it", "PWD-003")]
    [InlineData("northland", "northland", "northland", "PWD-004")]
    [InlineData("northland", "four plain words", "four plain word", "PWD-005")]
    [InlineData("northland", "short", "short", "PWD-006")]
    [InlineData("southland", "four plain words", "four plain words", "REL-020")]
    public async Task A_password_is_not_changed_when(string old, string wanted, string again, string code)
    {
        var actor = await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var outcome = await Portal.Get<PasswordDesk>().ChangeAsync(actor, old, wanted, again, null, Token);
        Assert.Equal([code], outcome.Refusals.Select(refusal => refusal.Code));
        Assert.True(await ProvesAsync(actor, "northland"));
        Assert.Equal(PasswordGate.Answer.Right, await Portal.Get<PasswordGate>().CheckAsync(actor, "northland", Token));
    }

    [Fact]
    public async Task A_person_the_signing_service_does_not_know_changes_his_password_too()
    {
        var actor = await Portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
        Assert.Empty(
            (
                await Portal
                    .Get<PasswordDesk>()
                    .ChangeAsync(actor, "northland", "four plain words", "four plain words", null, Token)
            ).Refusals
        );
        Assert.Equal(PasswordGate.Answer.Right, await Portal.Get<PasswordGate>().CheckAsync(actor, "four plain words", Token));
    }

    [Fact]
    public async Task A_token_lets_a_program_in_below_api_until_it_is_revoked_and_nowhere_else()
    {
        var actor = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var desk = Portal.Get<TokenDesk>();
        var made = await desk.MakeAsync(actor, "C2 system", 30, Token);
        var secret = Assert.IsType<string>(made.Secret);
        Assert.True(TokenSecret.HasForm(secret));
        await using (var context = await Portal.Get<PortalRecords>().ReadAsync(Token))
            Assert.DoesNotContain(
                secret[5..],
                string.Concat(
                    (await context.AuditEntries.ToListAsync(Token)).Select(entry =>
                        System.Text.Encoding.UTF8.GetString(entry.Canon)
                    )
                ),
                StringComparison.Ordinal
            );

        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new(Portal.Address),
        };
        // there is nothing under this address: who is let in hears so, who is not hears that
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/nothing", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(http, "/api/v1/nothing", secret));
        Assert.Equal(HttpStatusCode.Redirect, await AskAsync(http, "/account", secret));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await AskAsync(http, "/api/v1/nothing", secret[..^1] + (secret[^1] == 'A' ? 'E' : 'A'))
        );
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/api/v1/nothing", "mmhs_"));

        var listed = Assert.Single(await desk.OwnAsync(actor, Token));
        Assert.Equal("Northland HQ · J3 Operations", listed.ActsAs);
        Assert.Equal(
            "ACC-002",
            Assert
                .Single(
                    (
                        await desk.RevokeAsync(
                            await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token),
                            listed.Id,
                            Token
                        )
                    ).Refusals
                )
                .Code
        );
        var principal = new ClaimsPrincipal(
            new ClaimsIdentity([.. Principal(actor, null).Claims, new(AccessClaims.Token, listed.Id.ToString())], "test")
        );
        Assert.Equal(actor.MembershipId, (await Portal.Get<ActorResolver>().ResolveAsync(principal, Token))?.MembershipId);
        Assert.True((await desk.RevokeAsync(actor, listed.Id, Token)).IsDone);
        Assert.Null(await Portal.Get<ActorResolver>().ResolveAsync(principal, Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/api/v1/nothing", secret));
    }

    [Theory]
    [InlineData("", 30, "TOK-001")]
    [InlineData("C2", 0, "TOK-002")]
    [InlineData("C2", 366, "TOK-002")]
    public async Task A_token_is_not_made_when(string name, int days, string code)
    {
        var actor = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var made = await Portal.Get<TokenDesk>().MakeAsync(actor, name, days, Token);
        Assert.Null(made.Secret);
        Assert.Equal([code], made.Outcome.Refusals.Select(refusal => refusal.Code));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string path, string secret, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secret) },
        };
        using var response = await http.SendAsync(request, Token);
        return response.StatusCode;
    }

    private async Task<bool> ProvesAsync(Actor actor, string password)
    {
        var approvals = Portal.Get<IApprovals>();
        var parameters = await approvals.ProofParametersAsync(actor.Name, Token);
        var statement = new PasskeyRemovalStatement(actor.Name, "AAAA", Statement.Moment(Portal.Get<TimeProvider>().GetUtcNow()));
        return await approvals.ProvesAsync(
            statement,
            new(
                ApprovalMethod.PasswordProof,
                ScramProof.Create(password, parameters.Salt, parameters.Iterations, statement.ToBytes())
            ),
            Token
        );
    }

    private async Task<Guid> OpenAsync(Actor actor)
    {
        await using var work = await Portal.Get<PortalRecords>().BeginAsync(Token);
        var session = Portal
            .Get<SessionRegister>()
            .Open(work, actor.PersonId, SignInMethod.Password, "127.0.0.1", "Firefox/1 Linux");
        await work.CommitAsync(Token);
        return session.Id;
    }

    private async Task SetSeenAsync(Guid session, DateTimeOffset at)
    {
        await using var work = await Portal.Get<PortalRecords>().BeginAsync(Token);
        await work
            .Context.Sessions.Where(s => s.Id == session)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, at), Token);
        await work.CommitAsync(Token);
    }

    private async Task<List<Records.Audit.AuditEntryRow>> AuditedAsync(string type)
    {
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        return await context.AuditEntries.Where(entry => entry.EventType == type).OrderBy(entry => entry.Seq).ToListAsync(Token);
    }

    private static ClaimsPrincipal Principal(Actor actor, Guid? session)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, actor.PersonId.ToString()),
            new(ActorResolver.MembershipClaim, actor.MembershipId.ToString(CultureInfo.InvariantCulture)),
        };
        if (session is { } id)
            claims.Add(new(AccessClaims.Session, id.ToString()));
        return new(new ClaimsIdentity(claims, "test"));
    }
}
