using Bunit;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Tests.Shared;

namespace Mmhs.Portal.Tests.Compose;

public sealed class PreFlightPanelTests : ControlTest
{
    private static readonly PreFlightItem Good = new("PRE-100", PreFlightSeverity.Good, "In order.", "label");
    private static readonly PreFlightItem Warn = new("PRE-020", PreFlightSeverity.Warn, "No code.", "sics");
    private static readonly PreFlightItem Stop = new(
        "PRE-060",
        PreFlightSeverity.Stop,
        "MINIMIZE.",
        "text",
        new("Add it", form => form)
    )
    {
        HoldUntil = DateTimeOffset.UnixEpoch,
        HoldReason = "MINIMIZE",
    };

    [Fact]
    public void When_all_is_good_it_says_so_politely_and_no_more()
    {
        var panel = Render<PreFlightPanel>(p => p.Add(x => x.Items, [Good]));
        Assert.Equal("Ready to send", panel.Find("[role=status]").TextContent.Trim());
        Assert.Empty(panel.FindAll("[data-focus]"));
    }

    [Fact]
    public void Each_open_item_has_its_words_code_and_the_way_to_its_field()
    {
        var panel = Render<PreFlightPanel>(p => p.Add(x => x.Items, [Stop, Warn, Good]));
        Assert.StartsWith("1 thing stops it", panel.Find("[role=status]").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(["text", "sics"], panel.FindAll("[data-focus]").Select(link => link.GetAttribute("data-focus")));
        Assert.Contains("Stop:", panel.Find("li").TextContent, StringComparison.Ordinal);
        Assert.Contains("PRE-060", panel.Find("li").TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("li button")); // nobody takes remedies here
    }

    [Fact]
    public void A_remedy_and_a_hold_are_one_click_each()
    {
        var asked = new List<string>();
        var panel = Render<PreFlightPanel>(p =>
            p.Add(x => x.Items, [Stop])
                .Add(x => x.Fixed, (PreFlightItem item) => asked.Add("fix " + item.Code))
                .Add(x => x.Hold, (PreFlightItem item) => asked.Add("hold " + item.HoldReason))
        );
        panel.FindAll("li button")[0].Click();
        panel.FindAll("li button")[1].Click();
        Assert.Equal(["fix PRE-060", "hold MINIMIZE"], asked);
        panel.WaitForAssertion(() => JSInterop.VerifyFocusAsyncInvoke());
    }
}
