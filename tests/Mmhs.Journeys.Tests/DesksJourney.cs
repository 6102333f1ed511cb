using Microsoft.Playwright;
using Mmhs.Messages.Compose;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>What is not the usual way: released together, released alone, returned by the operator, held down by MINIMIZE.</summary>
public sealed class DesksJourney(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Two_routine_messages_are_released_together_each_for_itself()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.AwaitingReleaseAsync("Routine return of stores", Precedence.Routine);
        await portal.AwaitingReleaseAsync("Routine report of strength", Precedence.Routine);
        await portal.AwaitingReleaseAsync("Priority request for fuel", Precedence.Priority);
        await using var releaser = await browser.PersonAsync(portal.Address, "releaser");
        var together = releaser.Button("Release together…");
        await releaser.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Mark Priority request for fuel" }).CheckAsync();
        await Expect(together).ToBeDisabledAsync(); // too urgent to be one of several
        await releaser.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Mark Priority request for fuel" }).UncheckAsync();
        await releaser.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Mark Routine return of stores" }).CheckAsync();
        await releaser.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Mark Routine report of strength" }).CheckAsync();
        await releaser.LookAsync("queue-marked");
        var dialog = await releaser.DialogAsync("Release together…", "Release together");
        await releaser.LookAsync("bulk-dialog");
        await dialog.ProveAsync("Release 2");
        await Expect(dialog.GetByText("released", new() { Exact = true })).ToHaveCountAsync(2);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).First.ClickAsync();
        await Expect(releaser.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        releaser.AssertNoComplaint();
    }

    [Fact]
    public async Task Who_releases_alone_says_why_and_is_judged_afterwards()
    {
        await using var portal = await RunningPortal.StartAsync();
        var order = await portal.AwaitingReleaseAsync("Order to withdraw", Precedence.Flash, "OPO");
        await using var releaser = await browser.PersonAsync(portal.Address, "releaser");
        await using var security = await browser.PersonAsync(portal.Address, "security");

        await security.Link("Break-glass").ClickAsync();
        await Expect(security.Page.GetByText("Nobody released by break-glass")).ToBeVisibleAsync();
        await security.LookAsync("alone-none");

        await releaser.Page.GotoAsync($"/release/{order}");
        await releaser.Button("More").ClickAsync();
        await releaser.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Release by break-glass…" }).ClickAsync();
        var dialog = releaser.Page.GetByRole(AriaRole.Dialog, new() { Name = "Release this message by break-glass" });
        await dialog.ProveAsync("Release by break-glass");
        await Expect(dialog.GetByText("Releasing alone needs a reason. Say why nobody else could.").First).ToBeVisibleAsync();
        await releaser.LookAsync("alone-dialog");
        await dialog.GetByLabel("Why you release alone").FillAsync("No reviewer answers, and the bank gives way.");
        await dialog.ProveAsync("Release by break-glass");
        await Expect(releaser.History("Released by break-glass")).ToBeVisibleAsync();

        await Expect(security.Page.GetByText("No reviewer answers, and the bank gives way.")).ToBeVisibleAsync(); // at once
        await security.LookAsync("alone");
        var finding = await security.DialogAsync("Justified…", "It was justified");
        await security.LookAsync("alone-finding");
        await finding.GetByLabel("What you found").FillAsync("There was no time.");
        await finding.GetByRole(AriaRole.Button, new() { Name = "Record" }).ClickAsync();
        await Expect(security.Page.GetByText("There was no time.")).ToBeVisibleAsync();
        foreach (var person in new[] { releaser, security })
            person.AssertNoComplaint();
    }

    [Fact]
    public async Task The_operator_returns_what_could_not_be_sent()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Precedence:Routine:Grace=00:05:00");
        await using var @operator = await browser.PersonAsync(portal.Address, "operator");
        await Expect(@operator.Page.GetByText("Nothing failed")).ToBeVisibleAsync();
        await @operator.LookAsync("operator-none");
        await portal.UnsendableAsync("Routine return of stores");
        await @operator.ReloadAsync();
        await Expect(@operator.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("the releaser's right ended");
        await Expect(@operator.Page.GetByText("Routine return of stores")).ToHaveCountAsync(0); // nothing of the content
        await @operator.LookAsync("operator");
        var dialog = await @operator.DialogAsync("Return…", "Return to the drafter");
        await @operator.LookAsync("operator-return");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Return", Exact = true }).ClickAsync();
        await Expect(dialog.GetByLabel("Reason")).ToHaveAttributeAsync("aria-invalid", "true");
        await dialog.GetByLabel("Reason").FillAsync("The right ended; another releaser must decide.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Return", Exact = true }).ClickAsync();
        await Expect(@operator.Page.GetByText("Nothing failed")).ToBeVisibleAsync();
        @operator.AssertNoComplaint();
    }

    [Fact]
    public async Task A_MINIMIZE_is_declared_seen_by_everybody_and_ended()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var duty = await browser.PersonAsync(portal.Address, "duty");
        await using var drafter = await browser.PersonAsync(portal.Address, "drafter");
        var page = duty.Page;
        await duty.Link("Minimize").ClickAsync();
        await Expect(page.GetByText("Nothing is in force.")).ToBeVisibleAsync();
        await duty.Button("Declare MINIMIZE").ClickAsync();
        await Expect(page.GetByLabel("For messages to")).ToHaveAttributeAsync("aria-invalid", "true");
        await duty.LookAsync("minimize-refused");
        await page.GetByLabel("For messages to").FillAsync("bde3.northland.example");
        await page.GetByLabel("Reason").FillAsync("The satellite link is down.");
        await page.GetByLabel("Flows freely from").SelectOptionAsync("IMMEDIATE");
        await page.GetByLabel("Cap in KiB").FillAsync("64");
        await page.GetByLabel("Until")
            .FillAsync(new DateTimeGroup(portal.Get<TimeProvider>().GetUtcNow().AddHours(6)).ToString());
        await page.GetByLabel("Until").BlurAsync();
        await duty.Button("Declare MINIMIZE").ClickAsync();
        await Expect(drafter.Page.GetByRole(AriaRole.Note)).ToContainTextAsync("The satellite link is down.");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End") })).ToBeVisibleAsync();
        await duty.LookAsync("minimize");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End") }).ClickAsync();
        await duty.Button("End it now").ClickAsync();
        await Expect(drafter.Page.GetByRole(AriaRole.Note)).ToHaveCountAsync(0);
        foreach (var person in new[] { duty, drafter })
            person.AssertNoComplaint();
    }
}
