using CsCheck;

namespace Mmhs.Portal.Tests.Release.Walk;

public sealed class ReleaseWalkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EOS_206c_whatever_people_try_nothing_is_signed_that_was_not_approved_and_nothing_is_lost()
    {
        await using var world = await WalkWorld.OpenAsync();
        var done = 0;
        var refused = 0;
        await WalkStep.Walk.SampleAsync(
            async steps =>
            {
                var walker = new Walker(world, Token);
                await walker.RunAsync(steps);
                done += walker.Count.Done;
                refused += walker.Count.Refused;
            },
            iter: 32,
            threads: 1
        );
        // a walk in which nearly nothing goes through, or nothing is refused, would show little
        Assert.True(done > 150 && refused > 150, $"{done} acts went through, {refused} were refused.");
    }
}
