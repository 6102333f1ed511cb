using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Tests.Release;

/// <summary>A message approved to be sent later waits unsigned, and can be called back until its time (MMHS §3.4.10).</summary>
public sealed class DeferredTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EOS_206j_it_leaves_at_its_time_and_not_before_and_is_called_back_until_then()
    {
        await using var world = await WalkWorld.OpenAsync();
        var (drafter, releaser) = (
            await world.ActorAsync("drafter", RoleFunction.Drafter, Token),
            await world.ActorAsync("releaser", RoleFunction.Releaser, Token)
        );
        var id = await world.CreateAsync(Token);
        var form = WalkWorld.Form(false, Precedence.Flash, "Later.") with
        {
            Optional = new() { DeferUntil = new(world.Now.AddHours(20)) },
        };
        Assert.True((await world.SubmitAsync(drafter, id, form, Token)).IsDone);
        await ReleaseAsync();
        await world.SignAsync(Token);
        Assert.False((await world.ReadAsync(id, Token)).Signed);
        Assert.True((await world.Undoing.UndoAsync(releaser, id, Token)).IsDone);
        Assert.Equal(DraftState.ReadyForRelease, (await world.ReadAsync(id, Token)).State);

        await ReleaseAsync();
        await world.WaitAsync(TimeSpan.FromHours(19), Token);
        await world.SignAsync(Token);
        var waiting = await world.ReadAsync(id, Token);
        Assert.False(waiting.Signed);
        // the signing service itself refuses, whoever asks it too early
        var version = (await world.Office.OpenAsync(releaser, id, Token))!.Version;
        var answer = await world
            .Get<IReleaseSigning>()
            .SignAsync(
                new(version, StatementCodec.ReadApproval(waiting.Release!.Approval), [], new Dictionary<string, byte[]>()),
                Token
            );
        Assert.Equal("SIG-006", Assert.IsType<SigningResult.Refused>(answer).Reason.Code);
        await world.WaitAsync(TimeSpan.FromHours(1), Token);
        await world.SignAsync(Token);
        Assert.True((await world.ReadAsync(id, Token)).Signed); // 20 hours after the yes, which is not too old for it
        Assert.Equal("REL-026", (await world.Undoing.UndoAsync(releaser, id, Token)).Refusals[0].Code);

        async Task ReleaseAsync()
        {
            var open = (await world.Office.OpenAsync(releaser, id, Token))!;
            Assert.Empty(
                (await world.Office.ReleaseAsync(releaser, open, world.Office.Prepare(open), DemoWorld.Password, Token)).Refusals
            );
        }
    }
}
