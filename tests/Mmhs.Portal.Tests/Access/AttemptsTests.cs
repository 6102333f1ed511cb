using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Attempts;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Api;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.People;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Access;

/// <summary>Wrong passwords and proofs: who is braked by them, and who is not.</summary>
public sealed class AttemptsTests
{
    private const string Proxy = "--Mmhs:Forwarding:Proxies:0=127.0.0.1";
    private const string Wrong = "Name or password is not right. Check both and try again.";
    private const string TooMany = "Too many wrong passwords. Wait some minutes, then try again.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_a_strangers_wrong_passwords_lock_neither_the_person_nor_his_running_session()
    {
        await using var portal = await RunningPortal.StartAsync(null, Proxy, "--Mmhs:SignIn:MostWrongFromSource=1000");
        using var stranger = new Visitor(portal.Address, from: "198.51.100.66");
        Assert.Equal([Wrong, Wrong, Wrong, Wrong, TooMany, TooMany], await TypeAsync(stranger, "releaser", 6));
        Assert.Equal(TooMany, await stranger.TypeAsync("Releaser", DemoWorld.Password, Token)); // his own way is closed, even with the right one

        Assert.Equal(
            PasswordGate.Answer.Right,
            await portal
                .Get<PasswordGate>()
                .CheckAsync(await InSessionAsync(portal, "releaser", RoleFunction.Releaser), DemoWorld.Password, Token)
        );
        using var owner = new Visitor(portal.Address, from: "192.0.2.10");
        Assert.Null(await owner.TypeAsync("releaser", DemoWorld.Password, Token));
    }

    [Fact]
    public async Task Names_nobody_has_get_the_same_words_in_about_the_same_time()
    {
        await using var portal = await RunningPortal.StartAsync(null, Proxy, "--Mmhs:SignIn:MostWrongFromSource=1000");
        using var visitor = new Visitor(portal.Address, from: "198.51.100.66");
        Assert.Equal([Wrong, Wrong, Wrong, Wrong, TooMany, TooMany], await TypeAsync(visitor, "no.such.person", 6));

        // One derivation of a key beside each attempt, so that whatever else the machine does slows both. Without one the answer is there in a
        // tenth of the time: less than half of it is what would tell a stranger which names there are.
        var (hasher, nobody) = (new PasswordHasher<PersonRow>(), new PersonRow());
        var hash = hasher.HashPassword(nobody, "guess");
        var (derivation, unknown) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        using var other = new Visitor(portal.Address, from: "198.51.100.2");
        for (var round = 0; round < 8; round++)
        {
            var started = Stopwatch.GetTimestamp();
            hasher.VerifyHashedPassword(nobody, hash, "guess");
            derivation = new[] { derivation, Stopwatch.GetElapsedTime(started) }.Min();
            started = Stopwatch.GetTimestamp();
            Assert.Equal(Wrong, await other.TypeAsync($"nobody.here.{round}", "guess", Token));
            unknown = new[] { unknown, Stopwatch.GetElapsedTime(started) }.Min();
        }
        Assert.True(
            unknown > derivation * 0.5,
            $"a derivation {derivation.TotalMilliseconds} ms, an unknown name {unknown.TotalMilliseconds} ms"
        );
    }

    [Fact]
    public async Task Attack_a_password_sprayed_over_many_names_is_braked()
    {
        await using var portal = await RunningPortal.StartAsync(null, Proxy, "--Mmhs:SignIn:MostWrongFromSource=8");
        using var stranger = new Visitor(portal.Address, from: "2001:db8:1:2::1");
        for (var name = 0; name < 8; name++)
            Assert.Equal(Wrong, await stranger.TypeAsync($"person.{name}", "summer2026", Token));
        using var neighbour = new Visitor(portal.Address, from: "2001:db8:1:2::ffff"); // the same line with another of its addresses
        Assert.Equal(TooMany, await neighbour.TypeAsync("drafter", DemoWorld.Password, Token));
        using var other = new Visitor(portal.Address, from: "2001:db8:1:3::1");
        Assert.Null(await other.TypeAsync("drafter", DemoWorld.Password, Token));
    }

    [Fact]
    public async Task Attack_many_sources_on_one_name_are_braked_and_where_he_has_come_from_he_still_may()
    {
        await using var portal = await RunningPortal.StartAsync(null, Proxy, "--Mmhs:SignIn:MostWrongForName=10");
        using (var desk = new Visitor(portal.Address, from: "192.0.2.10"))
            Assert.Null(await desk.TypeAsync("drafter", DemoWorld.Password, Token));
        for (var source = 1; source <= 10; source++)
        {
            using var stranger = new Visitor(portal.Address, from: $"198.51.100.{source}");
            Assert.Equal(Wrong, await stranger.TypeAsync("drafter", "guess", Token));
        }
        using var next = new Visitor(portal.Address, from: "198.51.100.99");
        Assert.Equal(TooMany, await next.TypeAsync("drafter", DemoWorld.Password, Token));
        using var again = new Visitor(portal.Address, from: "192.0.2.10");
        Assert.Null(await again.TypeAsync("drafter", DemoWorld.Password, Token));
    }

