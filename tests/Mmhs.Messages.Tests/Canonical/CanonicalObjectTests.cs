using System.Text;
using System.Text.Json;
using CsCheck;
using Mmhs.Messages.Canonical;

namespace Mmhs.Messages.Tests.Canonical;

/// <summary>The one spelling hashes are made over, in the style of RFC 8785.</summary>
public sealed class CanonicalObjectTests
{
    // RFC 8785 §3.2.2.2; access-and-audit §4.2
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain", "\"plain\"")]
    [InlineData("\"\\/", "\"\\\"\\\\/\"")]
    [InlineData("\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"")]
    [InlineData("\u0000\u000b\u001f", "\"\\u0000\\u000b\\u001f\"")]
    [InlineData("\u007f\u0080\u2028", "\"\u007f\u0080\u2028\"")]
    [InlineData("€ ö דּ 😂", "\"€ ö \u05d3\u05bc 😂\"")]
    [InlineData("</script>&'", "\"</script>&'\"")]
    public void Text_has_the_least_escapes(string text, string expected) =>
        Assert.Equal("{\"t\":" + expected + "}", new CanonicalObject { ["t"] = text }.ToString());

    [Fact]
    public void Text_is_brought_to_one_normal_form() =>
        Assert.Equal(new CanonicalObject { ["t"] = "\u00e9" }.ToString(), new CanonicalObject { ["t"] = "e\u0301" }.ToString());

    [Theory]
    [InlineData("e\u0301\ufffee\u0301", "\u00e9\ufffe\u00e9")]
    [InlineData("\ufffe", "\ufffe")]
    [InlineData("a[D83E]", "a\ufffd")]
    [InlineData("[DEA9]e\u0301", "\ufffd\u00e9")]
    public void Text_that_no_normal_form_takes_is_spelt_all_the_same(string text, string expected)
    {
        // an attribute is kept in UTF-8, which holds no half of a pair
        var halved = text.Replace("[D83E]", "\ud83e", StringComparison.Ordinal)
            .Replace("[DEA9]", "\udea9", StringComparison.Ordinal);
        var once = new CanonicalObject { ["t"] = halved };
        Assert.Equal("{\"t\":\"" + expected + "\"}", once.ToString());
        Assert.Equal(once.ToString(), Encoding.UTF8.GetString(once.ToBytes()));
    }

    [Fact]
    public void Members_are_sorted_by_UTF_16_code_unit()
    {
        // RFC 8785 §3.2.3: the astral plane comes before U+FB33, though its scalar value is higher
        var json = new CanonicalObject
        {
            ["\ufb33"] = 1,
            ["😀"] = 2,
            ["€"] = 3,
            ["ö"] = 4,
            ["\r"] = 5,
            ["1"] = 6,
            ["a"] = 7,
            ["B"] = 8,
            ["aa"] = 9,
        }.ToString();
        Assert.Equal("{\"\\r\":5,\"1\":6,\"B\":8,\"a\":7,\"aa\":9,\"ö\":4,\"€\":3,\"😀\":2,\"\ufb33\":1}", json);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(9007199254740991, "9007199254740991")]
    [InlineData(-9007199254740991, "-9007199254740991")]
    public void Numbers_are_integers_that_are_the_same_everywhere(long number, string expected) =>
        Assert.Equal($"{{\"n\":{expected}}}", new CanonicalObject { ["n"] = number }.ToString());

    [Theory]
    [InlineData(9007199254740992)]
    [InlineData(-9007199254740992)]
    [InlineData(long.MaxValue)]
    public void Numbers_beyond_are_refused(long number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CanonicalObject { ["n"] = number });

    [Fact]
    public void Nothing_keeps_its_key_and_everything_else_its_place() =>
        Assert.Equal(
            """{"at":"2026-01-31T12:00:00.007Z","list":["b","a"],"no":false,"none":null,"octets":"-_8","sub":{"x":[]},"yes":true}""",
            new CanonicalObject
            {
                ["yes"] = true,
                ["no"] = false,
                ["none"] = (string?)null,
                ["sub"] = new CanonicalObject { ["x"] = CanonicalValue.List(Array.Empty<string>()) },
                ["list"] = CanonicalValue.List(["b", "a"]),
                ["octets"] = new byte[] { 0xfb, 0xff },
                ["at"] = new DateTimeOffset(2026, 1, 31, 13, 0, 0, 7, TimeSpan.FromHours(1)),
            }.ToString()
        );

    [Fact]
    public void A_member_twice_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => new CanonicalObject { ["a"] = 1, ["a"] = 2 });

    [Fact]
    public void Every_text_reads_back_as_it_was_put_in() =>
        Gen
            .String.Where(text => IsWellFormed(text))
            .Sample(text =>
            {
                using var read = JsonDocument.Parse(new CanonicalObject { [text] = text }.ToBytes());
                var member = Assert.Single(read.RootElement.EnumerateObject());
                Assert.Equal(text, member.Name);
                Assert.Equal(text.Normalize(NormalizationForm.FormC), member.Value.GetString());
            });

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }
        return true;
    }
}
