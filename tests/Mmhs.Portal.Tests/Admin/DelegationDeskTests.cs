using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Demo;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Admin;

public sealed class DelegationDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_principal_sets_his_deputy_who_then_acts_and_either_sees_it()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var desk = portal.Get<DelegationDesk>();
        var principal = await portal.ActorAsync("releaser", RoleFunction.Releaser, Token);

        Assert.True(
            (await desk.SetAsync(principal, Statement(desk, principal, "releaser", "deputy"), DemoWorld.Password, Token)).IsDone
        );

        Assert.NotNull(await portal.DeputyAsync("deputy", "releaser", RoleFunction.Releaser, Token));
        var deputy = await portal.ActorAsync("deputy", RoleFunction.Reviewer, Token);
        Assert.Equal("releaser", Assert.Single(await desk.ListAsync(deputy, Token)).Principal);
        Assert.Empty(await desk.ListAsync(await portal.ActorAsync("drafter", RoleFunction.Drafter, Token), Token));

        Assert.True(
            (
                await desk.EndAsync(
                    deputy,
                    desk.EndStatement(deputy, (await desk.ListAsync(deputy, Token))[0].Id),
                    DemoWorld.Password,
                    Token
                )
            ).IsDone
        );
        Assert.Null(await portal.DeputyAsync("deputy", "releaser", RoleFunction.Releaser, Token));
    }

    [Fact]
    public async Task Only_the_principal_or_an_administrator_sets_a_deputy()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var desk = portal.Get<DelegationDesk>();
        var other = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);

        Assert.Equal(
            "ACC-001",
            Assert
                .Single(
                    (await desk.SetAsync(other, Statement(desk, other, "releaser", "deputy"), DemoWorld.Password, Token)).Refusals
                )
                .Code
        );
        Assert.True((await desk.SetAsync(admin, Statement(desk, admin, "releaser", "deputy"), DemoWorld.Password, Token)).IsDone);
        Assert.Equal("admin", Assert.Single(await desk.ListAsync(admin, Token)).SetBy);
    }

    [Fact]
    public async Task A_deputy_has_no_deputy()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var desk = portal.Get<DelegationDesk>();
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        Assert.True((await desk.SetAsync(admin, Statement(desk, admin, "releaser", "deputy"), DemoWorld.Password, Token)).IsDone);

        var chained = await desk.SetAsync(admin, Statement(desk, admin, "deputy", "second"), DemoWorld.Password, Token);

        Assert.Equal("ROS-016", Assert.Single(chained.Refusals).Code);
    }

    private static DelegationStatement Statement(DelegationDesk desk, Actor actor, string principal, string deputy) =>
        desk.Statement(
            actor,
            principal,
            deputy,
            Messages.Compose.EmailAddress.Parse("j3@hq.northland.example"),
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            TimeProvider.System.GetUtcNow().AddDays(2)
        );
}
