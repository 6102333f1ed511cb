using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Admin;

public sealed class PolicySimulatorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_released_message_shows_the_rule_it_would_meet_and_only_to_those_cleared_for_it()
    {
        var time = new FakeTimeProvider(WalkWorld.Start);
        await using var portal = await RunningPortal.PrepareAsync(null, time);
        var world = new WalkWorld(portal, time);
        var id = await world.CreateAsync(Token);
        Assert.Empty(
            (
                await world.SubmitAsync(
                    await world.ActorAsync("drafter", RoleFunction.Drafter, Token),
                    id,
                    WalkWorld.Form(staged: false, Precedence.Routine, "Move."),
                    Token
                )
            ).Refusals
        );
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var shown = (await world.Office.OpenAsync(releaser, id, Token))!;
        Assert.Empty(
            (await world.Office.ReleaseAsync(releaser, shown, world.Office.Prepare(shown), DemoWorld.Password, Token)).Refusals
        );
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var before = (await portal.Get<RightsDesk>().BookAsync(admin, Token))!;
        var policy = before.PolicyOf("hq.northland.example")!;
        var rule = new ReleaseRule(
            "Laboratory",
            new() { SubjectIndicatorCodes = ["LAB"] },
            [new("Operations", EmailAddress.Parse("j3@hq.northland.example"), 1, 1, TimeBudget.Usual)]
        );
        var after = before with { Policies = before.Policies.Replace(policy, policy with { Rules = [rule, .. policy.Rules] }) };
        var simulator = portal.Get<PolicySimulator>();

        var seen = (await simulator.RunAsync(admin, before, after, 50, Token))!;
        var unseen = (await simulator.RunAsync(admin with { Clearances = [] }, before, after, 50, Token))!;

        var message = Assert.Single(seen.Messages);
        Assert.Null(message.Before.Rule);
        Assert.Equal("Laboratory", message.After.Rule);
        Assert.True(message.Differs);
        Assert.Equal((0, 0, 0), (seen.Hidden, seen.HiddenDiffering, seen.Unread));
        Assert.Empty(unseen.Messages);
        Assert.Equal((1, 1), (unseen.Hidden, unseen.HiddenDiffering));
        Assert.False(Assert.Single((await simulator.RunAsync(admin, before, before, 50, Token))!.Messages).Differs);
        Assert.Null(await simulator.RunAsync(releaser, before, after, 50, Token));
    }

    [Fact]
    public async Task A_message_nobody_wrote_shows_its_way_and_who_could_release_it_by_both_books()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var before = (await portal.Get<RightsDesk>().BookAsync(admin, Token))!;
        var after = before with
        {
            People = before.People.Replace(before.Find("releaser")!, before.Find("releaser")! with { Rights = [] }),
            Policies = [],
        };
        ImaginedMessage Imagined(Precedence precedence) =>
            new(
                EmailAddress.Parse("j3@hq.northland.example"),
                WalkWorld.Form(true, precedence, "x").Label!,
                precedence,
                1,
                [SubjectIndicatorCode.TryParse("OPO", out var code) ? code : null!],
                [EmailAddress.Parse("j4@hq.northland.example")],
                []
            );

        var tried = portal.Get<PolicySimulator>().Try(admin, before, after, Imagined(Precedence.Flash))!;
        Assert.Equal(["Operations", "Logistics", "Command"], tried.Before.Stages.Select(stage => stage.Name));
        Assert.Equal(["Northland HQ Releaser"], tried.ReleasersBefore.Names);
        Assert.Null(tried.After.Rule);
        Assert.Empty(tried.ReleasersAfter.Names);
        var above = portal.Get<PolicySimulator>().Try(admin, before, before, Imagined(Precedence.Override))!;
        Assert.Equal("REL-004", above.ReleasersBefore.WhyNobody?.Code);
        Assert.Null(
            portal
                .Get<PolicySimulator>()
                .Try(await portal.ActorAsync("releaser", RoleFunction.Releaser, Token), before, after, Imagined(Precedence.Flash))
        );
    }
}
