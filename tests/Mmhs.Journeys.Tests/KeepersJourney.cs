using Microsoft.Playwright;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>Two keepers of rights take a right away: one proposes, the other approves. On the way every page of theirs is looked at.</summary>
public sealed class KeepersJourney(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_right_is_taken_away_by_two()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var admin = await browser.PersonAsync(portal.Address, "admin");
        await using var security = await browser.PersonAsync(portal.Address, "security");
        var page = admin.Page;

        await Expect(page.GetByRole(AriaRole.Rowheader, new() { NameRegex = new("^chief") })).ToBeVisibleAsync();
        await admin.LookAsync("rights");
        await DialogAsync(admin, "Change chief", "Change chief", "rights-person");
        await DialogAsync(
            admin,
            "Change the right of chief for command@hq.northland.example",
            "Change a right of chief",
            "rights-right"
        );
        await admin.Button("Remove the right of chief for command@hq.northland.example").ClickAsync();
        await Expect(admin.Heading("Changes you propose")).ToBeVisibleAsync();
        var propose = await admin.DialogAsync("Propose…", "Propose these changes");
        await admin.LookAsync("rights-propose");
        await propose.GetByLabel("Reason").FillAsync("The post is not filled.");
        await propose.ProveAsync("Propose");
        await Expect(propose).ToBeHiddenAsync();

        await security.Page.GetByRole(AriaRole.Tab, new() { NameRegex = new("Proposals") }).ClickAsync();
        await Expect(security.Page.GetByText("The post is not filled.")).ToBeVisibleAsync();
        await security.LookAsync("rights-proposals");
        var approve = await security.DialogAsync("Approve…", "Approve these changes");
        await security.LookAsync("rights-approve");
        await approve.ProveAsync("Approve");
        await Expect(approve).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new("^chief") })).ToContainTextAsync("Releases nothing.");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Who may release what" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Person or role" })).ToBeVisibleAsync();
        await admin.LookAsync("rights-words");
        foreach (var person in new[] { admin, security })
            person.AssertNoComplaint();
    }

    [Fact]
    public async Task Policies_and_people_are_kept()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var admin = await browser.PersonAsync(portal.Address, "admin");
        var page = admin.Page;
        await admin.Link("Release policy").ClickAsync();
        await Expect(admin.Heading("Operation orders")).ToBeVisibleAsync();
        await admin.LookAsync("policies");
        await DialogAsync(admin, "Change Operation orders", "Change the rule", "policies-rule");
        await admin.Button("Operation orders down").ClickAsync();
        await Expect(admin.Heading("1. Exercises with the Alliance")).ToBeVisibleAsync();
        await admin.Button("Last 50 messages").ClickAsync();
        await Expect(page.GetByText("Nothing was released yet.")).ToBeVisibleAsync();
        await admin.Button("Drop the changes").ClickAsync();
        await Expect(admin.Heading("1. Operation orders")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { NameRegex = new("^Northland HQ Chief") })).ToBeVisibleAsync();
        await admin.LookAsync("people");
        admin.AssertNoComplaint();
    }

    private static async Task DialogAsync(Person person, string opener, string title, string screen)
    {
        var dialog = await person.DialogAsync(opener, title);
        await person.LookAsync(screen);
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
    }
}
