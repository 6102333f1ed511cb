using Microsoft.Playwright;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>What awaits a person in another role, what is held, what waits to leave: nothing is out of sight.</summary>
public sealed class AwaitingJourney(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deputy_is_told_in_his_own_role_and_goes_there()
    {
        await using var portal = await RunningPortal.StartAsync();
        var releaser = await portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var (desk, now) = (portal.Get<DelegationDesk>(), portal.Get<TimeProvider>().GetUtcNow());
        Assert.True(
            (
                await desk.SetAsync(
                    releaser,
                    desk.Statement(releaser, "releaser", "chief", releaser.Role.Address, now.AddMinutes(-1), now.AddHours(2)),
                    DemoWorld.Password,
                    Token
                )
            ).IsDone
        );
        await using var chief = await browser.PersonAsync(portal.Address, "chief");
        await Expect(chief.Page.GetByText("Nothing awaits you", new() { Exact = true })).ToBeVisibleAsync();
        await portal.AwaitingReleaseAsync("Order to withdraw", Precedence.Flash);
        await portal.AwaitingReleaseAsync("Routine return of stores", Precedence.Routine);
        var told = chief.Page.GetByRole(AriaRole.Form, new() { Name = "In your other roles" });
        await Expect(told)
            .ToContainTextAsync(
                new System.Text.RegularExpressions.Regex("2 await you, FLASH due .* as deputy of Northland HQ Releaser")
            );
        await Expect(chief.Page.GetByText("Nothing awaits you in this role")).ToBeVisibleAsync();
        await chief.LookAsync("awaiting-elsewhere");
        await chief.Page.GetByRole(AriaRole.Button, new() { Name = "Switch role" }).ClickAsync();
        await chief.LookAsync("awaiting-menu");
        await chief.Page.Keyboard.PressAsync("Escape");
        await told.GetByRole(AriaRole.Button, new() { Name = "Act there" }).ClickAsync();
        await Expect(chief.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("Order to withdraw") })).ToBeVisibleAsync();
        chief.AssertNoComplaint();
    }

    [Fact]
    public async Task What_is_held_stands_below_the_queue_and_is_resumed_from_there()
    {
        await using var portal = await RunningPortal.StartAsync();
        var order = await portal.AwaitingReleaseAsync("Order to withdraw", Precedence.Flash);
        var releaser = await portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var open = (await portal.Get<ReleaseDesk>().OpenAsync(releaser, order, Token))!;
        Assert.True(
            (
                await portal
                    .Get<ReviewDesk>()
                    .HoldAsync(
                        releaser,
                        open,
                        portal.Get<TimeProvider>().GetUtcNow().AddHours(5),
                        "The bank is not reached.",
                        Token
                    )
            ).IsDone
        );
        await using var person = await browser.PersonAsync(portal.Address, "releaser");
        await Expect(person.Page.GetByText("because: The bank is not reached.")).ToBeVisibleAsync();
        await person.LookAsync("queue-held");
        await person.Link("Open to resume: Order to withdraw").ClickAsync();
        await person.Button("Resume").ClickAsync();
        await Expect(person.Button("Release…")).ToBeEnabledAsync();
        person.AssertNoComplaint();
    }

    [Fact]
    public async Task What_waits_to_leave_is_called_back_from_the_sent_list()
    {
        await using var portal = await RunningPortal.StartAsync(null, "--Mmhs:Precedence:Routine:Grace=00:05:00");
        await portal.AwaitingReleaseAsync("Routine return of stores", Precedence.Routine);
        await using var releaser = await browser.PersonAsync(portal.Address, "releaser");
        await releaser.OpenAsync("Routine return of stores");
        await releaser.ReleaseAsync();
        await releaser.Link("Sent").ClickAsync();
        await Expect(releaser.Page.GetByText("waits, leaves")).ToBeVisibleAsync();
        await releaser.LookAsync("sent-waiting");
        await releaser.OpenAsync("Routine return of stores");
        await Expect(releaser.Page.GetByText("released, waits for its time")).ToBeVisibleAsync();
        await releaser.LookAsync("track-waiting");
        await releaser.Button("Undo").ClickAsync();
        await Expect(releaser.History("Took the release back")).ToBeVisibleAsync();
        await Expect(releaser.Button("Release…")).ToBeEnabledAsync();
        releaser.AssertNoComplaint();
    }

    [Fact]
    public async Task Under_minimize_the_releaser_states_that_it_is_needed_and_break_glass_passes()
    {
        await using var portal = await RunningPortal.StartAsync();
        var (needed, alone) = (
            await portal.AwaitingReleaseAsync("Priority request for fuel", Precedence.Priority),
            await portal.AwaitingReleaseAsync("Routine report of strength", Precedence.Routine)
        );
        var duty = await portal.ActorAsync("duty", RoleFunction.DutyOfficer, Token);
        var until = new DateTimeGroup(portal.Get<TimeProvider>().GetUtcNow().AddDays(1));
        Assert.True(
            (
                await portal
                    .Get<MinimizeDesk>()
                    .DeclareAsync(duty, new("*", "Satellite link degraded.", Precedence.Flash, null, null, until), Token)
            ).IsDone
        );
        await using var releaser = await browser.PersonAsync(portal.Address, "releaser");
        await using var security = await browser.PersonAsync(portal.Address, "security");

        await releaser.Page.GotoAsync($"/release/{needed}");
        var dialog = await releaser.DialogAsync("Release…", "Release this message");
        var tick = dialog.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^MINIMIZE CONSIDERED") });
        await releaser.LookAsync("release-minimize");
        await tick.CheckAsync();
        await dialog.ProveAsync("Release");
        await Expect(releaser.History("Released")).ToContainTextAsync("MINIMIZE CONSIDERED");

        await releaser.Page.GotoAsync($"/release/{alone}");
        await releaser.Button("More").ClickAsync();
        await releaser.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Release by break-glass…" }).ClickAsync();
        var glass = releaser.Page.GetByRole(AriaRole.Dialog, new() { Name = "Release this message by break-glass" });
        await Expect(glass.GetByText("break-glass is not stopped by it")).ToBeVisibleAsync();
        await releaser.LookAsync("alone-minimize");
        await glass.GetByLabel("Why you release alone").FillAsync("No reviewer answers.");
        await glass.ProveAsync("Release by break-glass");
        await Expect(glass).ToBeHiddenAsync();

        await security.Link("Break-glass").ClickAsync();
        var report = security.Page.GetByRole(AriaRole.Article);
        await Expect(report).ToContainTextAsync("Routine report of strength");
        await Expect(report).ToContainTextAsync("an order in force would have kept it back");
        await security.LookAsync("alone-minimize-judged");
        await security.Link("What became of it").ClickAsync();
        await Expect(security.Heading("Routine report of strength")).ToBeVisibleAsync();
        foreach (var person in new[] { releaser, security })
            person.AssertNoComplaint();
    }
}
