using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Shared;

/// <summary>Dialog, menu, tabs and notices.</summary>
public sealed class PopupTests : ControlTest
{
    [Fact]
    public void A_dialog_is_opened_by_the_browser_and_tells_when_the_person_closed_it()
    {
        var open = true;
        var modal = Render<Modal>(p =>
            p.Add(m => m.Id, "release")
                .Add(m => m.Title, "Release?")
                .Add(m => m.Open, true)
                .Add(m => m.OpenChanged, v => open = v)
                .AddChildContent("Sure?")
        );
        JSInterop.VerifyInvoke("mmhs.dialog", 1);
        Assert.Equal("release-title", modal.Find("dialog").GetAttribute("aria-labelledby"));

        modal.Find("dialog").TriggerEvent("onclose", EventArgs.Empty);
        Assert.False(open);
    }

    [Fact]
    public void A_closed_dialog_holds_nothing() =>
        Assert.Empty(
            Render<Modal>(p => p.Add(m => m.Id, "release").Add(m => m.Title, "Release?").AddChildContent("Sure?"))
                .Find("dialog")
                .Children
        );

    [Fact]
    public void A_menu_belongs_to_its_button()
    {
        var chosen = 0;
        var menu = Render<Menu>(p =>
            p.Add(m => m.Id, "actions")
                .Add(m => m.Label, "Actions")
                .AddChildContent<MenuItem>(i => i.Add(x => x.Text, "Forward").Add(x => x.Chosen, () => chosen++))
        );

        Assert.Equal("actions", menu.Find("button[aria-haspopup=menu]").GetAttribute("popovertarget"));
        Assert.Equal("actions-button", menu.Find("[role=menu]").GetAttribute("aria-labelledby"));
        Assert.Equal("-1", menu.Find("[role=menuitem]").GetAttribute("tabindex"));

        menu.Find("[role=menuitem]").Click();
        Assert.Equal(1, chosen);
    }

    [Fact]
    public void One_tab_is_a_tab_stop_and_names_the_panel()
    {
        var selected = "story";
        var tabs = Render<Tabs>(p =>
            p.Add(t => t.Id, "about")
                .Add(t => t.Label, "About")
                .Add(t => t.Selected, selected)
                .Add(t => t.Items, [new TabItem("handling", "Handling"), new TabItem("story", "Story", 7)])
                .Add(t => t.SelectedChanged, v => selected = v)
                .Add(t => t.ChildContent, open => $"<p>{open}</p>")
        );

        Assert.Equal("Story", Assert.Single(tabs.FindAll("[role=tab][tabindex='0']")).TextContent.Trim()[..5]);
        Assert.Equal("about-tab-story", tabs.Find("[role=tabpanel]").GetAttribute("aria-labelledby"));
        Assert.Equal("story", tabs.Find("[role=tabpanel] p").TextContent);

        tabs.Find("#about-tab-handling").Click();
        Assert.Equal("handling", selected);
    }

    [Fact]
    public void Good_news_passes_and_a_warning_stays_until_dismissed()
    {
        var clock = new FakeTimeProvider();
        Services.AddSingleton<TimeProvider>(clock);
        var notices = Services.GetRequiredService<Notices>();
        var host = Render<NoticeHost>();

        notices.ShowInfo("Draft saved.");
        notices.ShowWarning("The relay does not answer.");
        host.WaitForAssertion(() =>
            Assert.Contains("Draft saved.", host.Find("[role=status]").TextContent, StringComparison.Ordinal)
        );
        Assert.Contains("The relay does not answer.", host.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        clock.Advance(NoticeHost.Stay);
        host.WaitForAssertion(() => Assert.DoesNotContain("Draft saved.", host.Markup, StringComparison.Ordinal));

        host.Find("[role=alert] button").Click();
        Assert.Empty(notices.Shown);
    }
}
