using CsCheck;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Tests.Compose;

public sealed class DateTimeGroupTests
{
    [Theory]
    [InlineData("231600Z NOV 26")]
    [InlineData("231600znov26")]
    [InlineData(" 23 1600 Z NOV 26 ")]
    public void It_is_read_however_it_is_spaced(string text)
    {
        Assert.True(DateTimeGroup.TryParse(text, out var group));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero), group.At);
        Assert.Equal("231600Z NOV 26", group.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("231600A NOV 26")]
    [InlineData("231600 NOV 26")]
    [InlineData("311600Z NOV 26")]
    [InlineData("290000Z FEB 26")]
    [InlineData("001600Z NOV 26")]
    [InlineData("232400Z NOV 26")]
    [InlineData("231660Z NOV 26")]
    [InlineData("231600Z NOX 26")]
    [InlineData("231600Z NOV 2026")]
    [InlineData("-11600Z NOV 26")]
    [InlineData("2316 00Z NOV 26                           ")]
    public void What_is_no_minute_of_Zulu_time_is_refused(string? text) => Assert.False(DateTimeGroup.TryParse(text, out _));

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Long[0, 52_594_559]
            .Sample(minute => // every minute of 2000 to 2099
            {
                var group = new DateTimeGroup(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute));
                Assert.True(DateTimeGroup.TryParse(group.ToString(), out var read));
                Assert.Equal(group, read);
            });

    [Fact]
    public void Seconds_and_zones_are_brought_to_the_minute_of_Zulu_time() =>
        Assert.Equal(
            "311930Z DEC 26",
            new DateTimeGroup(new DateTimeOffset(2027, 1, 1, 1, 0, 59, TimeSpan.FromHours(5.5))).ToString()
        );
}
