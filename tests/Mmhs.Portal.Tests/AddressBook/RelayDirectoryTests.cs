using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Relay;

namespace Mmhs.Portal.Tests.AddressBook;

public sealed class RelayDirectoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MSA_6_1_11_EOS_206c_what_a_deputy_released_in_his_time_still_goes_after_it()
    {
        await using var world = await WalkWorld.OpenAsync();
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var set = world.Delegations.Statement(
            releaser,
            "releaser",
            "second",
            releaser.Role.Address,
            world.Now,
            world.Now.AddHours(1)
        );
        Assert.Empty((await world.Delegations.SetAsync(releaser, set, await world.ProveAsync(set, Token), Token)).Refusals);
        var deputy = (await world.DeputyAsync("second", "releaser", RoleFunction.Releaser, Token))!;
        var id = await world.CreateAsync(Token);
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        Assert.Empty(
            (await world.SubmitAsync(drafter, id, WalkWorld.Form(staged: false, Precedence.Immediate, "Move."), Token)).Refusals
        );
        var shown = (await world.Office.OpenAsync(deputy, id, Token))!;
        var statement = world.Office.Statement(deputy, shown, world.Office.Prepare(shown));
        Assert.Empty(
            (
                await world.Office.ReleaseAsync(
                    deputy,
                    shown.Revision,
                    statement,
                    await world.ProveAsync(statement, Token),
                    Token
                )
            ).Refusals
        );

        var directory = world.Get<IRelayDirectory>();
        var (who, role, other) = (
            statement.ReleaserMailbox.Address,
            statement.Role,
            MessageId.Parse("other@hq.northland.example")
        );
        Assert.True(await directory.MayAuthorizeAsync(who, role, other, Token)); // in his time, whatever it is
        await world.WaitAsync(TimeSpan.FromHours(2), Token);
        Assert.True(await directory.MayAuthorizeAsync(who, role, statement.Filled.MessageId, Token));
        Assert.False(await directory.MayAuthorizeAsync(who, role, other, Token));
        Assert.False(await directory.MayAuthorizeAsync(who, role, null, Token));
        Assert.False(
            await directory.MayAuthorizeAsync(
                who,
                EmailAddress.Parse("j4@hq.northland.example"),
                statement.Filled.MessageId,
                Token
            )
        );
        Assert.False(await directory.MayAuthorizeAsync(drafter.Mailbox.Address, role, statement.Filled.MessageId, Token));
    }
}
