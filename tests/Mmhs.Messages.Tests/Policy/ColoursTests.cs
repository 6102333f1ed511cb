using Mmhs.Messages.Policy;

namespace Mmhs.Messages.Tests.Policy;

public sealed class ColoursTests
{
    [Theory]
    [InlineData("red", "red", "#FF0000")]
    [InlineData("LIME", "lime", "#00FF00")]
    [InlineData("fuchsia", "fuschia", "#FF00FF")]
    [InlineData("#ff8800", "#FF8800", "#FF8800")]
    public void A_colour_is_read_in_any_case(string text, string colour, string hex)
    {
        Assert.True(Colours.TryParse(text, out var read));
        Assert.Equal((colour, hex), (read, Colours.ToHex(read)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("gold")]
    [InlineData("#FFF")]
    [InlineData("#GGGGGG")]
    [InlineData("# FF880")]
    [InlineData("red;background:url(x)")]
    public void What_is_no_colour_is_not_read(string? text) => Assert.False(Colours.TryParse(text, out _));

    [Theory]
    [InlineData("white", "black")]
    [InlineData("yellow", "black")]
    [InlineData("navy", "white")]
    [InlineData("maroon", "white")]
    [InlineData("black", "white")]
    public void The_words_stand_in_black_or_white_whichever_is_read_better(string background, string foreground) =>
        Assert.Equal(foreground, Colours.ForegroundOn(background));
}
