using System.Text.Json;
using Microsoft.Playwright;
using Mmhs.Portal.Tests.Round;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>A releaser adds a passkey to his account, signs in with it, and takes it away again; the authenticator is Chromium's own virtual one.</summary>
public sealed class PasskeyJourney(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_passkey_is_added_signs_in_and_is_removed()
    {
        await using var portal = await RunningPortal.StartAsync();
        var byName = portal.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using var releaser = await browser.PersonAsync(byName, "releaser");
        var page = releaser.Page;
        await AuthenticatorAsync(page);

        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Add a passkey" });
        await dialog.GetByLabel("Name").FillAsync("Key on the lanyard");
        await dialog.GetByLabel("Your password").FillAsync("not the password");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(dialog.GetByText("This is not your password").First).ToBeVisibleAsync();
        await releaser.LookAsync("passkey-add");
        await dialog.GetByLabel("Your password").FillAsync("northland");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        var row = page.GetByRole(AriaRole.Row, new() { NameRegex = new("Key on the lanyard") });
        await Expect(row).ToBeVisibleAsync();
        await Expect(row.GetByRole(AriaRole.Cell, new() { Name = "yes" })).ToBeVisibleAsync(); // the signing service knows it too
        await releaser.LookAsync("account");

        await releaser.Button("Sign out").ClickAsync();
        await Expect(releaser.Heading("Sign in")).ToBeVisibleAsync();
        await releaser.LookAsync("sign-in");
        await releaser.Button("Sign in with a passkey").ClickAsync();
        await Expect(releaser.Button("Sign out")).ToBeVisibleAsync();
        await page.GotoAsync("/account");
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new("Key on the lanyard") }).GetByText("never")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "passkey", Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Key on the lanyard" }).ClickAsync();
        var remove = page.GetByRole(AriaRole.Dialog, new() { Name = "Remove the passkey" });
        await remove.GetByLabel("Your password").FillAsync("northland");
        await remove.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(page.GetByText("None yet.")).ToBeVisibleAsync();

        // The authenticator still has it; the portal no longer knows it.
        await releaser.Button("Sign out").ClickAsync();
        await releaser.Button("Sign in with a passkey").ClickAsync();
        await Expect(page.GetByText("This passkey is not known here")).ToBeVisibleAsync();
        releaser.AssertNoComplaint();
    }

    [Fact]
    public async Task A_session_ended_elsewhere_is_over_in_its_browser()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var here = await browser.PersonAsync(portal.Address, "drafter");
        await using var there = await browser.PersonAsync(portal.Address, "drafter");
        await here.Page.GotoAsync("/account");
        await Expect(here.Page.GetByText("Passkeys work by name").Or(here.Page.GetByText("numeric address")).First).ToBeVisibleAsync();
        await here.Button("End all others").ClickAsync();
        await Expect(here.Page.GetByText("One session ended.").First).ToBeVisibleAsync();
        await there.Page.GotoAsync("/account");
        await Expect(there.Heading("Sign in")).ToBeVisibleAsync();
        here.AssertNoComplaint();
    }

    /// <summary>An authenticator inside the browser that holds passkeys and verifies its owner without asking.</summary>
    private static async Task AuthenticatorAsync(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable", new() { ["enableUI"] = false });
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = JsonSerializer.SerializeToElement(new
            {
                protocol = "ctap2",
                transport = "internal",
                hasResidentKey = true,
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
            }),
        });
    }
}
