using Bunit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Release;

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
        var viewer = await ActAsync("releaser", RoleFunction.Releaser);
        var page = Render<ReleasePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("[data-shortcut=r]");

        var office = Portal.Get<ReleaseOffice>();
        var open = await office.OpenAsync(viewer, id, Token);
        Assert.True((await Portal.Get<ReviewOffice>().ReturnAsync(viewer, open!, ReturnReason.Content, "Say until when.", Token)).IsDone);

        page.WaitForElement(".alert[role=alert]");
        Assert.Empty(page.FindAll("[data-shortcut=r]"));
        Assert.Contains("Move bridging equipment", page.Markup, StringComparison.Ordinal);
    }
}
