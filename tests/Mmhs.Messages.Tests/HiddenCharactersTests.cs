using System.Text;
using CsCheck;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Tests;

public sealed class HiddenCharactersTests
{
    public static TheoryData<int> Turning =>
        [0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0x206F];

    public static TheoryData<int> Unseen =>
        [
            0x00AD,
            0x034F,
            0x115F,
            0x180E,
            0x200B,
            0x200C,
            0x200D,
            0x2028,
            0x2060,
            0x2064,
            0x2800,
            0x3164,
            0xFE0F,
            0xFEFF,
            0xFFA0,
            0xFFF9,
            0xFFFB,
            0x1D173,
            0xE0001,
            0xE0061,
            0xE0100,
        ];

    [Theory]
    [MemberData(nameof(Turning))]
    [MemberData(nameof(Unseen))]
    public void A_hidden_character_is_shown_by_its_name(int value)
    {
        var text = $"Convoy {new Rune(value)} 000051";
        Assert.Equal($"Convoy [U+{value:X4}] 000051", HiddenCharacters.Reveal(text));
        Assert.Equal([$"U+{value:X4}"], HiddenCharacters.In(text + text));
    }

    [Theory]
    [MemberData(nameof(Turning))]
    public void No_field_of_a_message_may_turn_text_round(int value)
    {
        var turned = $"a{new Rune(value)}b";
        Assert.Equal([("CMP-016", "subject")], Refused(Sample.Form with { Subject = turned }));
        Assert.Equal([("CMP-016", "text")], Refused(Sample.Form with { Text = turned }));
        Assert.Equal(
            [("CMP-016", "attachments")],
            Refused(Sample.Form with { Attachments = [new($"Annex{turned}.pdf", "application/pdf", 1, new string('0', 64))] })
        );
        Assert.Equal(
            [("CMP-016", "to")],
            Refused(Sample.Form with { To = [Sample.Mailbox("command") with { DisplayName = turned }] })
        );
        Assert.Equal(
            [("CMP-016", "cc")],
            Refused(Sample.Form with { Cc = [Sample.Mailbox("j4") with { DisplayName = turned }] })
        );
        Assert.Equal(
            [("CMP-016", "bcc")],
            Refused(Sample.Form with { Bcc = [Sample.Mailbox("duty") with { DisplayName = turned }] })
        );
        var exempted = Sample.Form.Optional with { ExemptedAddresses = [Sample.Mailbox("x") with { DisplayName = turned }] };
        Assert.Equal([("CMP-016", OptionalParts.ExemptedAddresses)], Refused(Sample.Form with { Optional = exempted }));
    }

    [Theory]
    [MemberData(nameof(Unseen))]
    public void What_nobody_sees_is_no_text_and_stands_in_no_file_name(int value)
    {
        var unseen = new Rune(value).ToString();
        Assert.Equal([("CMP-014", "text")], Refused(Sample.Form with { Text = $" {unseen}\n{unseen}" }));
        Assert.Equal(
            [("CMP-016", "attachments")],
            Refused(Sample.Form with { Attachments = [new($"{unseen}Annex.pdf", "application/pdf", 1, new string('0', 64))] })
        );
        Assert.Empty(Refused(Sample.Form with { Text = $"Move{unseen} at dawn." })); // shown by name to whoever releases
    }

    [Theory]
    [InlineData("תנועה עם שחר, 15 רכבים")]
    [InlineData("تحرك عند الفجر، 15 مركبة")]
    [InlineData("می\u200Cروم")] // a non-joiner as Persian spells
    [InlineData("क्\u200Dष")] // a joiner as Hindi spells
    [InlineData("👨\u200D👩\u200D👧 ❤\uFE0F")]
    [InlineData("plain, with\ttabs\r\nand lines")]
    public void Real_text_stays_as_it_is(string text)
    {
        Assert.Equal(text, HiddenCharacters.Reveal(text));
        Assert.Empty(Refused(Sample.Form with { Text = text }));
    }

    [Theory]
    [InlineData("15\u200C000", "15[U+200C]000")]
    [InlineData("a\u200Db", "a[U+200D]b")]
    [InlineData("A\uFE0F\uFE01", "A\uFE0F[U+FE01]")]
    [InlineData("\u001B[2J", "[U+001B][2J")]
    [InlineData("\uD800x", "\uD800x")]
    public void Elsewhere_the_same_characters_are_named(string text, string shown) =>
        Assert.Equal(shown, HiddenCharacters.Reveal(text));

    [Fact]
    public void Text_that_was_revealed_hides_nothing_more() =>
        Gen.String[Gen.Char["ab \u200B\u200C\u202E\uFE0F\uFEFFא\u0645\uD83D\uDE00\n"], 0, 30]
            .Sample(text =>
            {
                var shown = HiddenCharacters.Reveal(text);
                return HiddenCharacters.Reveal(shown) == shown;
            });

    private static IEnumerable<(string Code, string? Field)> Refused(DraftForm form) =>
        ComposeRules.Check(form, Sample.Role, new ComposeLimits(), Sample.Now, []) is ComposeResult.Incomplete incomplete
            ? incomplete.Refusals.Select(refusal => (refusal.Code, refusal.Field))
            : [];
}
