using System.Text;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Tests.Headers;

public sealed class OriginatorReadingTests
{
    [Theory]
    [InlineData("a@hq.example", "a@hq.example")]
    [InlineData("A@HQ.Example", "A@HQ.Example")]
    [InlineData("\"Maj, B <x@y> Quist\" <b@hq.example>, c@hq.example (staff)", "b@hq.example c@hq.example")]
    [InlineData("J. Doe (of (3) Bde) <j@hq.example>", "j@hq.example")]
    [InlineData("(first) a@hq.example", "a@hq.example")]
    [InlineData("a@hq . example", "a@hq.example")] // RFC 5322 §4.4
    [InlineData("a (of) @ (the) hq(staff).\r\n example", "a@hq.example")]
    [InlineData("\"a b\"@hq.example", "\"a b\"@hq.example")]
    [InlineData("a@[192.0.2.1]", "a@[192.0.2.1]")]
    [InlineData("=?utf-8?q?a=40hq.example?= <b@elsewhere.example>", "b@elsewhere.example")] // a name is no address
    [InlineData("\"a@hq.example\" <b@elsewhere.example>", "b@elsewhere.example")]
    [InlineData("\"a@hq.example\"@elsewhere.example", "\"a@hq.example\"@elsewhere.example")]
    public void RFC_5322_a_field_with_one_reading_is_read(string body, string addresses) =>
        Assert.Equal(
            addresses,
            string.Join(
                ' ',
                Assert.IsType<OriginatorReading.One>(OriginatorReading.Of([Octets(body)])).Addresses.Select(read => read.Address)
            )
        );

    [Theory]
    [InlineData("Rel: a@hq.example;")]
    [InlineData("a@hq.example b@hq.example")]
    [InlineData("a@hq.example,")]
    [InlineData("<a@hq.example> <b@hq.example>")]
    [InlineData("a@hq.example <b@elsewhere.example>")]
    [InlineData("<@elsewhere.example:a@hq.example>")]
    [InlineData("<@hq.example:a@elsewhere.example>")]
    [InlineData("a@hq.example.")]
    [InlineData("a@hq..example")]
    [InlineData("a@hq.example (open")]
    [InlineData("a@hq.example\"")]
    [InlineData("a@hq.example;")]
    [InlineData("a\u00e9@hq.example")]
    [InlineData("a(b)c@hq.example")]
    [InlineData("a@b@hq.example")]
    [InlineData("a@hq.example@elsewhere.example")]
    [InlineData("=?utf-8?q?a=40hq.example?=")]
    [InlineData("=?utf-8?q?a=40hq=2Eexample?=@elsewhere.example")]
    [InlineData("=?utf-8?b?YUBocS5leGFtcGxl?=")]
    [InlineData("a@\uFF48\uFF51.example")] // full width
    [InlineData("a\uFF20hq\u3002example")]
    [InlineData("a@h\u200Bq.example")]
    [InlineData("a@hq.exa\r\n mple")]
    [InlineData("a@hq(staff (of) it).example x")]
    public void Attack_a_field_with_more_than_one_reading_is_nobodys_and_no_name_in_it_escapes(string body)
    {
        var read = Assert.IsType<OriginatorReading.Unreadable>(OriginatorReading.Of([Octets(body)]));
        Assert.Empty(read.Mailboxes);
        Assert.Contains("hq.example", read.Domains);
    }

    [Theory]
    [InlineData("j3@b\u00fccher.example", "xn--bcher-kva.example")]
    [InlineData("j3@B\u00dcCHER.example", "xn--bcher-kva.example")]
    [InlineData("=?iso-8859-1?q?j3=40b=FCcher.example?=", "xn--bcher-kva.example")]
    public void Attack_a_name_in_U_labels_is_that_in_A_labels(string body, string domain) =>
        Assert.Contains(domain, Assert.IsType<OriginatorReading.Unreadable>(OriginatorReading.Of([Octets(body)])).Domains);

    [Theory]
    [InlineData("Desk <desk@elsewhere.example>;")]
    [InlineData("")]
    [InlineData("hq.example")]
    [InlineData("nobody in particular")]
    public void What_names_nobody_of_ours_is_not_ours(string body) =>
        Assert.DoesNotContain("hq.example", Assert.IsType<OriginatorReading.Unreadable>(OriginatorReading.Of([body])).Domains);

    [Fact]
    public void A_field_that_is_not_there_and_one_that_is_there_twice_are_two_answers()
    {
        Assert.IsType<OriginatorReading.Missing>(OriginatorReading.Of([]));
        var repeated = Assert.IsType<OriginatorReading.Repeated>(OriginatorReading.Of(["a@elsewhere.example", "a@hq.example"]));
        Assert.Equal(["elsewhere.example", "hq.example"], repeated.Domains);
        Assert.Empty(repeated.Mailboxes);
    }

    [Fact]
    public void RFC_5322_a_Sender_is_one_mailbox() =>
        Assert.IsType<OriginatorReading.Unreadable>(OriginatorReading.Of(["a@hq.example, b@hq.example"], most: 1));

    [Fact]
    public void RFC_7912_more_than_any_list_of_releasers_is_not_looked_through()
    {
        Assert.IsType<OriginatorReading.One>(OriginatorReading.Of([string.Join(',', Enumerable.Repeat("a@hq.example", 64))]));
        Assert.IsType<OriginatorReading.Unreadable>(
            OriginatorReading.Of([string.Join(',', Enumerable.Repeat("a@hq.example", 65))])
        );
        Assert.IsType<OriginatorReading.Unreadable>(
            OriginatorReading.Of([string.Join(',', Enumerable.Repeat("a@hq.example", 80_000))])
        );
    }

    // as a header is handed over: an octet a character
    private static string Octets(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
