using Mmhs.Messages.Reports;
using Mmhs.Messages.Track;

namespace Mmhs.Messages.Tests.Reports;

public sealed class MdnRulesTests
{
    private static readonly ReceiptFacts Plain = new(
        ["ops@bde3.example"],
        ["ops@bde3.example"],
        [],
        true,
        false,
        false,
        false,
        false
    );

    [Fact]
    public void EOS_206ag_dsp_a_receipt_is_free_only_to_the_one_address_the_message_came_from()
    {
        Assert.Equal("ops@bde3.example", Assert.IsType<ReceiptDecision.Permitted>(MdnRules.Decide(Plain)).To);
        Assert.IsType<ReceiptDecision.Permitted>(MdnRules.Decide(Plain with { ReturnPaths = ["\"ops\"@BDE3.EXAMPLE"] }));
        Assert.IsType<ReceiptDecision.Permitted>(
            MdnRules.Decide(Plain with { RequestedBy = ["ops@bde3.example", "ops@BDE3.example"] })
        );
        Assert.IsType<ReceiptDecision.NotRequested>(MdnRules.Decide(Plain with { RequestedBy = [] }));
    }

    public static TheoryData<ReceiptFacts> Doubts { get; } =
    [
        Plain with
        {
            ReturnPaths = [],
        },
        Plain with
        {
            ReturnPaths = ["OPS@bde3.example"],
        },
        Plain with
        {
            ReturnPaths = ["other@bde3.example"],
        },
        Plain with
        {
            ReturnPaths = ["ops@bde3.example", "ops@bde3.example"],
        },
        Plain with
        {
            RequestedBy = ["ops@bde3.example", "spy@example.org"],
        },
        Plain with
        {
            IsFromList = true,
        },
    ];

    [Theory]
    [MemberData(nameof(Doubts))]
    public void EOS_206ag_dsp_in_doubt_only_the_reader_answers_and_never_a_rule(ReceiptFacts facts)
    {
        var decision = Assert.IsType<ReceiptDecision.OnlyByReader>(MdnRules.Decide(facts));
        Assert.NotEmpty(decision.Because);
        Assert.All(
            Enum.GetValues<ReceiptOccasion>(),
            occasion => Assert.False(MdnRules.MaySend(decision, occasion, readerAgreed: false))
        );
        Assert.True(MdnRules.MaySend(decision, ReceiptOccasion.Acknowledged, readerAgreed: true));
        Assert.False(MdnRules.MaySend(decision, ReceiptOccasion.DeletedByRule, readerAgreed: true));
    }

