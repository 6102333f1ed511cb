using Microsoft.Playwright;
using Mmhs.Messages.Compose;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>An administrator keeps the organisation, and what he keeps is there for those who write and decide.</summary>
public sealed class OrganisationJourney(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Units_roles_people_and_lists_are_kept_and_a_list_is_put_into_a_message()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var admin = await browser.PersonAsync(portal.Address, "admin");
        await admin.Link("Organisation").ClickAsync();
        await AddAsync(admin, "unit", "Operations branch", null);
        await AddAsync(admin, "role", "Watch Keeper", "watch");
        await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("^Watch Keeper watch@") })).ToBeVisibleAsync();
        await admin.Button("Close J3 Operations").ClickAsync();
        await Expect(admin.Page.GetByText("The rights book counts on this role")).ToBeVisibleAsync();
        await admin.LookAsync("organisation");

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).ClickAsync();
        await admin.Page.GetByLabel("Signs in as").FillAsync("watchman");
        await admin.Page.GetByLabel("Name others see").FillAsync("Northland HQ Watchman");
        await admin
            .Page.GetByLabel("Cleared for NORTHLAND")
            .SelectOptionAsync(new SelectOptionValue { Label = "up to RESTRICTED" });
        await admin.Button("Add the person").ClickAsync();
        var password = await admin.Page.Locator("code.first").InnerTextAsync();
        await admin.Page.Locator("#person").SelectOptionAsync(new SelectOptionValue { Label = "Northland HQ Watchman" });
        await admin.Page.Locator("#role").SelectOptionAsync(new SelectOptionValue { Label = "J3 Operations" });
        await admin.Button("Give the role").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("^Northland HQ Watchman.*drafter") }))
            .ToBeVisibleAsync();
        await admin.LookAsync("people-added");

        await admin.Link("Address lists").ClickAsync();
        await admin.Page.Locator("#list-name").FillAsync("AIG 5");
        await MemberAsync(admin, "#list-members", "j4 hq", "J4 Logistics");
        await MemberAsync(admin, "#list-members", "command hq", "Command");
        await MemberAsync(admin, "#list-informed", "duty hq", "Duty");
        await admin.Button("Make the list").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("^AIG 5") }))
            .ToContainTextAsync("duty@hq.northland.example (to know)");
        await admin.LookAsync("lists");

        await using var watchman = await browser.StrangerAsync(portal.Address, "watchman");
        await watchman.Page.GetByLabel("Name").FillAsync("watchman");
        await watchman.Page.GetByLabel("Password").FillAsync(password);
        await watchman.Button("Sign in").ClickAsync();
        await watchman.ArriveAsync();
        // with the password that was read out nothing is open to him but choosing his own
        await watchman.Page.GotoAsync("/drafts");
        await watchman.ArriveAsync();
        await Expect(watchman.Button("New message")).ToHaveCountAsync(0);
        await watchman.Page.GotoAsync("/account");
        await watchman.ArriveAsync();
        await watchman.LookAsync("first-password");
        await watchman.Page.GetByLabel("Present password").FillAsync(password);
        await watchman.Page.GetByLabel("New password required", new() { Exact = true }).FillAsync("watch over the fjord");
        await watchman.Page.GetByLabel("New password, once more").FillAsync("watch over the fjord");
        await watchman.Button("Change password").ClickAsync();
        await Expect(watchman.Page.GetByRole(AriaRole.Button, new() { Name = "Switch role" })).ToContainTextAsync("drafter");
        await watchman.Page.GotoAsync("/drafts");
        await watchman.ArriveAsync();
        await watchman.Button("New message").First.ClickAsync();
        await watchman.Button("Add from an address list…").ClickAsync();
        await watchman.Page.Locator("#list-choice").SelectOptionAsync(new SelectOptionValue { Label = "AIG 5, 3 mailboxes" });
        await watchman
            .Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Put in Northland HQ Command") })
            .UncheckAsync();
        await watchman.LookAsync("list-dialog");
        await watchman.Button("Put in 2").ClickAsync();
        await Expect(
                watchman
                    .Page.Locator("#to")
                    .Locator("xpath=..")
                    .GetByRole(AriaRole.Listitem)
                    .Filter(new() { HasText = "Northland HQ J4 Logistics" })
            )
            .ToBeVisibleAsync();
        await Expect(
                watchman
                    .Page.Locator("#cc")
                    .Locator("xpath=..")
                    .GetByRole(AriaRole.Listitem)
                    .Filter(new() { HasText = "Northland HQ Duty Officer" })
            )
            .ToBeVisibleAsync();
        await Expect(
                watchman
                    .Page.Locator("#exempted-addresses")
                    .Locator("xpath=..")
                    .GetByRole(AriaRole.Listitem)
                    .Filter(new() { HasText = "Northland HQ Command" })
            )
            .ToBeVisibleAsync();
        await watchman.Page.Locator("#expires").FillAsync("+2d");
        await watchman.Page.Keyboard.PressAsync("Tab");
        await Expect(watchman.Page.Locator("#expires"))
            .ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^[0-9]{6}Z [A-Z]{3} [0-9]{2}$"));
        await watchman.LookAsync("compose-more");

        await admin.Link("Sessions").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("^Northland HQ Watchman") })).ToBeVisibleAsync();
        await admin.LookAsync("sessions");
        await admin
            .Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End the session of Northland HQ Watchman") })
            .ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("^Northland HQ Watchman") })).ToHaveCountAsync(0);

        await admin.Link("Directory").ClickAsync();
        await admin.Page.GetByRole(AriaRole.Searchbox).FillAsync("j3 brigade");
        await admin.Button("3rd Brigade J3 Operations").ClickAsync();
        await Expect(admin.Page.GetByText("good until")).ToBeVisibleAsync();
        await admin.LookAsync("directory");
        admin.AssertNoComplaint();
    }

    [Fact]
    public async Task What_awaits_him_in_another_role_is_opened_in_that_role()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.AwaitingReleaseAsync("Fuel for the convoy", Precedence.Priority);
        await using var releaser = await browser.PersonAsync(portal.Address, "releaser");
        await releaser.SwitchAsync("drafter");
        await releaser.Link("All my roles").ClickAsync();
        await Expect(releaser.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("Fuel for the convoy") }))
            .ToContainTextAsync("J3 Operations, releaser");
        await releaser.LookAsync("all-roles");
        await releaser.Button("Fuel for the convoy").ClickAsync();
        await releaser.ArriveAsync();
        await Expect(releaser.Page.GetByRole(AriaRole.Button, new() { Name = "Switch role" })).ToContainTextAsync("releaser");
        await Expect(releaser.Heading("Fuel for the convoy").First).ToBeVisibleAsync();
        releaser.AssertNoComplaint();
    }

    private static async Task MemberAsync(Person admin, string field, string words, string offered)
    {
        await admin.Page.Locator(field).FillAsync(words);
        await admin.Page.GetByRole(AriaRole.Option, new() { NameRegex = new(offered) }).First.ClickAsync();
        await Expect(
                admin.Page.Locator(field).Locator("xpath=..").GetByRole(AriaRole.Listitem).Filter(new() { HasText = offered })
            )
            .ToBeVisibleAsync();
    }

    private static async Task AddAsync(Person admin, string kind, string name, string? local)
    {
        await admin.Page.Locator("#kind").SelectOptionAsync(kind);
        await admin.Page.Locator("#name").FillAsync(name);
        if (local is not null)
            await admin.Page.Locator("#local").FillAsync(local);
        await admin.Button(kind == "unit" ? "Add the unit" : "Add the role").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row, new() { NameRegex = new($"^{name}") })).ToBeVisibleAsync();
    }
}
