using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Signing;

namespace Mmhs.Portal.Tests.Submit;

/// <summary>The signing service decides nothing for now: what was released waits and is not given up.</summary>
public sealed class PausedSigningTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_waits_while_the_service_is_not_itself_and_is_signed_after()
    {
        await using var world = await WalkWorld.OpenAsync();
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var id = await world.CreateAsync(Token);
        Assert.True((await world.SubmitAsync(drafter, id, WalkWorld.Form(false, Precedence.Flash, "Now."), Token)).IsDone);
        var shown = (await world.Office.OpenAsync(releaser, id, Token))!;
        var statement = world.Office.Statement(releaser, shown, world.Office.Prepare(shown));
        var proof = await world.ProveAsync(statement, Token);
        Assert.True((await world.Office.ReleaseAsync(releaser, shown.Revision, statement, proof, Token)).IsDone);
        await world.WaitAsync(TimeSpan.FromMinutes(1), Token);
        var file = world.Get<Microsoft.Extensions.Options.IOptions<SigningOptions>>().Value.RightsFile;
        var whole = await File.ReadAllBytesAsync(file, Token);
        await File.WriteAllTextAsync(file, "{}", Token);
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(5));

        var entry = (await world.ClaimAsync(Token))!;
        Assert.Equal("LED-010", (await world.Get<Mmhs.Portal.Submit.SignStep>().RunAsync(entry, Token))?.Code);
        Assert.Equal(DraftState.Releasing, (await world.ReadAsync(id, Token)).State);

        await File.WriteAllBytesAsync(file, whole, Token);
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(10));
        Assert.Null(await world.Get<Mmhs.Portal.Submit.SignStep>().RunAsync(entry, Token));
        Assert.True((await world.ReadAsync(id, Token)).Signed);
    }
}