    public static TheoryData<string, ReceiptFacts> Refusals { get; } =
        new()
        {
            { "MDN-001", Plain with { IsReport = true } },
            { "MDN-002", Plain with { IsAnswered = true } },
            { "MDN-003", Plain with { HasMessageId = false } },
            { "MDN-004", Plain with { UnknownRequiredOptions = ["x-colour"] } },
            { "MDN-005", Plain with { RequestedBy = ["nobody"] } },
            { "MDN-006", Plain with { IsDoubtful = true } },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void MUA_5_1_6_where_RFC_8098_forbids_a_receipt_nobody_can_send_one(string code, ReceiptFacts facts)
    {
        var decision = Assert.IsType<ReceiptDecision.Forbidden>(MdnRules.Decide(facts));
        Assert.Equal(code, decision.Reason.Code);
        Assert.All(
            Enum.GetValues<ReceiptOccasion>(),
            occasion => Assert.False(MdnRules.MaySend(decision, occasion, readerAgreed: true))
        );
    }

    [Fact]
    public void MUA_5_1_6_without_the_reader_only_what_a_rule_did_is_told()
    {
        var decision = MdnRules.Decide(Plain);
        Assert.False(MdnRules.MaySend(decision, ReceiptOccasion.Acknowledged, readerAgreed: false));
        Assert.False(MdnRules.MaySend(decision, ReceiptOccasion.DeletedUnread, readerAgreed: false));
        Assert.True(MdnRules.MaySend(decision, ReceiptOccasion.Acknowledged, readerAgreed: true));
        Assert.True(MdnRules.MaySend(decision, ReceiptOccasion.AcknowledgedByPolicy, readerAgreed: false));
        Assert.True(MdnRules.MaySend(decision, ReceiptOccasion.DeletedByRule, readerAgreed: false));
    }

    [Theory]
    [InlineData(ReceiptOccasion.Acknowledged, "manual-action/MDN-sent-manually; displayed", false)]
    [InlineData(ReceiptOccasion.AcknowledgedByPolicy, "manual-action/MDN-sent-automatically; displayed", false)]
    [InlineData(ReceiptOccasion.DeletedUnread, "manual-action/MDN-sent-manually; deleted", true)]
    [InlineData(ReceiptOccasion.DeletedByRule, "automatic-action/MDN-sent-automatically; deleted", true)]
    [InlineData(ReceiptOccasion.AutoForwarded, "automatic-action/MDN-sent-automatically; dispatched", true)]
    [InlineData(ReceiptOccasion.Distributed, "automatic-action/MDN-sent-automatically; processed", false)]
    public void EOS_206aa_each_occasion_has_its_disposition(ReceiptOccasion occasion, string field, bool isNonReceipt)
    {
        Assert.Equal(field, Dispositions.For(occasion).ToString());
        Assert.Equal(isNonReceipt, Dispositions.For(occasion).IsNonReceipt);
    }

    [Theory]
    [InlineData("a@Example.org", "a@example.ORG", true)]
    [InlineData("A@example.org", "a@example.org", false)]
    [InlineData("\"a\"@example.org", "a@example.org", true)]
    [InlineData("\"a\\ b\"@example.org", "\"a b\"@example.org", true)]
    [InlineData("<a@example.org>", "a@example.org", true)]
    [InlineData("", "", false)]
    [InlineData("a", "a", false)]
    public void Addresses_are_one_when_they_name_one_mailbox(string left, string right, bool same) =>
        Assert.Equal(same, AddressIdentity.Same(left, right));

    [Theory]
    [InlineData("5.1.1", "there is no such mailbox (5.1.1)")]
    [InlineData("4.4.7", "the time allowed for delivery is over (4.4.7)")]
    [InlineData("2.0.0", "it went well (2.0.0)")]
    [InlineData("5.7.999", "a rule of security forbids it (5.7.999)")]
    [InlineData("5.9.1", "status 5.9.1")]
    public void EOS_205g_a_status_is_said_in_words(string status, string words) => Assert.Equal(words, StatusText.Of(status));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5.1")]
    [InlineData("3.1.1")]
    [InlineData("5.1.x")]
    [InlineData("5.1.1.1")]
    [InlineData("5.-1.1")]
    public void What_is_no_status_has_no_words(string? status) => Assert.Null(StatusText.Of(status));

    [Fact]
    public void EOS_206aa_not_read_is_said_of_what_was_lost_and_never_of_silence()
    {
        Assert.True(ReceiptStates.IsNotRead(ReceiptState.Deleted, TrackingState.Delivered));
        Assert.True(ReceiptStates.IsNotRead(ReceiptState.Awaited, TrackingState.Failed));
        Assert.False(ReceiptStates.IsNotRead(ReceiptState.Awaited, TrackingState.Delivered));
        Assert.False(ReceiptStates.IsNotRead(ReceiptState.Displayed, TrackingState.Failed));
    }

    [Fact]
    public void The_first_receipt_counts_and_a_later_one_that_differs_is_a_contradiction()
    {
        Assert.Equal(ReceiptState.Displayed, ReceiptState.Awaited.After(ReceiptState.Displayed));
        Assert.Equal(ReceiptState.Displayed, ReceiptState.Displayed.After(ReceiptState.Deleted));
        Assert.True(ReceiptState.Displayed.IsContradictedBy(ReceiptState.Deleted));
        Assert.False(ReceiptState.Awaited.IsContradictedBy(ReceiptState.Deleted));
        Assert.True(TrackingState.Delivered.IsContradictedBy(TrackingState.Failed));
        Assert.False(TrackingState.Delayed.IsContradictedBy(TrackingState.Failed));
        Assert.Equal(ReceiptState.Declined, ReceiptStates.OfWord("Denied"));
        Assert.Equal(
            TrackingState.Failed,
            TrackingVerdict.Worst([TrackingState.Delivered, TrackingState.Failed, TrackingState.Delayed])
        );
        Assert.Equal(TrackingState.Relayed, TrackingVerdict.Worst([TrackingState.Delivered, TrackingState.Relayed]));
    }
}
