using System.Globalization;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

public sealed class LenientDateTests
{
    [Theory]
    [InlineData("Mon, 30 Nov 2026 09:20:00 +0100", "2026-11-30T08:20:00Z")]
    [InlineData("Mon Nov 30 09:20:00 2026", "2026-11-30T09:20:00Z")] // asctime
    [InlineData("Mon, 30 Nov 2026 9:20 GMT", "2026-11-30T09:20:00Z")]
    [InlineData("Mon, 30 Nov 2026", null)] // no midnight that nobody wrote
    [InlineData("30 Nov 2026 +0000", null)]
    [InlineData("Mon, 30 Nov 2026 (at 09:20)", null)]
    [InlineData("2026-11-30", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void A_date_without_a_time_of_day_is_no_moment(string text, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
            LenientDate.Read(text)
        );
}
