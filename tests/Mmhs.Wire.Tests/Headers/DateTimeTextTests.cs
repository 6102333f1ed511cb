using CsCheck;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

public sealed class DateTimeTextTests
{
    [Theory]
    [InlineData("Mon, 09 Aug 2010 15:27:40 +0100", "2010-08-09T15:27:40+01:00")]
    [InlineData("  Mon, 09 Aug 2010 15:27:40 +0100", "2010-08-09T15:27:40+01:00")]
    [InlineData("14 May 2024 11:41 +0200 (local)", "2024-05-14T11:41:00+02:00")]
    [InlineData("thu, 6 JAN 2005 18:44:56 -0500", "2005-01-06T18:44:56-05:00")]
    [InlineData("14 May 24 09:41:07 GMT", "2024-05-14T09:41:07+00:00")]
    [InlineData("14 May 99 09:41:07 EST", "1999-05-14T09:41:07-05:00")]
    [InlineData("14 May 124 09:41 Z", "2024-05-14T09:41:00+00:00")]
    [InlineData("31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00+00:00")]
    [InlineData("14 (x) May (y) 2024 09 : 41 : 07 -0000", "2024-05-14T09:41:07+00:00")]
    [InlineData("31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59+00:00")]
    [InlineData("14 May 2024 09:41 +2000", "2024-05-13T13:41:00+00:00")]
    public void A_date_time_is_read_with_its_offset(string text, string expected) =>
        Assert.Equal(
            expected,
            DateTimeText.Read(text)?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture)
        );

    [Theory]
    [InlineData("")]
    [InlineData("18:44:56")]
    [InlineData("Thu, 0 Jan 1856 18:44:56 -0500")]
    [InlineData("140941Z MAY 24")]
    [InlineData("2024-05-14T09:41:00Z")]
    [InlineData("Mon, 14 May 2024 09:41:00 +0000")] // a Tuesday
    [InlineData("30 Feb 2024 09:41:00 +0000")]
    [InlineData("14 May 1899 09:41:00 +0000")]
    [InlineData("14 May 2024 24:00:00 +0000")]
    [InlineData("14 May 2024 9:41:00 +0000")]
    [InlineData("14 May 2024 09:60:00 +0000")]
    [InlineData("14 May 2024 09:41:61 +0000")]
    [InlineData("14 May 2024 09:41:00")]
    [InlineData("14 May 2024 09:41:00 0000")]
    [InlineData("14 May 2024 09:41:00 +00:00")]
    [InlineData("14 May 2024 09:41:00 +0060")]
    [InlineData("14 May 2024 09:41:00 +0000 x")]
    [InlineData("31 Dec 9999 23:59:59 -0100")]
    [InlineData("14 May 2024 09:41:00 +0000 (open")]
    public void What_is_no_date_time_is_not_read(string text) => Assert.Null(DateTimeText.Read(text));

    [Fact]
    public void Every_second_is_read_back_as_written() =>
        Gen.Long[0, 250_000_000_000]
            .Select(seconds => DateTimeOffset.UnixEpoch.AddYears(-70).AddSeconds(seconds))
            .Sample(at => DateTimeText.Read(DateTimeText.Write(at)) == at);
}
