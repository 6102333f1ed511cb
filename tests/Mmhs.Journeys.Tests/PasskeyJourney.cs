using Microsoft.Playwright;
using Mmhs.Messages.Compose;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>A releaser adds a passkey to his account, signs in with it, and takes it away again; the authenticator is Chromium's own virtual one.</summary>
public sealed class PasskeyJourney(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_passkey_is_added_signs_in_and_is_removed()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var releaser = await browser.PersonAsync(portal.NamedAddress(), "releaser");
        var page = releaser.Page;
        await releaser.TakeAuthenticatorAsync();

        await page.GotoAsync("/account");
        var dialog = await releaser.DialogAsync("Add a passkey…", "Add a passkey");
        await dialog.GetByLabel("Name").FillAsync("Key on the lanyard");
        await dialog.GetByLabel("Your password").FillAsync("not the password");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(dialog.GetByText("This is not your password").First).ToBeVisibleAsync();
        await releaser.LookAsync("passkey-add");
        await releaser.AddPasskeyAsync(dialog, "Key on the lanyard");
        await releaser.LookAsync("account");

        await releaser.Button("Sign out").ClickAsync();
        await Expect(releaser.Heading("Sign in")).ToBeVisibleAsync();
        await releaser.LookAsync("sign-in");
        await releaser.Button("Sign in with a passkey").ClickAsync();
        await Expect(releaser.Button("Sign out")).ToBeVisibleAsync();
        await page.GotoAsync("/account");
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new("Key on the lanyard") }).GetByText("never"))
            .ToHaveCountAsync(0);
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
    public async Task A_passkey_proves_a_release_and_the_record_says_so()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.AwaitingReleaseAsync("Routine return of stores", Precedence.Routine);
        await portal.AwaitingReleaseAsync("Flash report of contact", Precedence.Flash);
        await using var releaser = await browser.PersonAsync(portal.NamedAddress(), "releaser");
        await using var auditor = await browser.PersonAsync(portal.NamedAddress(), "auditor");
        await releaser.TakeAuthenticatorAsync();
        await releaser.Page.GotoAsync("/account");
        await releaser.AddPasskeyAsync(await releaser.DialogAsync("Add a passkey…", "Add a passkey"), "Key on the lanyard");

        // FLASH has no grace: it is gone at once.
        await releaser.Page.GotoAsync("/release");
        await releaser.OpenAsync("Flash report of contact");
        var release = await releaser.DialogAsync("Release…", "Release this message");
        await releaser.LookAsync("release-dialog-passkey");
        await release.ProveByPasskeyAsync();
        await Expect(releaser.Page.GetByText("This message is released")).ToBeVisibleAsync();
        await Expect(releaser.Button("Undo")).ToHaveCountAsync(0);

        // ROUTINE waits half a minute, in which it is taken back.
        await releaser.Link("Back to the queue").ClickAsync();
        await releaser.OpenAsync("Routine return of stores");
        await (await releaser.DialogAsync("Release…", "Release this message")).ProveByPasskeyAsync();
        await Expect(releaser.Page.GetByText("Leaves at")).ToBeVisibleAsync();
        await releaser.Button("Undo").ClickAsync();
        await Expect(releaser.History("Took the release back")).ToBeVisibleAsync();
        await Expect(releaser.Button("Release…")).ToBeEnabledAsync();

        await auditor.Page.GetByLabel("Person or service").FillAsync("releaser");
        await auditor.Button("Search").ClickAsync();
        await auditor
            .Page.GetByRole(AriaRole.Row, new() { NameRegex = new("Released, version 1") })
            .Last.GetByRole(AriaRole.Link)
            .ClickAsync();
        await Expect(auditor.Page.GetByText("proven by passkey").First).ToBeVisibleAsync();
        releaser.AssertNoComplaint();
        auditor.AssertNoComplaint();
    }

    [Fact]
    public async Task A_session_ended_elsewhere_is_over_in_its_browser()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var here = await browser.PersonAsync(portal.Address, "drafter");
        await using var there = await browser.PersonAsync(portal.Address, "drafter");
        await here.Page.GotoAsync("/account");
        await Expect(here.Page.GetByText("Passkeys work by name").Or(here.Page.GetByText("numeric address")).First)
            .ToBeVisibleAsync();
        await here.Button("End all others").ClickAsync();
        await Expect(here.Page.GetByText("One session ended.").First).ToBeVisibleAsync();
        await there.Page.GotoAsync("/account");
        await Expect(there.Heading("Sign in")).ToBeVisibleAsync();
        here.AssertNoComplaint();
    }
}