    [Fact]
    public async Task Attack_proofs_by_a_program_are_counted_like_those_of_a_page()
    {
        await using var portal = await RunningPortal.StartAsync();
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var draft = await portal.SubmitAsync(drafter, WholeWayTests.Form(), Token);
        using var program = await ApiClient.OfAsync(portal, "releaser", RoleFunction.Releaser, Token);
        var codes = new List<string?>();
        for (var guess = 0; guess < 6; guess++)
            codes.Add(await ReleaseAsync(program, draft, $"guess {guess}"));
        Assert.Equal(["REL-007", "REL-007", "REL-007", "REL-007", "REL-021", "REL-021"], codes);
        Assert.Equal("REL-021", await ReleaseAsync(program, draft, DemoWorld.Password));

        var session = await InSessionAsync(portal, "releaser", RoleFunction.Releaser);
        var office = portal.Get<ReleaseDesk>();
        var shown = (await office.OpenAsync(session, draft, Token))!;
        for (var guess = 0; guess < 4; guess++)
            Assert.Equal(
                "REL-020",
                Assert.Single((await office.ReleaseAsync(session, shown, office.Prepare(shown), "wrong", Token)).Refusals).Code
            );
        Assert.Empty((await office.ReleaseAsync(session, shown, office.Prepare(shown), DemoWorld.Password, Token)).Refusals);
    }

    [Fact]
    public async Task A_deputys_and_a_keepers_proofs_are_counted_too()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var program = await ApiClient.OfAsync(portal, "releaser", RoleFunction.Releaser, Token);
        var now = TimeProvider.System.GetUtcNow();
        var codes = new List<string?>();
        for (var guess = 0; guess < 6; guess++)
        {
            var offer = (
                await program.PostAsync(
                    "delegations/statement",
                    new
                    {
                        principal = "releaser",
                        deputy = "chief",
                        role = "j3@hq.northland.example",
                        from = now.AddHours(1),
                        until = now.AddHours(2),
                    },
                    Token
                )
            ).Json;
            codes.Add(
                (
                    await program.PostAsync(
                        "delegations",
                        new { statement = offer.GetProperty("statement"), proof = ApiClient.Proof(offer, $"guess {guess}") },
                        Token
                    )
                ).Said("code")
            );
        }
        Assert.Equal(["REL-007", "REL-007", "REL-007", "REL-007", "REL-021", "REL-021"], codes);
    }

    [Fact]
    public async Task Many_at_once_are_no_more_than_the_limit_and_the_memory_is_bounded()
    {
        var time = new FakeTimeProvider();
        var counter = new AttemptCounter(5, TimeSpan.FromMinutes(5), time);
        var tried = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(_ =>
                    counter.TryAsync(
                        "releaser",
                        async () =>
                        {
                            Interlocked.Increment(ref tried);
                            await Task.Yield();
                            return false;
                        },
                        Token
                    )
                )
        );
        Assert.Equal(5, tried);

        for (var stranger = 0; stranger < AttemptCounter.MostKeys + 100; stranger++)
            counter.Add($"stranger {stranger}");
        Assert.True(counter.IsFull("releaser")); // not washed out
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(counter.IsFull("releaser"));
        Assert.Equal(AttemptAnswer.Right, await counter.TryAsync("releaser", () => Task.FromResult(true), Token));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("::1", "::1")]
    public void A_source_is_an_address_or_a_line(string address, string key) =>
        Assert.Equal(key, SourceKey.Of(IPAddress.Parse(address)));

    [Fact]
    public async Task Refused_sign_ins_are_written_each_while_they_are_few_and_counted_when_somebody_makes_many()
    {
        await using var portal = await RunningPortal.StartAsync(null, Proxy, "--Mmhs:SignIn:MostWrongFromSource=1000");
        using var stranger = new Visitor(portal.Address, from: "198.51.100.66");
        for (var name = 0; name < SignInRefusals.MostByThemselves + 4; name++)
            await stranger.TypeAsync($"person.{name}", "guess", Token);
        await portal.Get<SignInRefusals>().FlushAsync(Token);

        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(
            SignInRefusals.MostByThemselves,
            await context.AuditEntries.CountAsync(entry => entry.EventType == "LOGIN", Token)
        );
        var counted = new Portal.Shared.AuditEntryView(
            await context.AuditEntries.SingleAsync(entry => entry.EventType == "REFUSALS", Token)
        );
        Assert.Equal(("SIGN_IN", "198.51.100.66", "4"), (counted.Said("kind"), counted.Said("source"), counted.Said("count")));
        Assert.Equal(["person.20", "person.21", "person.22", "person.23"], counted.Listed("names"));
    }

    private static async Task<List<string?>> TypeAsync(Visitor visitor, string name, int times)
    {
        var said = new List<string?>();
        for (var at = 0; at < times; at++)
            said.Add(await visitor.TypeAsync(name, $"guess {at}", Token));
        return said;
    }

    private static async Task<Actor> InSessionAsync(RunningPortal portal, string name, RoleFunction function)
    {
        var actor = await portal.ActorAsync(name, function, Token);
        await using var work = await portal.Get<PortalRecords>().BeginAsync(Token);
        var session = portal.Get<SessionRegister>().Open(work, actor.PersonId, SignInMethod.Password, "192.0.2.10", null);
        await work.CommitAsync(Token);
        return actor with { Session = session.Id };
    }

    private static async Task<string?> ReleaseAsync(ApiClient program, Guid draft, string password)
    {
        var review = (await program.GetAsync($"reviews/{draft}", Token)).Json;
        var offer = (await program.PostAsync($"reviews/{draft}/statement", new { kind = "release" }, Token)).Json;
        var answer = await program.PostAsync(
            $"reviews/{draft}/decisions",
            new
            {
                decision = "release",
                version = review.GetProperty("version").GetInt32(),
                revision = review.GetProperty("revision").GetInt32(),
                statement = offer.GetProperty("statement"),
                ticket = offer.GetProperty("ticket").GetString(),
                proof = ApiClient.Proof(offer, password),
            },
            Token
        );
        return answer.Status == 204 ? null : answer.Said("code");
    }
}
