using Mmhs.Portal.Release;
using Mmhs.Records.Review;

namespace Mmhs.Portal.Tests.Release;

/// <summary>What may be released together.</summary>
public sealed class BulkReleaseTests
{
    [Fact]
    public void Routine_and_deferred_of_one_label_may() => Assert.Null(BulkRelease.Objection([Line(1), Line(0)]));

    [Fact]
    public void Nothing_marked_is_nothing_to_release() => Assert.Equal("BLK-001", BulkRelease.Objection([])?.Code);

    [Fact]
    public void Too_many_nobody_has_read() =>
        Assert.Equal("BLK-002", BulkRelease.Objection([.. Enumerable.Range(0, BulkRelease.Most + 1).Select(_ => Line(1))])?.Code);

    [Fact]
    public void A_message_at_a_stage_may_not() =>
        Assert.Equal("BLK-003", BulkRelease.Objection([Line(1), Line(1, stage: "Command")])?.Code);

    [Fact]
    public void A_more_urgent_one_may_not() => Assert.Equal("BLK-004", BulkRelease.Objection([Line(1), Line(2)])?.Code);

    [Fact]
    public void Two_labels_may_not() => Assert.Equal("BLK-005", BulkRelease.Objection([Line(1), Line(1, label: 2)])?.Code);

    private static QueueLine Line(short urgency, int label = 1, string? stage = null) =>
        new(Guid.NewGuid(), 1, 1, stage, urgency, "SUBJECT", "drafter", "J3", null, Escalation.None, null, label, null);
}
