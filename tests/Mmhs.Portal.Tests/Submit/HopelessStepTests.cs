using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Submit;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Portal.Tests.Round;
using Mmhs.Portal.Track;
using Mmhs.Records.Changes;
using Mmhs.Records.Submit;

namespace Mmhs.Portal.Tests.Submit;

public sealed class HopelessStepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The other copy may still go: no draft fails, and yet there is something for the operator.</summary>
    [Fact]
    public async Task An_operator_hears_of_one_copy_that_is_set_aside_whatever_his_role()
    {
        await using var world = await WalkWorld.OpenAsync();
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var id = await world.CreateAsync(Token);
        var form = WalkWorld.Form(staged: false, Precedence.Flash, "Move.") with { Bcc = WholeWayTests.Form().Bcc };
        form = form with { InformationPrecedence = Precedence.Routine };
        Assert.Empty((await world.SubmitAsync(drafter, id, form, Token)).Refusals);
        var shown = (await world.Office.OpenAsync(releaser, id, Token))!;
        var prepared = world.Office.Prepare(shown);
        Assert.Empty((await world.Office.ReleaseAsync(releaser, shown, prepared, DemoWorld.Password, Token)).Refusals);
        await world.WaitAsync(TimeSpan.FromMinutes(10), Token); // it can be taken back no longer
        await world.Get<SignStep>().RunAsync((await world.ClaimAsync(Token))!, Token);
        var copy = (await world.ClaimAsync(Token))!;
        Assert.Equal(OutboxWork.Submit, copy.Work);
        var heard = new List<Change>();
        using var listening = world.Get<ChangeFeed>().Subscribe(heard.Add);

        await world.Get<HopelessStep>().RunAsync(copy, "FormatException", Token);

        var @operator = await world.ActorAsync("operator", RoleFunction.Operator, Token);
        Assert.Single(await world.Get<SetAsideDesk>().ListAsync(@operator, 10, Token));
        Assert.Empty(Assert.Single(heard, one => one.Topic == ChangeTopic.Drafts).Roles); // everybody
    }
}
