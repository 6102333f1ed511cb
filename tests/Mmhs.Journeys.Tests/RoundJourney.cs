using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>A SECRET, IMMEDIATE message goes all the way round through the pages, with everybody at a browser of their own.</summary>
public sealed class RoundJourney(Browser browser) : IClassFixture<Browser>
{
    private const string Subject = "Move of bridging equipment";
    private const string Text = "Move bridging equipment to CP 7 by 1800Z.";

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(1024, 768)]
    public async Task EOS_206c_drafted_released_received_tracked_and_proven_in_the_browser(int width, int height)
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Precedence:Immediate:Grace=00:00:05");
        await using var drafter = await browser.PersonAsync(portal.Address, "drafter", width, height);
        await using var releaser = await browser.PersonAsync(portal.Address, "releaser", width, height);
        await using var duty = await browser.PersonAsync(portal.Address, "bde3.duty", width, height);
        await using var auditor = await browser.PersonAsync(portal.Address, "auditor", width, height);

        await DraftAsync(drafter);
        await ReleaseAsync(releaser);
        var messageId = await ReadAsync(duty);
        await TrackAsync(drafter);
        await ProveAsync(auditor, messageId);
        foreach (var person in new[] { drafter, releaser, duty, auditor })
            person.AssertNoComplaint();
    }

    private static async Task DraftAsync(Person drafter)
    {
        var page = drafter.Page;
        await Expect(page.Locator(".shell-header .acting")).ToHaveTextAsync("Northland HQ · J3 Operations · drafter");
        await drafter.LookAsync("drafts");
        await drafter.Button("New message").ClickAsync();
        await Expect(page.GetByText("NO LABEL CHOSEN YET")).ToBeVisibleAsync();

        // Sent too early: every missing thing on one list, each leading to its field.
        await drafter.Button("Send to release").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).GetByText("Choose the security label")).ToBeVisibleAsync();
        await drafter.LookAsync("compose-refused");

        await drafter.WriteAsync(new(Subject, Text) { Information = "J4 Logistics" });
        await Expect(page.GetByText(new Regex("^(Ready to send|It may be sent)"))).ToBeVisibleAsync();
        await drafter.LookAsync("compose");
        await drafter.Button("Send to release").ClickAsync();
        await Expect(drafter.Heading("Drafts")).ToBeVisibleAsync();
    }

    private static async Task ReleaseAsync(Person releaser)
    {
        var page = releaser.Page;
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new(Subject) })).ToHaveCountAsync(1); // it appeared by itself
        await releaser.LookAsync("queue");
        await releaser.OpenAsync(Subject);
        await Expect(page.Locator("main .label-banner")).ToHaveTextAsync("NORTHLAND SECRET");
        await releaser.LookAsync("release");
        await releaser.Button("Release…").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Release this message" });
        await Expect(dialog).ToBeVisibleAsync();
        await releaser.LookAsync("release-dialog");
        await dialog.GetByLabel("Your password, once more").FillAsync("not the password");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true }).ClickAsync();
        await Expect(dialog.Locator(".error").GetByText("This is not your password")).ToBeVisibleAsync();
        await dialog.ProveAsync("Release");
        await Expect(page.GetByText("Leaves at")).ToBeVisibleAsync(); // he stays, and could still undo
        await releaser.LookAsync("release-leaving");
        await releaser.Link("Back to the queue").ClickAsync();
        await Expect(page.GetByText("Nothing awaits you")).ToBeVisibleAsync();
    }

    private static async Task<string> ReadAsync(Person duty)
    {
        var page = duty.Page;
        // The duty officer's inbox was open all the time and has updated itself: the action copy and the information copy.
        var action = page.GetByRole(AriaRole.Row, new() { NameRegex = new("ACTION.*" + Subject + "|" + Subject + ".*ACTION") });
        await Expect(action).ToHaveCountAsync(1);
        await duty.LookAsync("inbox");
        await action.PressAsync("Enter");
        await Expect(duty.Heading(Subject)).ToBeVisibleAsync();
        await Expect(page.GetByText(Text)).ToBeVisibleAsync();
        var checks = page.GetByRole(AriaRole.Region, new() { Name = "Checks" });
        await Expect(checks.GetByText("NORTHLAND SECRET")).ToBeVisibleAsync();
        await Expect(checks.GetByText("Signed by Northland HQ")).ToBeVisibleAsync();
        await Expect(page.Locator(".reader").GetByText("IMMEDIATE")).ToBeVisibleAsync();
        await duty.LookAsync("message");

        var id = page.Url[(page.Url.LastIndexOf('/') + 1)..];
        var source = await page.APIRequest.GetAsync($"/inbox/{id}/source");
        Assert.True(source.Ok);
        var octets = await source.TextAsync();
        Assert.Contains("smime-type=signed-data", octets, StringComparison.Ordinal);
        Assert.Contains("MMHS-Primary-Precedence: 3 (Immediate)", octets, StringComparison.Ordinal);
        var line = octets.Split("\r\n").Single(field => field.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase));
        return line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
    }

    private static async Task TrackAsync(Person drafter)
    {
        var page = drafter.Page;
        await drafter.GoAsync("Sent");
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new(Subject) }).GetByText("2 of 2 delivered"))
            .ToBeVisibleAsync();
        await drafter.LookAsync("sent");
        await drafter.OpenAsync(Subject);
        var addressees = page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Addressees") }).GetByRole(AriaRole.Table);
        await Expect(addressees.GetByText("j3@bde3.northland.example")).ToBeVisibleAsync();
        await Expect(addressees.GetByText("delivered", new() { Exact = true })).ToHaveCountAsync(2);
        await drafter.LookAsync("track");
    }

    private static async Task ProveAsync(Person auditor, string messageId)
    {
        var page = auditor.Page;
        await page.GetByLabel("Message-ID").FillAsync(messageId);
        await auditor.Button("Search").ClickAsync();
        await Expect(page.GetByText("RELEASE", new() { Exact = true })).ToHaveCountAsync(1);
        await Expect(page.GetByText("MESSAGE_READ")).ToHaveCountAsync(0); // who of the brigade read it is its own auditor's to see
        await auditor.LookAsync("audit");
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new("RELEASE ") })
            .GetByRole(AriaRole.Link, new() { Name = messageId })
            .ClickAsync();
        await Expect(auditor.Heading("Story of a message")).ToBeVisibleAsync();
        await Expect(page.GetByText("drafter", new() { Exact = false }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("releaser", new() { Exact = false }).First).ToBeVisibleAsync();
        await auditor.LookAsync("story");
        await auditor.Button("Verify the trail").ClickAsync();
        await Expect(page.GetByText("The trail is whole")).ToBeVisibleAsync();
        await auditor.LookAsync("verified");
    }
}
