using Mmhs.Messages.Compose;
using Mmhs.Messages.Track;

namespace Mmhs.Messages.Tests.Track;

public sealed class UnreportedTests
{
    [Theory]
    [InlineData(TrackingState.Outbox, false)] // it is with us still: that is told of everybody
    [InlineData(TrackingState.Submitted, true)]
    [InlineData(TrackingState.Delayed, false)] // trouble was asked for, and this is some
    [InlineData(TrackingState.Relayed, true)]
    [InlineData(TrackingState.Expanded, true)]
    [InlineData(TrackingState.Delivered, false)] // said all the same
    [InlineData(TrackingState.Failed, false)]
    public void Silence_means_nothing_where_no_word_was_asked_for(TrackingState state, bool silent)
    {
        Assert.Equal(silent, state.IsUnreported(ReportRequest.Trouble));
        Assert.Equal(silent, state.IsUnreported(ReportRequest.Never));
        Assert.False(state.IsUnreported(ReportRequest.Everything));
    }
}
