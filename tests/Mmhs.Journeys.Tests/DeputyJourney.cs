using Microsoft.Playwright;
using Mmhs.Messages.Compose;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>The releaser is away: the administrator sets a deputy, the security officer confirms him; he releases under both names, and it is ended again.</summary>
public sealed class DeputyJourney(Browser browser) : IClassFixture<Browser>
{
    private const string Subject = "Relief of the bridge guard";

    [Fact]
    public async Task A_deputy_releases_and_both_names_stand_in_the_history()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.AwaitingReleaseAsync(Subject, Precedence.Immediate);
        await using var administrator = await browser.PersonAsync(portal.Address, "admin");
        await using var security = await browser.PersonAsync(portal.Address, "security");
        await using var chief = await browser.PersonAsync(portal.Address, "chief");

        await SetAsync(administrator, portal.Get<TimeProvider>().GetUtcNow().AddDays(1));
        await ConfirmAsync(security);

        await chief.ReloadAsync();
        await chief.SwitchAsync("J3 Operations · releaser for Northland HQ Releaser");
        await chief.OpenAsync(Subject);
        await Expect(chief.Page.GetByText("You act for Northland HQ Releaser.").First).ToBeVisibleAsync();
        await chief.LookAsync("review-deputy");
        await chief.ReleaseAsync();
        await Expect(chief.History("Released")).ToContainTextAsync("Northland HQ Chief for Northland HQ Releaser");

        await EndAsync(administrator);
        await chief.ReloadAsync();
        await Expect(chief.Button("Northland HQ · no role · the one you acted in has ended Switch role")).ToBeVisibleAsync();
        await chief.SwitchAsync("Command · releaser");
        await Expect(chief.Heading("Awaiting decision")).ToBeVisibleAsync();
        administrator.AssertNoComplaint();
        chief.AssertNoComplaint();
    }

    private static async Task SetAsync(Person administrator, DateTimeOffset until)
    {
        var page = administrator.Page;
        await administrator.Link("Deputies").ClickAsync();
        await Expect(page.GetByText("Nobody stands in for anybody.")).ToBeVisibleAsync();
        await administrator.LookAsync("deputies-none");
        var dialog = await administrator.DialogAsync("Set a deputy…", "Set a deputy");
        await dialog.GetByLabel("Who is away").SelectOptionAsync("Northland HQ Releaser");
        await Expect(dialog.GetByLabel("In the role")).ToHaveValueAsync("j3@hq.northland.example");
        await dialog.GetByLabel("Deputy").SelectOptionAsync("Northland HQ Chief");
        await dialog.GetByLabel("Until").FillAsync(new DateTimeGroup(until).ToString());
        await dialog.GetByLabel("Until").BlurAsync();
        await Expect(dialog.GetByLabel("Your password, once more")).ToBeVisibleAsync();
        await administrator.LookAsync("deputies-set");
        await dialog.ProveAsync("Set");
        await Expect(Line(administrator)).ToContainTextAsync("waits for a second yes");
        await administrator.LookAsync("deputies");
    }

    private static async Task ConfirmAsync(Person security)
    {
        await security.Link("Deputies").ClickAsync();
        var dialog = await security.DialogAsync("Confirm: chief for releaser", "Confirm the deputy");
        await security.LookAsync("deputies-confirm");
        await dialog.ProveAsync("Confirm");
        await Expect(Line(security)).ToContainTextAsync("running");
        security.AssertNoComplaint();
    }

    private static ILocator Line(Person person) =>
        person
            .Page.GetByRole(AriaRole.Listitem)
            .Filter(new() { HasText = "Northland HQ Chief stands in for Northland HQ Releaser" });

    private static async Task EndAsync(Person administrator)
    {
        var dialog = await administrator.DialogAsync("End: chief for releaser", "End the delegation");
        await administrator.LookAsync("deputies-end");
        await dialog.ProveAsync("End");
        await Expect(administrator.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Northland HQ Chief stands in" }))
            .Not.ToContainTextAsync("running");
    }
}
