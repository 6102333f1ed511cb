using Bunit;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Portal.Shared.Layout;

namespace Mmhs.Portal.Tests.Shared;

public sealed class FrameTests : ControlTest
{
    private static readonly ShellState Shell = new(
        "Northland HQ",
        "J3 Operations",
        "drafter",
        "Drafter of J3",
        [new("1", "Northland HQ", "J3 Operations", "drafter", true), new("2", "3rd Brigade", "Duty Officer", "duty", false)],
        [new("/inbox", "Inbox", Glyph.Inbox, "Messages", 'i', 3, true), new("/audit", "Audit", Glyph.Audit, "Audit")]
    );

    private static readonly ShellState Elsewhere = Shell with
    {
        Choices =
        [
            .. Shell.Choices,
            new("3", "Northland HQ", "Command", "releaser", false, "Chief of Staff")
            {
                Awaiting = 2,
                AwaitingText = "2 await you, FLASH due in 2 min",
            },
        ],
    };

    [Fact]
    public void The_role_one_acts_in_is_always_in_sight_and_switched_by_a_form()
    {
        var frame = Frame();

        Assert.Equal("Northland HQ · J3 Operations · drafter", frame.Find(".acting").TextContent);
        Assert.Equal("/session/role", frame.Find("#role-menu form[method=post]").GetAttribute("action"));
        Assert.Equal(["1", "2"], frame.FindAll("#role-menu button[name=role]").Select(b => b.GetAttribute("value")));
        Assert.Equal("/sign-out", frame.Find("form[action='/sign-out'][method=post]").GetAttribute("action"));
    }

    [Fact]
    public void Places_stand_by_function_with_their_keys_and_what_waits_there()
    {
        var frame = Frame();

        Assert.Equal(["Messages", "Audit"], frame.FindAll("nav h2").Select(h => h.TextContent));
        Assert.Equal("i", frame.Find("a[href='/inbox']").GetAttribute("data-go"));
        Assert.Equal("3 waiting, some overdue", frame.Find(".count").TextContent);
        Assert.Contains("Inbox", frame.Find("#key-help").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_highest_marking_stands_first_and_last()
    {
        var frame = Render<MainLayout>(p =>
            p.AddCascadingValue(Shell)
                .Add(
                    l => l.Body,
                    builder =>
                    {
                        builder.OpenComponent<MarksPage>(0);
                        builder.AddComponentParameter(1, nameof(MarksPage.Marking), new LabelDisplay("SECRET", 4));
                        builder.CloseComponent();
                    }
                )
        );

        frame.WaitForAssertion(() =>
            Assert.Equal(["SECRET", "SECRET"], frame.FindAll(".label-banner").Select(b => b.TextContent))
        );
        Assert.Equal("label-banner", frame.Find(".shell").FirstElementChild!.ClassName);
        Assert.Equal("label-banner", frame.Find(".shell").LastElementChild!.ClassName);
    }

    [Fact]
    public void What_awaits_the_person_in_another_role_is_counted_in_the_head_and_said_in_the_menu()
    {
        var frame = Render<MainLayout>(p => p.AddCascadingValue(Elsewhere).Add(l => l.Body, "<h1>Inbox</h1>"));
        Assert.Equal("2 in other roles", frame.Find(".role .count").TextContent);
        Assert.Equal(
            "2 await you, FLASH due in 2 min as deputy of Chief of Staff",
            frame.Find(".role .count").GetAttribute("title")
        );
        Assert.Equal(
            ["2 await you, FLASH due in 2 min"],
            frame.FindAll("#role-menu .awaiting").Select(words => words.TextContent)
        );
        Assert.Empty(Frame().FindAll(".role .count"));
    }

    [Fact]
    public void The_way_to_what_awaits_elsewhere_is_a_form_of_the_role_and_absent_where_nothing_does()
    {
        var notice = Render<ElsewhereNotice>(p => p.AddCascadingValue(Elsewhere));
        Assert.Contains(
            "2 await you, FLASH due in 2 min as deputy of Chief of Staff.",
            notice.Find("p").TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("3", notice.Find("form[method=post][action='/session/role'] button[name=role]").GetAttribute("value"));
        Assert.Equal("", Render<ElsewhereNotice>(p => p.AddCascadingValue(Shell)).Markup.Trim());
        Assert.Equal("", Render<ElsewhereNotice>().Markup.Trim());
    }

    [Fact]
    public void Nothing_in_the_frame_carries_an_inline_style_or_script() =>
        Assert.Empty(Frame().FindAll("[style], script, [onclick]"));

    private IRenderedComponent<MainLayout> Frame() =>
        Render<MainLayout>(p => p.AddCascadingValue(Shell).Add(l => l.Body, "<h1>Inbox</h1>"));
}
