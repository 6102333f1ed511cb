using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class DraftStatesTests
{
    private static readonly HashSet<(DraftState, DraftState)> Lawful =
    [
        (DraftState.Draft, DraftState.ReadyForRelease), (DraftState.Draft, DraftState.Withdrawn),
        (DraftState.Returned, DraftState.ReadyForRelease), (DraftState.Returned, DraftState.Withdrawn),
        (DraftState.ReadyForRelease, DraftState.Returned), (DraftState.ReadyForRelease, DraftState.Withdrawn), (DraftState.ReadyForRelease, DraftState.Releasing),
        (DraftState.Releasing, DraftState.Released), (DraftState.Releasing, DraftState.ReleaseFailed),
    ];

    [Fact]
    public void A_draft_moves_on_or_is_returned_and_no_other_way()
    {
        foreach (var from in Enum.GetValues<DraftState>())
            foreach (var to in Enum.GetValues<DraftState>())
                Assert.Equal(Lawful.Contains((from, to)), from.MayBecome(to));
    }

    [Theory]
    [InlineData(DraftState.Released)]
    [InlineData(DraftState.Withdrawn)]
    [InlineData(DraftState.Expired)]
    public void Nothing_leaves_an_end(DraftState end) => Assert.DoesNotContain(Enum.GetValues<DraftState>(), to => end.MayBecome(to));

    [Fact]
    public void Only_a_draft_that_is_with_its_drafter_may_be_written_in() =>
        Assert.Equal([DraftState.Draft, DraftState.Returned], Enum.GetValues<DraftState>().Where(state => state.IsEditable()));

    [Fact]
    public void Every_state_has_a_word_of_its_own() =>
        Assert.Equal(Enum.GetValues<DraftState>().Length, Enum.GetValues<DraftState>().Select(state => state.ToWord()).Distinct().Count());
}
