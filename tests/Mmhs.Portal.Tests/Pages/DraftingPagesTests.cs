using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Round;

namespace Mmhs.Portal.Tests.Pages;

/// <summary>What people who share a draft see of each other.</summary>
public sealed class DraftingPagesTests : PageTest
{
    [Fact]
    public async Task Who_is_taken_over_is_told_at_once_and_keeps_what_he_had_not_saved()
    {
        var mine = await ActAsync("drafter", RoleFunction.Drafter);
        var id = (await Portal.Get<DraftDesk>().CreateAsync(mine, Token))!.Value;
        var page = Render<ComposePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("#subject");
        var other = await Portal.ActorAsync("releaser", RoleFunction.Drafter, Token);

        Assert.True((await Portal.Get<DraftDesk>().TakeOverAsync(other, id, Token)).IsDone);
        page.WaitForElement(".lost[role=alert]");
        await page.InvokeAsync(() => page.Find("#subject").Change("NOT SAVED ANY MORE"));

        Assert.Contains(other.DisplayName, page.Find(".lost").TextContent, StringComparison.Ordinal);
        Assert.Equal("NOT SAVED ANY MORE", page.Find("#subject").GetAttribute("value"));
        await DisposeComponentsAsync();
        var kept = (await Portal.Get<DraftDesk>().OpenAsync(mine, id, Token))!;
        Assert.Equal("", kept.Form.Subject);
        Assert.Equal("releaser", kept.Lock!.Name);
    }

    [Fact]
    public async Task A_double_click_makes_one_draft()
    {
        var actor = await ActAsync("drafter", RoleFunction.Drafter);
        var page = Render<DraftsPage>();
        var button = page.WaitForElement("[data-shortcut=c]", TimeSpan.FromSeconds(30));
        await Task.WhenAll(button.ClickAsync(new()), button.ClickAsync(new()));

        Assert.Single(await Portal.Get<DraftDesk>().ListAsync(actor, DraftState.Draft, 10, Token));
    }

