using Bunit;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

/// <summary>Controls that only show.</summary>
public sealed class ShownTests : ControlTest
{
    private static readonly DateTimeOffset FourZulu = new(2026, 11, 23, 16, 4, 9, TimeSpan.Zero);

    [Theory]
    [InlineData(Precedence.Override, "override", "OVERRIDE")]
    [InlineData(Precedence.Flash, "flash", "FLASH")]
    [InlineData(Precedence.Deferred, "deferred", "DEFERRED")]
    public void Precedence_is_a_word(Precedence precedence, string name, string word)
    {
        var chip = Render<PrecedenceChip>(p => p.Add(c => c.Value, precedence)).Find("span");

        Assert.Equal(name, chip.GetAttribute("data-precedence"));
        Assert.Equal(word, chip.TextContent);
    }

    [Fact]
    public void A_time_is_a_date_time_group_for_people_and_an_instant_for_programs()
    {
        var time = Render<DtgText>(p => p.Add(t => t.Value, new DateTimeGroup(FourZulu))).Find("time");

        Assert.Equal("231604Z NOV 26", time.TextContent);
        Assert.Equal("2026-11-23T16:04Z", time.GetAttribute("datetime"));
    }

    [Fact]
    public void Overdue_is_said_in_words() =>
        Assert.Contains(
            "OVERDUE",
            Render<DtgText>(p => p.Add(t => t.Value, new DateTimeGroup(FourZulu)).Add(t => t.Overdue, true)).Markup,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_absent_time_is_said_and_not_left_blank() =>
        Assert.Equal("not set", Render<DtgText>(p => p.Add(t => t.Value, null)).Find("span").TextContent);

    [Fact]
    public void Every_glyph_is_drawn_and_silent()
    {
        foreach (var glyph in Enum.GetValues<Glyph>())
        {
            var icon = Render<Icon>(p => p.Add(i => i.Glyph, glyph)).Find("svg");
            Assert.Equal("true", icon.GetAttribute("aria-hidden"));
            Assert.StartsWith("M", icon.QuerySelector("path")!.GetAttribute("d"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_of_a_message_is_never_markup()
    {
        var cell = Render(MessageColumns.Subject<string>(subject => subject, _ => "/inbox/1").Cell("<script>y</script><b>x</b>"));

        Assert.Empty(cell.FindAll("script, b"));
        Assert.Equal("<script>y</script><b>x</b>", cell.Find("a").TextContent);
    }

    [Fact]
    public void A_story_tells_time_act_person_and_outcome_in_order()
    {
        var story = Render<Timeline>(p =>
            p.Add(
                t => t.Entries,
                [
                    new TimelineEntry(FourZulu, "Drafter", "Submitted"),
                    new TimelineEntry(FourZulu.AddMinutes(1), "Reviewer", "Returned", "Wrong boundary", TimelineKind.Refused),
                ]
            )
        );

        var entries = story.FindAll("li");
        Assert.Equal("23 NOV 26 16:04:09Z", entries[0].QuerySelector("time")!.TextContent);
        Assert.Equal("refused", entries[1].GetAttribute("data-kind"));
        Assert.Contains("Wrong boundary", entries[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_value_is_said()
    {
        var list = Render<KeyValueList>(p => p.AddChildContent<KeyValue>(k => k.Add(v => v.Term, "SIC")));

        list.MarkupMatches("""<dl class="key-values"><div><dt>SIC</dt><dd><span class="muted">none</span></dd></div></dl>""");
    }

    [Fact]
    public void An_empty_place_says_what_to_do()
    {
        var empty = Render<EmptyState>(p => p.Add(e => e.Title, "No message chosen").AddChildContent("Press j."));

        Assert.Contains("No message chosen", empty.Markup, StringComparison.Ordinal);
        Assert.Contains("Press j.", empty.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pane_can_be_scrolled_by_keyboard_and_left_off_paper()
    {
        var pane = Render<Pane>(p => p.Add(x => x.Label, "Messages").Add(x => x.ScreenOnly, true).AddChildContent("x"))
            .Find("section");

        Assert.Equal("0", pane.GetAttribute("tabindex"));
        Assert.Equal("Messages", pane.GetAttribute("aria-label"));
        Assert.Equal("no", pane.GetAttribute("data-print"));
    }
}
