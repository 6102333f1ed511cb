using Bunit;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Portal.Shared.Layout;

namespace Mmhs.Portal.Tests.Shared;

public sealed class LabelTests : ControlTest
{
    [Theory]
    [InlineData("lime", null, "lime")]
    [InlineData("Red", 1, "red")]
    [InlineData("#4169e1", 3, "royalblue")]
    [InlineData("#FF8800", 5, "orange")]
    [InlineData("fuschia", null, "fuchsia")]
    [InlineData("#123456", 4, "red")]
    [InlineData(null, 2, "aqua")]
    [InlineData(null, null, "plain")]
    [InlineData("#123456", 256, "plain")]
    public void The_policys_colour_decides_and_the_level_stands_in(string? color, int? level, string shade) =>
        Assert.Equal(shade, LabelShade.Of(new("SECRET", level, color)));

    [Fact]
    public void The_banner_says_the_words_first()
    {
        var banner = Render<LabelBanner>(p => p.Add(b => b.Marking, new LabelDisplay("NORTHLAND SECRET", 4, "red")));

        banner.Find("p").MarkupMatches("""<p class="label-banner" data-label-color="red" data-level="4">NORTHLAND SECRET</p>""");
    }

    [Fact]
    public void A_page_without_marked_content_says_so() =>
        Assert.Equal("NO LABELLED INFORMATION", Render<LabelBanner>(p => p.Add(b => b.Marking, null)).Find("p").TextContent);

    [Fact]
    public void A_short_chip_keeps_the_whole_marking_as_its_title()
    {
        var chip = Render<LabelChip>(p => p.Add(c => c.Marking, new LabelDisplay("NORTHLAND SECRET", 4)).Add(c => c.Short, "N-S"))
            .Find("span");

        Assert.Equal("N-S", chip.TextContent);
        Assert.Equal("NORTHLAND SECRET", chip.GetAttribute("title"));
    }

    [Fact]
    public void The_highest_marking_on_the_page_is_shown_until_it_leaves()
    {
        var label = new PageMarking();
        var changes = 0;
        label.Changed += () => changes++;

        label.Show("list", new("RESTRICTED", 2));
        label.Show("message", new("SECRET", 4));
        label.Show("other", new("UNCLASSIFIED", 1));
        Assert.Equal("SECRET", label.Highest?.Text);

        label.Show("message", null);
        Assert.Equal("RESTRICTED", label.Highest?.Text);
        Assert.Equal(3, changes);
    }

    [Fact]
    public void A_marking_without_a_level_never_hides_one_that_has_a_level()
    {
        var label = new PageMarking();
        label.Show("unreadable", new("LABEL NOT READABLE"));
        Assert.Equal("LABEL NOT READABLE", label.Highest?.Text);

        label.Show("message", new("UNMARKED", 0));
        Assert.Equal("UNMARKED", label.Highest?.Text);
    }

    [Fact]
    public void A_part_of_the_page_that_leaves_takes_its_marking_along()
    {
        var label = new PageMarking();
        var part = Render<MarksPage>(p => p.Add(m => m.Marking, new LabelDisplay("SECRET", 4)).AddCascadingValue(label));
        Assert.NotNull(label.Highest);

        part.Instance.Dispose();
        Assert.Null(label.Highest);
    }
}
