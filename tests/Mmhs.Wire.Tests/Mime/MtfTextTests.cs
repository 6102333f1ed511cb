using System.Text;
using CsCheck;
using Mmhs.Wire.Mime;

namespace Mmhs.Wire.Tests.Mime;

public sealed class MtfTextTests
{
    [Fact]
    public void MUA_5_1_2_a_formatted_message_text_is_found_among_words_and_offered_as_a_file()
    {
        var found = MtfText.Find(
            "Herewith the report.\n\nEXER/QUIET HARBOUR//\nMSGID/SITREP/3BDE/0042/MAY//\nREF/A/ORDER/HQ/140900ZMAY2024/-/NOTAL//\nGENTEXT/SITUATION/ALL QUIET AT THE CROSSING SITES AND NO CHANGE\nIS EXPECTED BEFORE DAWN//\n\nRegards"
        )!;
        Assert.Equal(("SITREP", "SITREP-0042.mtf", 4), (found.Kind, found.Name, found.Sets));
        Assert.Equal(
            "EXER/QUIET HARBOUR//\r\nMSGID/SITREP/3BDE/0042/MAY//\r\nREF/A/ORDER/HQ/140900ZMAY2024/-/NOTAL//\r\nGENTEXT/SITUATION/ALL QUIET AT THE CROSSING SITES AND NO CHANGE\r\nIS EXPECTED BEFORE DAWN//\r\n",
            Encoding.ASCII.GetString(found.Octets.Span)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("MSGID/SITREP/3BDE//")]
    [InlineData("MSGID/SITREP/3BDE\nno end")]
    [InlineData("The set MSGID/SITREP/3BDE//\nREF/A//")]
    [InlineData("REF/A/B//\nGENTEXT/C//")]
    [InlineData("MSGID//\nREF/A//")]
    [InlineData("MSGID/SITREP/Ä//\nREF/A//")]
    [InlineData("http://example.org//\nMSGID: no")]
    public void What_only_looks_like_one_is_none(string text) => Assert.Null(MtfText.Find(text));

    [Fact]
    public void No_name_leads_elsewhere() =>
        Assert.Equal(".._..__etc-0.mtf", MtfText.Find("MSGID/..\\..\\;etc/X/0//\nREF/A//")!.Name);

    [Fact]
    public void Whatever_the_text_what_is_found_stands_in_it() =>
        Gen.OneOf("MSGID", "EXER", "REF", "GENTEXT", "/", "//", "//\n", "\n", "A", " ", "Ä", new string('X', 70))
            .Array[0, 40]
            .Select(string.Concat)
            .Sample(text =>
                MtfText.Find(text) is not { } found
                || (
                    found.Sets >= 2
                    && Encoding
                        .ASCII.GetString(found.Octets.Span)
                        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                        .All(line => text.Contains(line, StringComparison.Ordinal))
                )
            );
}
