using Microsoft.Playwright;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>A FLASH at night: red light, and nothing but the keyboard from the door to the released message.</summary>
public sealed class KeyboardJourney(Browser browser) : IClassFixture<Browser>
{
    private const string Flash = "Flash report of contact";

    // A pointer would be a complaint like any other error. Clicks without one come from keys.
    private const string NoPointer = "addEventListener('pointerdown', () => console.error('A pointer was used.'), true)";

    [Fact]
    public async Task A_FLASH_is_released_at_night_with_nothing_but_keys()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.AwaitingReleaseAsync("Routine return of stores", Precedence.Routine);
        await portal.AwaitingReleaseAsync("Priority request for fuel", Precedence.Priority);
        await portal.AwaitingReleaseAsync(Flash, Precedence.Flash);
        await using var releaser = await browser.StrangerAsync(portal.Address, "releaser");
        await releaser.Page.AddInitScriptAsync(NoPointer);
        await releaser.Page.ReloadAsync();

        await EnterAsync(releaser);
        await FindAsync(releaser);
        await ReleaseByKeysAsync(releaser);
        releaser.AssertNoComplaint();
    }

    private static async Task EnterAsync(Person releaser)
    {
        var page = releaser.Page;
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(releaser.Button("Display: theme and density")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "As the system says" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowUp"); // round to the last one
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Red night" })).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(releaser.Name);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(DemoWorld.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(releaser.Heading("Awaiting decision")).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "red");
    }

    private static async Task FindAsync(Person releaser)
    {
        var page = releaser.Page;
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await page.Keyboard.PressAsync("?");
        var help = page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });
        await Expect(help.GetByRole(AriaRole.Row, new() { Name = "r Release", Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("g"); // away and back again by keys
        await page.Keyboard.PressAsync("s");
        await Expect(releaser.Heading("Sent")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("r");
        await Expect(releaser.Heading("Awaiting decision")).ToBeVisibleAsync();

        var rows = page.GetByRole(AriaRole.Row);
        await Expect(rows.Nth(1)).ToContainTextAsync(Flash); // most urgent first
        await page.Keyboard.PressAsync("j");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(rows.Nth(2)).ToBeFocusedAsync();
        await Expect(rows.Nth(2)).ToContainTextAsync("Priority request for fuel");
        await page.Keyboard.PressAsync("k");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(releaser.Heading(Flash)).ToBeVisibleAsync();
    }

    private static async Task ReleaseByKeysAsync(Person releaser)
    {
        var page = releaser.Page;
        await page.Keyboard.PressAsync("b");
        var returning = page.GetByRole(AriaRole.Dialog, new() { Name = "Return to the drafter" });
        await Expect(returning.GetByLabel("Reason")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape"); // thought better of it
        await Expect(returning).ToBeHiddenAsync();
        await Expect(page.Locator("dialog h2", new() { HasText = "Return to the drafter" })).ToHaveCountAsync(0); // and the server knows that it is closed

        await page.Keyboard.PressAsync("r");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Release this message" });
        await Expect(dialog.GetByLabel("Your password, once more")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(DemoWorld.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("This message is released")).ToBeVisibleAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByText("Decided on a moment ago")).ToHaveCountAsync(0); // it was his own act
        await Expect(releaser.History("Released")).ToContainTextAsync("Northland HQ Releaser");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "red");
    }
}
