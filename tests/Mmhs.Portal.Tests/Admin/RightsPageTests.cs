using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Tests.Pages;

namespace Mmhs.Portal.Tests.Admin;

public sealed class RightsPageTests : PageTest
{
    [Fact]
    public async Task A_right_is_said_in_words_and_found_by_role()
    {
        var page = await OpenAsync("auditor", RoleFunction.Auditor);

        await page.InvokeAsync(() => page.Find("#rights-tab-words").Click());
        page.WaitForElement("#rights-filter");
        await page.InvokeAsync(() => page.Find("#rights-filter").Input("chief"));

        Assert.Contains(
            "May release for command@hq.northland.example up to FLASH",
            Assert.Single(page.FindAll(".sentences li")).TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(page.FindAll("[aria-label^='Change ']"));
    }

    [Fact]
    public async Task What_is_removed_is_said_before_it_is_proposed_and_dropped_again()
    {
        var page = await OpenAsync("admin", RoleFunction.Administrator);

        await page.InvokeAsync(() => page.Find("[aria-label='Remove releaser']").Click());
        page.WaitForElement("#differences");

        Assert.Contains("releaser is removed", page.Find("#differences").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[aria-label='Remove releaser']"));
        await page.InvokeAsync(() =>
            page.FindAll(".panel button").Single(button => button.TextContent.Contains("Drop", StringComparison.Ordinal)).Click()
        );
        page.WaitForElement("[aria-label='Remove releaser']");
        Assert.Empty(page.FindAll("#differences"));
    }

    [Fact]
    public async Task Who_proposed_is_offered_to_take_back_and_not_to_approve()
    {
        await RightsDeskTests.ProposeAsync(Portal, await RightsDeskTests.WithoutFlashAsync(Portal));
        var page = await OpenAsync("admin", RoleFunction.Administrator);

        await page.InvokeAsync(() => page.Find("#rights-tab-proposals").Click());
        page.WaitForElement(".proposal");

        Assert.Contains(
            "releaser for j3@hq.northland.example: action up to IMMEDIATE, before FLASH.",
            page.Find(".proposal .differences").TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(["Take back"], page.FindAll(".proposal button").Select(button => button.TextContent.Trim()));
    }

    [Fact]
    public async Task The_other_keeper_is_offered_both_answers()
    {
        await RightsDeskTests.ProposeAsync(Portal, await RightsDeskTests.WithoutFlashAsync(Portal));
        var page = await OpenAsync("security", RoleFunction.SecurityOfficer);

        await page.InvokeAsync(() => page.Find("#rights-tab-proposals").Click());
        page.WaitForElement(".proposal");

        Assert.Equal(["Approve…", "Reject…"], page.FindAll(".proposal button").Select(button => button.TextContent.Trim()));
    }

    private async Task<IRenderedComponent<RightsPage>> OpenAsync(string name, RoleFunction function)
    {
        Services.AddSingleton(Portal.Get<RightsDesk>()).AddSingleton(Portal.Get<PolicyCatalog>()).AddScoped<RightsEditor>();
        await ActAsync(name, function);
        var page = Render<RightsPage>();
        page.WaitForElement("#rights-panel");
        return page;
    }
}
