using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class DraftStatesTests
{
    // written down a second time, by where one may go: a move added without thought fails here
    private static readonly Dictionary<DraftState, DraftState[]> Lawful = new()
    {
        [DraftState.Draft] = [DraftState.InReview, DraftState.ReadyForRelease, DraftState.Withdrawn],
        [DraftState.Returned] = [DraftState.InReview, DraftState.ReadyForRelease, DraftState.Withdrawn],
        [DraftState.InReview] =
        [
            DraftState.ReadyForRelease,
            DraftState.Returned,
            DraftState.Withdrawn,
            DraftState.Held,
            DraftState.Releasing,
        ],
        [DraftState.ReadyForRelease] =
        [
            DraftState.InReview,
            DraftState.Returned,
            DraftState.Withdrawn,
            DraftState.Held,
            DraftState.Releasing,
        ],
        [DraftState.Held] = [DraftState.InReview, DraftState.ReadyForRelease, DraftState.Returned, DraftState.Withdrawn],
        [DraftState.Releasing] = [DraftState.ReadyForRelease, DraftState.InReview, DraftState.Released, DraftState.ReleaseFailed],
        [DraftState.ReleaseFailed] = [DraftState.Releasing, DraftState.Returned, DraftState.Withdrawn],
    };

    [Fact]
    public void A_draft_moves_as_the_table_says_and_no_other_way()
    {
        foreach (var from in Enum.GetValues<DraftState>())
        foreach (var to in Enum.GetValues<DraftState>())
            Assert.Equal(Lawful.GetValueOrDefault(from, []).Contains(to), from.MayBecome(to));
    }

    [Theory]
    [InlineData(DraftState.Released)]
    [InlineData(DraftState.Withdrawn)]
    [InlineData(DraftState.Expired)]
    public void Nothing_leaves_an_end(DraftState end) =>
        Assert.DoesNotContain(Enum.GetValues<DraftState>(), to => end.MayBecome(to));

    [Fact]
    public void Only_a_draft_that_is_with_its_drafter_may_be_written_in() =>
        Assert.Equal([DraftState.Draft, DraftState.Returned], Enum.GetValues<DraftState>().Where(state => state.IsEditable()));

    [Fact]
    public void Every_state_has_a_word_of_its_own() =>
        Assert.Equal(
            Enum.GetValues<DraftState>().Length,
            Enum.GetValues<DraftState>().Select(state => state.ToWord()).Distinct().Count()
        );
}
