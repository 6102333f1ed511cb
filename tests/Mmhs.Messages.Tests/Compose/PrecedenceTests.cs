using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Tests.Compose;

public sealed class PrecedenceTests
{
    // RFC 6710 Appendix A, policy STANAG4406
    [Theory]
    [InlineData(Precedence.Deferred, 0, -4)]
    [InlineData(Precedence.Routine, 1, -2)]
    [InlineData(Precedence.Priority, 2, 0)]
    [InlineData(Precedence.Immediate, 3, 2)]
    [InlineData(Precedence.Flash, 4, 4)]
    [InlineData(Precedence.Override, 5, 6)]
    public void EOS_206t_map_each_precedence_has_its_number_on_the_wire(Precedence precedence, int written, int priority) =>
        Assert.Equal((written, priority), ((int)precedence, precedence.ToMtPriority().Value));

    [Fact]
    public void The_most_urgent_comes_first() =>
        Assert.Equal(Enum.GetValues<Precedence>().OrderByDescending(precedence => precedence), Precedences.MostUrgentFirst);

    // RFC 6710 §5
    [Theory]
    [InlineData(-9, -4)]
    [InlineData(-5, -4)]
    [InlineData(-4, -4)]
    [InlineData(-3, -2)]
    [InlineData(-2, -2)]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 6)]
    [InlineData(6, 6)]
    [InlineData(9, 6)]
    public void EOS_206t_map_other_numbers_are_handled_at_the_next_level(int value, int level) =>
        Assert.Equal(level, new MtPriority(value).HandledAs().Value);

    // RFC 6710 §3
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-9", -9)]
    [InlineData("9", 9)]
    [InlineData("-1", -1)]
    public void A_priority_value_is_read(string text, int value)
    {
        Assert.True(MtPriority.TryParse(text, out var priority));
        Assert.Equal((value, text), (priority.Value, priority.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("10")]
    [InlineData("-10")]
    [InlineData(" 1")]
    [InlineData("x")]
    [InlineData("٣")]
    public void Another_spelling_of_a_priority_is_refused(string text) => Assert.False(MtPriority.TryParse(text, out _));

    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public void A_priority_beyond_the_ends_cannot_be_made(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MtPriority(value));
}
