using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Release;
using Mmhs.Records;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>An operation order passes Operations and Logistics side by side, then Command, then its releaser; on the way it is returned, mended and approved anew.</summary>
public sealed class StagesJourney(Browser browser) : IClassFixture<Browser>
{
    private const string Subject = "Operation order 4 crossing";
    private const string First = "Cross the river at first light.\nReport when the far bank is held.";
    private const string Second = "Cross the river at 0430Z.\nReport when the far bank is held.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_returned_mended_and_approved_anew_by_three_stages()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var drafter = await browser.PersonAsync(portal.Address, "drafter");
        await using var reviewer = await browser.PersonAsync(portal.Address, "reviewer");
        await using var other = await browser.PersonAsync(portal.Address, "deputy"); // another reviewer of the same stage
        await using var logistics = await browser.PersonAsync(portal.Address, "logistics");

        await drafter.Button("New message").ClickAsync();
        await drafter.WriteAsync(new(Subject, First) { Code = "OPO" });
        await drafter.SendAsync();
        foreach (var person in new[] { reviewer, other, logistics })
            await person.OpenAsync(Subject);

        var returning = await reviewer.DialogAsync("Return…", "Return to the drafter");
        await returning.GetByLabel("Reason").SelectOptionAsync("Content to be corrected");
        await returning.GetByLabel("What is to be mended").FillAsync("Give the hour.");
        await returning.GetByRole(AriaRole.Button, new() { Name = "Return", Exact = true }).ClickAsync();
        await Expect(reviewer.History("Returned to the drafter")).ToContainTextAsync("Give the hour.");
        await Expect(logistics.Page.GetByText("this message is returned").First).ToBeVisibleAsync(); // it is told, and cannot concur
        await Expect(logistics.Button("Concur…")).ToHaveCountAsync(0);

        await MendAsync(drafter);
        await ReapproveAsync(reviewer, other, logistics);

        await using var chief = await browser.PersonAsync(portal.Address, "chief");
        await using var releaser = await browser.PersonAsync(portal.Address, "releaser");
        await chief.OpenAsync(Subject);
        await chief.ConcurAsync("Command");
        await releaser.OpenAsync(Subject);
        await Expect(releaser.Page.GetByText("1 of 1 concurred")).ToHaveCountAsync(3);
        await releaser.ReleaseAsync();
        await Expect(releaser.Page.GetByText("This message is released")).ToBeVisibleAsync();

