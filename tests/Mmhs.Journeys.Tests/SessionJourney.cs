using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Demo;
using Mmhs.Records;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>Whose page it is, and what becomes of it when the session or the line ends.</summary>
public sealed class SessionJourney(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attack_a_tab_keeps_its_person_when_the_line_comes_back_with_another_cookie()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var line = new Line(portal.Address);
        await using var drafter = await browser.PersonAsync(line.Address, "drafter");
        await drafter.Page.GotoAsync("/drafts");
        await drafter.ArriveAsync();
        var second = await drafter.Page.Context.NewPageAsync();
        await second.GotoAsync("/sign-in");
        await second.GetByLabel("Name").FillAsync("releaser");
        await second.GetByLabel("Password").FillAsync(DemoWorld.Password);
        await second.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
        await second.CloseAsync();

        line.Cut();
        await Expect(drafter.Heading("The connection to the portal is lost")).ToBeVisibleAsync();
        line.Mend();

        await Expect(drafter.Heading("Your session is over")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(drafter.Heading("Your session is over")).ToBeFocusedAsync();
        await Expect(drafter.Button("New message")).ToHaveCountAsync(0);
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.False(await context.Drafts.AnyAsync(Token));
        await drafter.LookAsync("session-over");
    }

    [Fact]
    public async Task A_session_that_was_ended_covers_the_page_and_leads_back_to_it()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.ReleasedAsync(Prepared.Form("Secret move of the bridge"));
        await using var duty = await browser.PersonAsync(portal.Address, "bde3.duty");
        await duty.Page.GotoAsync("/inbox");
        await duty.ArriveAsync();
        await Expect(duty.Link("Secret move of the bridge")).ToBeVisibleAsync();

        await portal
            .Get<SessionDesk>()
            .EndOthersAsync(await portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token), null, Token);

        await Expect(duty.Heading("Your session is over")).ToBeFocusedAsync();
        await Expect(duty.Page.GetByText("Secret move of the bridge")).ToHaveCountAsync(0);
        await duty.LookAsync("session-over-ended");
        await duty.Link("Sign in again").ClickAsync();
        await duty.SignInAsync();
        await Expect(duty.Heading("Inbox")).ToBeVisibleAsync();
        duty.AssertNoComplaint();
    }

    [Fact]
    public async Task What_was_written_while_the_line_was_down_arrives_when_it_is_back()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var line = new Line(portal.Address);
        await using var drafter = await browser.PersonAsync(line.Address, "drafter");
        await ComposeAsync(drafter);
        await drafter.Page.GetByLabel("Text", new() { Exact = true }).PressSequentiallyAsync("The last two seconds.");
        line.Cut();
        await Expect(drafter.Heading("The connection to the portal is lost")).ToBeVisibleAsync();
        await Expect(drafter.Page.GetByLabel("What you wrote on this page")).ToHaveValueAsync("Text\nThe last two seconds.");
        line.Mend();

        await Expect(drafter.Heading("The connection to the portal is lost")).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await Eventually.GetAsync(
            "The text",
            async () =>
            {
                await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
                return await context.Drafts.SingleOrDefaultAsync(draft => draft.Form.Contains("The last two seconds."), Token);
            },
            Token
        );
    }

    [Fact]
    public async Task What_could_not_be_saved_before_a_restart_can_be_copied()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        var portal = await RunningPortal.StartAsync(folder);
        await using var line = new Line(portal.Address);
        await using var drafter = await browser.PersonAsync(line.Address, "drafter");
        await drafter.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await ComposeAsync(drafter);
        await drafter.Page.GetByLabel("Subject", new() { Exact = true }).FillAsync("Never lost");
        await drafter.Page.GetByLabel("Text", new() { Exact = true }).PressSequentiallyAsync("Words of the last second.");
        line.Cut();
        await Expect(drafter.Heading("The connection to the portal is lost")).ToBeVisibleAsync();
        await portal.DisposeAsync();
        await using var restarted = await RunningPortal.StartAsync(folder);
        line.MendTo(restarted.Address);

        var copy = drafter.Page.GetByLabel("What you wrote on this page");
        await Expect(drafter.Button("Reload the page")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(copy).ToBeFocusedAsync();
        await Expect(copy).ToHaveValueAsync("Subject\nNever lost\n\nText\nWords of the last second.");
        await drafter.Page.GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).ClickAsync();
        Assert.Equal(
            "Subject\nNever lost\n\nText\nWords of the last second.",
            await drafter.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")
        );
        await drafter.LookAsync("restarted-while-composing");
    }

    [Fact]
    public async Task A_mistyped_time_over_a_right_one_stays_and_stops_sending_on_a_slow_line()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var line = new Line(portal.Address) { Delay = TimeSpan.FromMilliseconds(120) };
        await using var drafter = await browser.PersonAsync(line.Address, "drafter");
        await ComposeAsync(drafter);
        foreach (var name in new[] { "Date-time group", "Not sent before", "Latest delivery", "Reply by", "Expires" })
        {
            var field = drafter.Page.GetByRole(AriaRole.Textbox, new() { Name = name });
            await field.FillAsync("+2h");
            await field.PressAsync("Tab");
            await Expect(field).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("Z "));
            await field.FillAsync("150600A DEC 26");
            await field.PressAsync("Tab");
            await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(field).ToHaveValueAsync("150600A DEC 26");
        }
        await drafter.Button("Send to release").ClickAsync();
        await Expect(drafter.Page.Locator(".error-summary a").Filter(new() { HasText = "This is no date-time group" }))
            .ToHaveCountAsync(5);
        await Expect(drafter.Page.GetByRole(AriaRole.Textbox, new() { Name = "Not sent before" }))
            .ToHaveValueAsync("150600A DEC 26");
        drafter.AssertNoComplaint();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_click_or_a_key_held_down_makes_one_draft(bool held)
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var line = new Line(portal.Address) { Delay = TimeSpan.FromMilliseconds(120) };
        await using var drafter = await browser.PersonAsync(line.Address, "drafter");
        await drafter.Page.GotoAsync("/drafts");
        await drafter.ArriveAsync();
        await Expect(drafter.Button("New message")).ToBeVisibleAsync();
        if (held)
            for (var i = 0; i < 8; i++)
                await drafter.Page.Keyboard.DownAsync("c"); // from the second on, a repeat
        else
            await drafter.Button("New message").DblClickAsync();
        await Expect(drafter.Page.GetByLabel("Subject", new() { Exact = true })).ToBeVisibleAsync();

        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(1, await context.Drafts.CountAsync(Token));
    }

    private static async Task ComposeAsync(Person drafter)
    {
        await drafter.Page.GotoAsync("/drafts");
        await drafter.ArriveAsync();
        await drafter.Button("New message").ClickAsync();
        await Expect(drafter.Page.GetByLabel("Subject", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(drafter.Page.GetByText("Unchanged since")).ToBeVisibleAsync();
    }
}
