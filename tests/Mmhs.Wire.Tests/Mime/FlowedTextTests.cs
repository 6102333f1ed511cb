using CsCheck;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

public sealed class FlowedTextTests
{
    [Theory]
    [InlineData("Hello \r\nworld\r\n", false, "Hello world\n")]
    [InlineData("Hello \r\nworld\r\n", true, "Helloworld\n")]
    [InlineData(" > x\r\n", false, "> x\n")]
    [InlineData("> a \r\n>> b\r\n", false, "> a \n>> b\n")]
    [InlineData("> a \r\n> b\r\n", false, "> a b\n")]
    [InlineData("> > a\r\n", false, "> > a\n")]
    [InlineData("-- \r\nJoe\r\n", false, "-- \nJoe\n")]
    [InlineData("text \r\n-- \r\nJoe\r\n", false, "text \n-- \nJoe\n")]
    [InlineData("> -- \r\nJoe\r\n", false, "> -- \nJoe\n")]
    [InlineData("a \r\n\r\nb", false, "a \nb")]
    [InlineData(" From here\r\n", false, "From here\n")]
    [InlineData("a \r\n  \r\nb\r\n", false, "a  b\n")]
    [InlineData("no end ", false, "no end ")]
    [InlineData("", false, "")]
    public void MUA_5_1_2_flowing_lines_are_joined_as_RFC_3676_says(string text, bool deletesSpace, string expected) =>
        Assert.Equal(expected, FlowedText.Decode(text, deletesSpace));

    [Fact]
    public void MUA_5_1_2_what_is_made_to_flow_reads_back_as_it_was() =>
        Gen.OneOf("a", "word", "From", ">", " ", " ", "-- ", "--", "-", "\n", "\n", "Ä", new string('x', 90))
            .Array[0, 60]
            .Select(string.Concat)
            .Sample(text =>
            {
                var wanted = string.Join('\n', text.Split('\n').Select(line => line == "-- " ? line : line.TrimEnd(' ')));
                var encoded = FlowedText.Encode(text);
                return encoded is not null && FlowedText.Decode(encoded, deletesSpace: false) == wanted;
            });

    [Fact]
    public void A_line_keeps_below_78_where_it_can_and_one_that_cannot_is_refused()
    {
        var lines = FlowedText.Encode(string.Join(' ', Enumerable.Repeat("message", 200)))!.Split("\r\n");
        Assert.True(lines.Length > 15);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 78));
        Assert.Null(FlowedText.Encode(new string('x', 1200)));
    }
}
