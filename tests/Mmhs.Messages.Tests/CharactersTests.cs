using System.Globalization;
using System.Text;
using CsCheck;

namespace Mmhs.Messages.Tests;

/// <summary>What is done to text nobody here wrote: it never throws, and nobody sees half a character.</summary>
public sealed class CharactersTests
{
    private const string Family = "👨‍👩‍👧‍👦";

    [Theory]
    [InlineData("plain", 10, "plain")]
    [InlineData("plain", 3, "pla")]
    [InlineData("plain", 0, "")]
    [InlineData("xx🚩", 3, "xx")] // a surrogate pair
    [InlineData("xx🚩", 4, "xx🚩")]
    [InlineData("xe\u0301", 2, "x")] // a letter and its mark
    [InlineData("x" + Family, 9, "x")]
    [InlineData("x" + Family + "y", 12, "x" + Family)]
    [InlineData("🇩🇪🇫🇷", 6, "🇩🇪")] // two flags
    [InlineData("a[D83E]", 5, "a\ufffd")] // what was cut elsewhere
    [InlineData("a\0b", 5, "a\ufffdb")] // PostgreSQL keeps no NUL
    public void A_cut_is_before_a_character(string text, int most, string expected) =>
        Assert.Equal(expected, Characters.Cut(Halved(text), most));

    [Fact]
    public void A_letter_under_a_thousand_marks_is_cut_between_its_marks()
    {
        var cut = Characters.Cut("e" + string.Concat(Enumerable.Repeat("\u0301", 1000)), 400);
        Assert.Equal(400, cut.Length);
    }

    [Fact]
    public void Whatever_comes_is_cut_to_its_length_and_stays_well_formed() =>
        Gen.Select(Gen.Char.Array[0, 200], Gen.Int[0, 220])
            .Sample(
                (letters, most) =>
                {
                    var cut = Characters.Cut(new string(letters), most);
                    return cut.Length <= most
                        && Characters.WellFormed(cut) == cut
                        && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)) == cut;
                }
            );

    [Fact]
    public void Whatever_comes_has_a_normal_form_and_has_it_once() =>
        Gen.Select(Gen.Char.Array[0, 50], Gen.Bool)
            .Sample(
                (letters, compatible) =>
                {
                    var form = compatible ? NormalizationForm.FormKD : NormalizationForm.FormC;
                    var once = Characters.Normal(new string(letters), form);
                    return Characters.Normal(once, form) == once;
                }
            );

    [Theory]
    [InlineData("plain text, 🚩 and é\n", false)]
    [InlineData("", false)]
    [InlineData("a\ufffd", false)] // a character that says one was lost
    [InlineData("a\ufffe", true)]
    [InlineData("\uffff", true)]
    [InlineData("\ufdd0", true)]
    [InlineData("\ud83f\udffe", true)] // U+1FFFE
    [InlineData("[D83E]", true)]
    [InlineData("[DEA9]x", true)]
    public void What_is_no_character_is_told(string text, bool expected) =>
        Assert.Equal(expected, Characters.HoldsNone(Halved(text)));

    // an attribute is kept in UTF-8, which holds no half of a pair
    private static string Halved(string text) =>
        text.Replace("[D83E]", "\ud83e", StringComparison.Ordinal).Replace("[DEA9]", "\udea9", StringComparison.Ordinal);

    [Fact]
    public void Every_beginning_is_made_of_whole_elements()
    {
        const string Text = "a🚩e\u0301" + Family + "🇩🇪z";
        var ends = StringInfo.ParseCombiningCharacters(Text).Append(Text.Length).ToHashSet();
        Assert.All(Enumerable.Range(0, Text.Length + 1), most => Assert.Contains(Characters.Cut(Text, most).Length, ends));
    }
}
