using Bunit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Release;
using Mmhs.Portal.Track;

namespace Mmhs.Portal.Tests.Pages;

public sealed class ReleasePageTests : PageTest
{
    [Fact]
    public async Task The_drafter_may_not_release_and_is_told_so()
    {
        var id = await SubmitAsync("releaser");
        await ActAsync("releaser", RoleFunction.Releaser);
        var page = Render<ReleasePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("[data-shortcut=r]");

        Assert.True(page.Find("[data-shortcut=r]").HasAttribute("disabled"));
        Assert.Contains("The drafter may not release", page.Find("#own").TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("[data-shortcut=b]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Another_releaser_may()
    {
        var id = await SubmitAsync("drafter");
        await ActAsync("releaser", RoleFunction.Releaser);
        var page = Render<ReleasePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("[data-shortcut=r]");

        Assert.False(page.Find("[data-shortcut=r]").HasAttribute("disabled"));
        Assert.Empty(page.FindAll("#own"));
    }

    [Fact]
    public async Task What_was_decided_meanwhile_is_told_and_not_exchanged()
    {
        var id = await SubmitAsync("drafter");
        var actor = await ActAsync("releaser", RoleFunction.Releaser);
        var page = Render<ReleasePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("[data-shortcut=r]");

        var office = Portal.Get<ReleaseDesk>();
        var open = await office.OpenAsync(actor, id, Token);
        Assert.True(
            (await Portal.Get<ReviewDesk>().ReturnAsync(actor, open!, ReturnReason.Content, "Say until when.", Token)).IsDone
        );

        page.WaitForElement(".alert[role=alert]");
        Assert.Empty(page.FindAll("[data-shortcut=r]"));
        Assert.Contains("Move bridging equipment", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_on_an_overtaken_version_is_refused_and_shows_what_differs()
    {
        var id = await SubmitAsync("drafter");
        var actor = await ActAsync("releaser", RoleFunction.Releaser);
        var page = Render<ReleasePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("[data-shortcut=r]");

        var open = await Portal.Get<ReleaseDesk>().OpenAsync(actor, id, Token);
        Assert.True(
            (
                await Portal
                    .Get<PrecedenceDesk>()
                    .ChangeAsync(actor, open!, Precedence.Priority, Precedence.Routine, "Less urgent now.", Token)
            ).IsDone
        );

        page.WaitForElement("#overtaken");
        Assert.Contains("version 2", page.Find("#overtaken").TextContent, StringComparison.Ordinal);
        Assert.Contains("PRIORITY", page.Find("#overtaken ins").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-shortcut=r]"));

        await page.Find("#overtaken button.primary").ClickAsync(new());
        page.WaitForElement("[data-shortcut=r]");
        Assert.Empty(page.FindAll("#overtaken"));
    }

    [Fact]
    public async Task Only_those_who_watch_break_glass_see_its_page_and_only_operators_the_failures()
    {
        await ActAsync("releaser", RoleFunction.Releaser);
        var glass = Render<BreakGlassPage>();
        glass.WaitForElement("[role=alert]");
        var failures = Render<OperatorPage>();
        failures.WaitForElement("[role=alert]");
        Assert.Contains("Your role does not permit this", glass.Markup + failures.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_security_officer_sees_nobody_released_alone_yet()
    {
        await ActAsync("security", RoleFunction.SecurityOfficer);
        var page = Render<BreakGlassPage>();
        page.WaitForElement(".empty");
        Assert.Contains("Nobody released by break-glass", page.Markup, StringComparison.Ordinal);
    }
}
