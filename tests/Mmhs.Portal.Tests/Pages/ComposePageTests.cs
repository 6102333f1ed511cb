using Bunit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Shared.Controls;

namespace Mmhs.Portal.Tests.Pages;

public sealed class ComposePageTests : PageTest
{
    [Fact]
    public async Task Sending_an_empty_draft_names_all_that_is_missing_and_takes_the_focus_there()
    {
        var page = await OpenAsync();
        Assert.Empty(page.FindAll(".error"));

        await page.InvokeAsync(() => page.Find("[data-shortcut='ctrl+enter']").Click());
        page.WaitForElement(".error-summary");

        Assert.Equal(["label", "to", "text"], page.FindAll(".error-summary a").Select(link => link.GetAttribute("data-focus")));
        page.WaitForAssertion(() => JSInterop.VerifyFocusAsyncInvoke()); // after it has been drawn
    }

    [Fact]
    public async Task Only_the_field_that_was_changed_complains()
    {
        var page = await OpenAsync();

        await page.InvokeAsync(() => page.Find("#subject").Change(new string('x', 201)));
        page.WaitForElement("#subject-error");

        Assert.Single(page.FindAll(".field .error"));
    }

    [Fact]
    public async Task What_is_written_is_saved_before_the_page_is_left()
    {
        var page = await OpenAsync();
        var id = page.Instance.Id;
        await page.InvokeAsync(() => page.Find("#subject").Change("BRIDGE CLOSED"));
        await DisposeComponentsAsync();

        var kept = await Portal
            .Get<DraftDesk>()
            .OpenAsync(await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token), id, Token);
        Assert.Equal("BRIDGE CLOSED", kept!.Form.Subject);
    }

    [Fact]
    public async Task A_change_by_somebody_else_is_told_with_a_way_on()
    {
        var page = await OpenAsync();
        var actor = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        Assert.Empty(
            (await Portal.Get<DraftDesk>().SaveAsync(actor, page.Instance.Id, 0, new() { Subject = "THEIRS" }, Token)).Refusals
        );

        await page.InvokeAsync(() => page.Find("#subject").Change("OURS"));
        page.WaitForElement(".alert[role=alert]", TimeSpan.FromSeconds(5));
        await page.InvokeAsync(() => page.Find(".alert button").Click());

        page.WaitForAssertion(() => Assert.Equal("THEIRS", page.Find("#subject").GetAttribute("value")));
    }

    [Fact]
    public async Task What_awaits_release_can_be_read_and_not_changed()
    {
        var id = await SubmitAsync("drafter");
        await ActAsync("drafter", RoleFunction.Drafter);
        var page = Render<ComposePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement(".message-text");

        Assert.Empty(page.FindAll("textarea.long-text, #subject"));
        Assert.Contains("awaiting release", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindComponents<LongText>());
    }

    private async Task<IRenderedComponent<ComposePage>> OpenAsync()
    {
        var actor = await ActAsync("drafter", RoleFunction.Drafter);
        var id = await Portal.Get<DraftDesk>().CreateAsync(actor, Token);
        var page = Render<ComposePage>(p => p.Add(x => x.Id, id!.Value));
        page.WaitForElement("#subject");
        return page;
    }
}