        await using var duty = await browser.PersonAsync(portal.Address, "bde3.duty");
        await duty.OpenAsync(Subject);
        await Expect(duty.Page.GetByText("Cross the river at 0430Z.")).ToBeVisibleAsync();
        await Expect(duty.Page.GetByText("j3@bde3.northland.example").First).ToBeVisibleAsync();
        foreach (var person in new[] { drafter, reviewer, other, logistics, chief, releaser, duty })
            person.AssertNoComplaint();
    }

    [Fact]
    public async Task A_decision_on_a_version_that_is_overtaken_is_refused_and_the_difference_shown()
    {
        await using var portal = await RunningPortal.StartAsync();
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var form = Prepared.Form(Subject) with { SubjectIndicatorCodes = ["OPO"], Text = First };
        var draft = await portal.SubmitAsync(drafter, form, Token);
        await using var reviewer = await browser.PersonAsync(portal.Address, "reviewer");
        await reviewer.OpenAsync(Subject);
        var dialog = await reviewer.DialogAsync("Concur…", "Concur at Operations");

        await OvertakeAsync(portal, draft, form with { Text = Second });
        await dialog.ProveAsync("Concur");

        var overtaken = reviewer
            .Page.GetByRole(AriaRole.Alert)
            .Filter(new() { HasText = "Version 1, which you see, is overtaken" });
        await Expect(overtaken).ToBeVisibleAsync();
        await Expect(overtaken.Locator("del").Filter(new() { HasText = "first light" })).ToBeVisibleAsync();
        await Expect(overtaken.Locator("ins").Filter(new() { HasText = "0430Z" })).ToBeVisibleAsync();
        await Expect(reviewer.Page.GetByText("REV-010").First).ToBeVisibleAsync();
        await Expect(reviewer.Button("Concur…")).ToHaveCountAsync(0);
        await reviewer.LookAsync("overtaken");

        await reviewer.Button("Decide on version 2").ClickAsync();
        await reviewer.ConcurAsync("Operations");
        reviewer.AssertNoComplaint();
    }

    private static async Task MendAsync(Person drafter)
    {
        await drafter.Page.GetByRole(AriaRole.Tab, new() { NameRegex = new("Returned") }).ClickAsync();
        await drafter.OpenAsync(Subject);
        await Expect(drafter.Page.GetByText("Content to be corrected: Give the hour.")).ToBeVisibleAsync();
        await drafter.LookAsync("returned");
        if (await drafter.Button("Begin editing").IsVisibleAsync())
            await drafter.Button("Begin editing").ClickAsync();
        await drafter.SayAsync(Second);
        await drafter.SendAsync();
    }

    private static async Task ReapproveAsync(Person reviewer, Person other, Person logistics)
    {
        // Who still has the old version before him sees what differs, and decides on nothing until he goes over.
        var overtaken = other.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Version 1, which you see, is overtaken" });
        await Expect(overtaken.Locator("ins").Filter(new() { HasText = "0430Z" })).ToBeVisibleAsync();
        await Expect(other.Button("Concur…")).ToHaveCountAsync(0);

        await reviewer.Link("Back to the queue").ClickAsync();
        await reviewer.OpenAsync(Subject);
        var changed = reviewer.Page.GetByRole(AriaRole.Region, new() { Name = "What changed since you last looked (version 1)" });
        await Expect(changed.GetByText("One field differs:")).ToBeVisibleAsync();
        await Expect(changed.Locator("del").Filter(new() { HasText = "first light" })).ToBeVisibleAsync();
        await Expect(changed.Locator("ins").Filter(new() { HasText = "0430Z" })).ToBeVisibleAsync();
        await reviewer.LookAsync("review");
        await reviewer.Button("Concur…").ClickAsync();
        await reviewer.LookAsync("concur-dialog");
        await reviewer.Page.Keyboard.PressAsync("Escape");

        await logistics.Button("Decide on version 2").ClickAsync();
        await Task.WhenAll(reviewer.ConcurAsync("Operations", "Agreed as mended."), logistics.ConcurAsync("Logistics"));
        await Expect(reviewer.History("Concurred at Operations")).ToContainTextAsync("Agreed as mended.");
    }

    // As another portal of the same records would do it whose word has not come here yet.
    private static async Task OvertakeAsync(RunningPortal portal, Guid draft, DraftForm mended)
    {
        var elsewhere = new PortalRecords(portal.Get<IDbContextFactory<PortalContext>>(), TimeProvider.System, "portal-2");
        var reviewer = await portal.ActorAsync("deputy", RoleFunction.Reviewer, Token);
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var shown = await portal.Get<ReviewReader>().OpenAsync(reviewer, draft, Token);
        Assert.Empty(
            (
                await ActivatorUtilities
                    .CreateInstance<ReviewDesk>(
                        portal.App.Services,
                        elsewhere,
                        ActivatorUtilities.CreateInstance<ReviewActs>(portal.App.Services, elsewhere)
                    )
                    .ReturnAsync(reviewer, shown!, ReturnReason.Content, "Give the hour.", Token)
            ).Refusals
        );
        var desk = ActivatorUtilities.CreateInstance<DraftDesk>(portal.App.Services, elsewhere);
        var open = await desk.OpenAsync(drafter, draft, Token);
        var saved = await desk.SaveAsync(drafter, draft, open!.Revision, mended, Token);
        Assert.Empty(saved.Refusals);
        Assert.Empty((await desk.SubmitForReleaseAsync(drafter, draft, saved.Revision, mended, Token)).Refusals);
    }
}
