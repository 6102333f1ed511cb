using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

public sealed class DtgInputTests : ControlTest
{
    private DateTimeGroup? value;
    private Refusal? refusal;

    [Theory]
    [InlineData("231600Z NOV 26")]
    [InlineData("231600znov26")]
    [InlineData(" 231600 z nov 26 ")]
    public void A_typed_group_is_read_and_read_back_in_words(string typed)
    {
        var input = RenderInput();
        input.Find("input").Change(typed);

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero), value?.At);
        Assert.Null(refusal);
    }

    [Theory]
    [InlineData("231660Z NOV 26")]
    [InlineData("311600Z NOV 26")]
    [InlineData("2026-11-23 16:00")]
    [InlineData("231600A NOV 26")]
    public void What_cannot_be_read_stays_as_typed_and_is_told(string typed)
    {
        var input = RenderInput();
        input.Find("input").Change(typed);

        Assert.Null(value);
        Assert.Equal(typed, input.Find("input").GetAttribute("value"));
        Assert.Equal("true", input.Find("input").GetAttribute("aria-invalid"));
        Assert.Equal(CommonRefusals.NoDtg.Text, input.Find("[role=alert]").TextContent);
        Assert.Equal("when", refusal?.Field);
    }

    [Theory]
    [InlineData("+30m", 30)]
    [InlineData("+2h", 120)]
    [InlineData(" +3D ", 3 * 24 * 60)]
    public void A_time_from_now_is_read_and_stands_there_as_a_group(string typed, int minutes)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 16, 0, 20, TimeSpan.Zero));
        Services.AddSingleton<TimeProvider>(clock);
        var input = RenderInput();
        input.Find("input").Change(typed);

        // reached, never missed: the minute after
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 16, 1, 0, TimeSpan.Zero).AddMinutes(minutes), value?.At);
        Assert.Equal(value?.ToString(), input.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void A_mistyped_time_over_a_right_one_stays_and_is_refused_however_often_the_page_is_drawn()
    {
        var input = RenderInput();
        var group = new DateTimeGroup(new DateTimeOffset(2026, 12, 15, 6, 0, 0, TimeSpan.Zero));
        input.Find("input").Change("150600Z DEC 26");
        input.Render(p => p.Add(i => i.Value, group));

        input.Find("input").Change("150600A DEC 26");
        input.Render(p => p.Add(i => i.Value, group)); // drawn with the old value in between
        AssertRefused();
        input.Render(p => p.Add(i => i.Value, null)); // and where an owner forgets the value
        input.Render(p => p.Add(i => i.Value, group));
        input.Find("input").Change("150600A DEC 26");
        AssertRefused();
        Assert.Equal(group, value); // what was meant is not known, so what was right is not forgotten

        void AssertRefused()
        {
            Assert.Equal("150600A DEC 26", input.Find("input").GetAttribute("value"));
            Assert.Equal("true", input.Find("input").GetAttribute("aria-invalid"));
            Assert.Equal(CommonRefusals.NoDtg.Text, input.Find("[role=alert]").TextContent);
            Assert.Equal("DTG-001", refusal?.Code);
        }
    }

    [Fact]
    public void A_value_that_comes_back_late_takes_nothing_of_what_was_typed_since()
    {
        var input = RenderInput();
        input.Find("input").Change("150600Z DEC 26");
        input.Find("input").Change("150600A DEC 26");
        input.Render(p => p.Add(i => i.Value, new DateTimeGroup(new DateTimeOffset(2026, 12, 15, 6, 0, 0, TimeSpan.Zero))));

        Assert.Equal("150600A DEC 26", input.Find("input").GetAttribute("value"));
        Assert.Equal("DTG-001", refusal?.Code);
    }

    [Fact]
    public void Mending_it_takes_the_refusal_back()
    {
        var input = RenderInput();
        input.Find("input").Change("soon");
        Assert.NotNull(refusal);

        input.Find("input").Change("");
        Assert.Null(refusal);
        Assert.Empty(input.FindAll("[role=alert]"));
    }

    [Fact]
    public void A_value_from_outside_replaces_what_was_typed()
    {
        var input = RenderInput();
        input.Find("input").Change("soon");

        input.Render(p => p.Add(i => i.Value, new DateTimeGroup(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero))));

        Assert.Equal("231800Z NOV 26", input.Find("input").GetAttribute("value"));
        Assert.Null(refusal); // nothing stands there any more that cannot be read
        Assert.Contains("Monday 23 November 2026, 18:00 Zulu", input.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<DtgInput> RenderInput() =>
        Render<DtgInput>(p =>
            p.AddCascadingValue(Wiring("when")).Add(i => i.ValueChanged, v => value = v).Add(i => i.Refused, r => refusal = r)
        );
}