    [Fact]
    public async Task What_goes_to_review_is_said_to_go_there()
    {
        var actor = await ActAsync("drafter", RoleFunction.Drafter);
        var id = (await Portal.Get<DraftDesk>().CreateAsync(actor, Token))!.Value;
        Assert.Empty(
            (
                await Portal
                    .Get<DraftDesk>()
                    .SaveAsync(actor, id, 0, WholeWayTests.Form() with { SubjectIndicatorCodes = ["OPO"] }, Token)
            ).Refusals
        );
        var page = Render<ComposePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("[data-shortcut='ctrl+enter']", TimeSpan.FromSeconds(30));
        await page.InvokeAsync(() => page.Find("[data-shortcut='ctrl+enter']").Click());

        var navigation = Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>();
        page.WaitForAssertion(
            () => Assert.EndsWith("/drafts?state=review", navigation.Uri, StringComparison.Ordinal),
            TimeSpan.FromSeconds(10)
        );
        Assert.StartsWith(
            "Sent to review",
            Assert.Single(Services.GetRequiredService<Mmhs.Portal.Shared.Controls.Notices>().Shown).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_second_reads_and_may_take_over_when_asked_twice()
    {
        var first = await Portal.ActorAsync("releaser", RoleFunction.Drafter, Token);
        var id = (await Portal.Get<DraftDesk>().CreateAsync(first, Token))!.Value;
        using var there = Portal.Get<DraftPresence>().Enter(first, id);
        await ActAsync("drafter", RoleFunction.Drafter);
        var page = Render<ComposePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement(".notice button");

        Assert.Empty(page.FindAll("#subject"));
        Assert.Contains($"{first.DisplayName} is editing since", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Contains(first.DisplayName, page.Find(".present").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find(".notice button").Click());
        page.WaitForElement("dialog .danger");
        await page.InvokeAsync(() => page.Find("dialog .danger").Click());

        page.WaitForElement("#subject");
        Assert.Equal("drafter", (await Portal.Get<DraftDesk>().OpenAsync(first, id, Token))!.Lock!.Name);
    }

    [Fact]
    public async Task Leaving_the_page_gives_the_lock_back()
    {
        var actor = await ActAsync("drafter", RoleFunction.Drafter);
        var id = (await Portal.Get<DraftDesk>().CreateAsync(actor, Token))!.Value;
        var page = Render<ComposePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("#subject");

        await DisposeComponentsAsync();

        Assert.Null((await Portal.Get<DraftDesk>().OpenAsync(actor, id, Token))!.Lock);
        Assert.False(Portal.Get<DraftPresence>().IsHere(actor, id));
    }

    [Fact]
    public async Task A_must_fix_on_a_field_is_flagged_beside_it_while_one_writes()
    {
        var actor = await ActAsync("drafter", RoleFunction.Drafter);
        var id = (await Portal.Get<DraftDesk>().CreateAsync(actor, Token))!.Value;
        Assert.Empty((await Portal.Get<DraftDesk>().SaveAsync(actor, id, 0, WholeWayTests.Form(), Token)).Refusals);
        var page = Render<ComposePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("#subject");
        var reviewer = await Portal.ActorAsync("reviewer", RoleFunction.Reviewer, Token);

        Assert.True(
            (
                await Portal.Get<CommentDesk>().AddAsync(reviewer, id, "text", CommentKind.MustFix, "<b>Until when?</b>", Token)
            ).IsDone
        );

        page.WaitForElement("[popovertarget=comments-text][data-must]");
        await page.InvokeAsync(() => page.Find("[popovertarget=comments-text][data-must]").Click());
        Assert.Equal("<b>Until when?</b>", page.WaitForElement("#comments-text .words").TextContent);
        Assert.Empty(page.FindAll("#comments-text .words b"));
    }

    [Fact]
    public async Task What_a_template_locks_cannot_be_typed_in()
    {
        var actor = await ActAsync("drafter", RoleFunction.Drafter);
        var source = (await Portal.Get<DraftDesk>().CreateAsync(actor, Token))!.Value;
        Assert.Empty((await Portal.Get<DraftDesk>().SaveAsync(actor, source, 0, WholeWayTests.Form(), Token)).Refusals);
        var templates = Portal.Get<TemplateDesk>();
        Assert.True((await templates.SaveAsync(actor, source, new("Move", false, ["subject"], ["text"]), Token)).IsDone);
        var id = (await templates.BeginAsync(actor, (await templates.ListAsync(actor, Token))[0].Id, Token)).Id!.Value;

        var page = Render<ComposePage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("#subject");

        Assert.NotNull(page.Find("#subject").Closest("fieldset[disabled]"));
        Assert.Null(page.Find("#text").Closest("fieldset[disabled]"));
    }

    [Fact]
    public async Task The_versions_page_compares_the_last_step_first()
    {
        var id = await SubmitAsync("drafter");
        var office = Portal.Get<ReleaseDesk>();
        var releaser = await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        Assert.True(
            (
                await Portal
                    .Get<ReviewDesk>()
                    .ReturnAsync(
                        releaser,
                        (await office.OpenAsync(releaser, id, Token))!,
                        ReturnReason.Content,
                        "Say until when.",
                        Token
                    )
            ).IsDone
        );
        var actor = await ActAsync("drafter", RoleFunction.Drafter);
        var open = (await Portal.Get<DraftDesk>().OpenAsync(actor, id, Token))!;
        Assert.Empty(
            (
                await Portal
                    .Get<DraftDesk>()
                    .SaveAsync(actor, id, open.Revision, open.Form with { Text = open.Form.Text + "Until 2000Z.\n" }, Token)
            ).Refusals
        );

        var page = Render<VersionsPage>(p => p.Add(x => x.Id, id));
        page.WaitForElement("#change-text");

        Assert.Contains("Until 2000Z.", page.Find("#change-text ins").TextContent, StringComparison.Ordinal);
        Assert.Contains("Say until when.", page.Markup, StringComparison.Ordinal);
    }
}
