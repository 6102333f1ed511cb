using Mmhs.Messages.Search;

namespace Mmhs.Messages.Tests.Search;

public sealed class SearchReaderTests
{
    [Theory]
    [InlineData("bridge", "Anywhere[bridge]")]
    [InlineData("Brücke GRÖSSE", "Anywhere[brucke] Anywhere[grosse]")]
    [InlineData("\"bridging equipment\" -train", "Anywhere[bridging,equipment] -Anywhere[train]")]
    [InlineData("bridg*", "Anywhere[bridg]*")]
    [InlineData("\"bridging equip\"*", "Anywhere[bridging,equip]*")]
    [InlineData("subject:move from:j3@bde3.northland.example", "Subject[move] From[j3,bde3,northland,example]")]
    [InlineData("sic:LAB -sic:la*", "Fact[siclab] -Fact[sicla]*")]
    [InlineData("precedence:FLASH has:file", "Fact[prec4] Fact[hasfile]")]
    [InlineData("CP-7 a.b", "Anywhere[cp,7] Anywhere[a,b]")]
    [InlineData("OR AND NOT NEAR", "Anywhere[or] Anywhere[and] Anywhere[not] Anywhere[near]")]
    [InlineData("- \" ) ' move", "Anywhere[move]")]
    public void What_is_typed_is_read_as_terms(string text, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                SearchReader
                    .Read(text)
                    .Query!.Terms.Select(term =>
                        $"{(term.IsExcluded ? "-" : "")}{term.Field}[{string.Join(',', term.Words)}]{(term.IsPrefix ? "*" : "")}"
                    )
            )
        );

    [Theory]
    [InlineData("after:2026-11-24 before:251200ZNOV26 x", "2026-11-24T00:00:00Z", "2026-11-25T12:00:00Z")]
    [InlineData("before:2026-12-01", null, "2026-12-01T00:00:00Z")]
    public void A_span_of_time_is_read(string text, string? from, string until)
    {
        var query = SearchReader.Read(text).Query!;
        Assert.Equal(
            from is null ? null : DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
            query.From
        );
        Assert.Equal(DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture), query.Until);
    }

    [Theory]
    [InlineData("", "SRCH-001")]
    [InlineData("  \" \" ", "SRCH-001")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13", "SRCH-002")]
    [InlineData("after:tomorrow", "SRCH-003")]
    [InlineData("after:2026-02-30", "SRCH-003")]
    [InlineData("colour:red", "SRCH-004")]
    [InlineData("has:time", "SRCH-004")]
    [InlineData("sic:", "SRCH-004")]
    [InlineData("-label:secret", "SRCH-004")]
    [InlineData("precedence:urgent", "SRCH-004")]
    public void What_cannot_be_understood_is_refused_and_never_dropped(string text, string code) =>
        Assert.Equal(code, SearchReader.Read(text).Refusal?.Code);

    [Fact]
    public void A_search_has_a_length() => Assert.Equal("SRCH-002", SearchReader.Read(new string('x', 201)).Refusal?.Code);

    [Fact]
    public void An_identifier_is_found_as_it_stands_and_by_nothing_like_it()
    {
        var asked = SearchReader.Read("id:<A.1@hq.example>").Query!.Terms[0].Words[0];
        Assert.Equal(SearchFacts.Id("A.1@hq.example"), asked);
        Assert.NotEqual(SearchFacts.Id("a.1@hq.example"), asked);
    }

    [Fact]
    public void What_is_no_character_parts_words_and_stops_nothing() =>
        Assert.Equal(["needle", "grusse"], SearchText.Of("Needle\ufffeGru\u0308ße\uffff\ufffe"));

    [Fact]
    public void Half_a_character_is_no_fault() => Assert.Equal(["a", "b"], SearchText.Of("a \ud800 b"));
}
