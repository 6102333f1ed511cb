using Microsoft.Playwright;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Messages.Track;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Portal.Track;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>What arrived is found, shown in every form, deleted unread, and followed to the report behind a line.</summary>
public sealed class ReadingJourney(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EOS_212f_EOS_206i_EOS_206q_dsp_what_arrived_is_searched_opened_and_printed_and_its_cross_references_lead_on()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.ReleasedAsync(Prepared.Form("Move of bridging equipment"));
        var first = await ArrivedAsync(portal, "Move of bridging equipment");
        await portal.ReleasedAsync(
            Prepared.Form("Second move") with
            {
                SubjectIndicatorCodes = ["MET"],
                Optional = new()
                {
                    CrossReferences = [MessageId.Parse(first.Entry.MessageId)],
                    Expires = new(TimeProvider.System.GetUtcNow().AddHours(5)),
                },
            }
        );
        await ArrivedAsync(portal, "Second move");
        await Eventually.GetAsync(
            "Both among the hits",
            async () =>
                (
                    await portal
                        .Get<SearchDesk>()
                        .FindAsync(await portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token), "move", null, 50, Token)
                ).Lines
                    is { Count: 2 } found
                    ? found
                    : null,
            Token
        );

        await using var reader = await browser.PersonAsync(portal.Address, "bde3.drafter");
        var page = reader.Page;
        await reader.GoAsync("Inbox");
        await reader.LookAsync("inbox-received");
        await page.GetByLabel("Order").SelectOptionAsync("Expiring first");
        await Expect(page.Locator("[data-grid] tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByText("expires")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("sic:met");
        await page.Keyboard.PressAsync("Enter");
        await reader.ArriveAsync();
        await Expect(page.Locator("[data-grid] tbody tr")).ToHaveCountAsync(1);
        await reader.LookAsync("search");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("colour:red");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("cannot be looked for")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("\"second move\"");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Second move" }).ClickAsync();
        await Expect(reader.Heading("Second move")).ToBeVisibleAsync();
        await reader.LookAsync("message-references");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Teleprinter" }).ClickAsync();
        await Expect(page.Locator("pre.teleprinter")).ToContainTextAsync("MOVE BRIDGING EQUIPMENT TO CP 7 BY 1800Z.");
        await reader.LookAsync("teleprinter");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Message" }).ClickAsync();
        await page.Locator(".heading")
            .GetByRole(
                AriaRole.Link,
                new() { NameRegex = new(System.Text.RegularExpressions.Regex.Escape(first.Entry.MessageId)) }
            )
            .ClickAsync();
        await Expect(reader.Heading("Move of bridging equipment")).ToBeVisibleAsync();
        reader.AssertNoComplaint();
    }

    [Fact]
    public async Task EOS_206aa_a_message_is_deleted_unread_and_the_originator_follows_it_to_the_report()
    {
        await using var portal = await RunningPortal.StartAsync();
        var sent = await portal.ReleasedAsync(
            Prepared.Form("Move of bridging equipment") with
            {
                Requests = [new(EmailAddress.Parse("j3@bde3.northland.example"), null, true)],
            }
        );
        await ArrivedAsync(portal, "Move of bridging equipment");
        await using var reader = await browser.PersonAsync(portal.Address, "bde3.drafter");
        await reader.GoAsync("Inbox");
        await reader.Page.Locator("[data-grid] tbody tr").First.FocusAsync();
        await reader.Button("Delete without reading…").ClickAsync();
        var dialog = reader.Page.GetByRole(AriaRole.Dialog, new() { Name = "Delete this message without reading it?" });
        await reader.LookAsync("delete-unread");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete without reading" }).ClickAsync();
        await Expect(reader.Page.GetByText("Nothing has arrived")).ToBeVisibleAsync();

        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        await Eventually.GetAsync(
            "The notice",
            async () =>
                await portal.Get<TrackingDesk>().OpenAsync(drafter, sent, Token) is { } t
                && t.Addressees[0].Receipt == ReceiptState.Deleted
                    ? t
                    : null,
            Token
        );
        await using var originator = await browser.PersonAsync(portal.Address, "drafter");
        await originator.Page.GotoAsync($"/sent/{sent}");
        await Expect(originator.Page.GetByText("not read").First).ToBeVisibleAsync();
        await originator.LookAsync("tracking");
        await originator.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^As received") }).Last.ClickAsync();
        await Expect(originator.Page.GetByText("disposition-notification").First).ToBeVisibleAsync();
        await originator.LookAsync("report");
        foreach (var person in new[] { reader, originator })
            person.AssertNoComplaint();
    }

    [Fact]
    public async Task MUA_5_1_5_the_operator_sees_what_nobody_asked_for_and_puts_it_away()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.DeliverAsync(
            Lmtp.Octets(
                "From: a@far.example\nTo: <j3@hq.northland.example>\nMessage-ID: <stray@far.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n--b\nContent-Type: message/delivery-status\n\nOriginal-Envelope-Id: NEVER-1\nReporting-MTA: dns; mail.far.example\n\nFinal-Recipient: rfc822; someone@far.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
            ),
            "j3@hq.northland.example",
            null,
            Token
        );
        await using var @operator = await browser.PersonAsync(portal.Address, "operator");
        await Expect(@operator.Page.GetByText("It names envelope NEVER-1.")).ToBeVisibleAsync();
        await @operator.LookAsync("operator-stray");
        await @operator.Button("Put away").ClickAsync();
        await Expect(@operator.Page.GetByText("It names envelope NEVER-1.")).ToHaveCountAsync(0);
        @operator.AssertNoComplaint();
    }

    [Fact]
    public async Task EOS_206s_a_message_handed_on_is_shown_as_the_military_message_it_is()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.DeliverAsync(
            Lmtp.Octets(
                "From: A <a@far.example>\nTo: <j3@bde3.northland.example>\nMessage-ID: <outer@far.example>\nSubject: Fwd: Road closed\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename=message.eml\n\nFrom: Engineers <eng@far.example>\nTo: <a@far.example>\nMessage-ID: <inner@far.example>\nSubject: Road closed\nMMHS-Extended-Authorisation-Info: Mon, 23 Nov 2026 16:04:00 +0000\nMMHS-Primary-Precedence: 4 (flash)\nMMHS-Subject-Indicator-Codes: LAB\n\nThe road to CP 7 is closed.\n--b--\n"
            ),
            "j3@bde3.northland.example",
            "a@far.example",
            Token
        );
        await using var reader = await browser.PersonAsync(portal.Address, "bde3.drafter");
        await reader.GoAsync("Inbox");
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Fwd: Road closed" }).ClickAsync();
        await reader.Button("Show message.eml").ClickAsync();
        var inside = reader.Page.GetByRole(AriaRole.Region, new() { Name = "Road closed", Exact = true });
        await Expect(inside.GetByText("Military message", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(inside).ToContainTextAsync("The road to CP 7 is closed.");
        await Expect(inside).ToContainTextAsync("FLASH");
        await reader.LookAsync("inside");
        await inside.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(inside).ToHaveCountAsync(0);
        reader.AssertNoComplaint();
    }

    private static async Task<InboxLine> ArrivedAsync(RunningPortal portal, string subject)
    {
        var reader = await portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
        return await Eventually.GetAsync(
            $"Arrival of {subject}",
            async () =>
                (await portal.Get<InboxDesk>().PageAsync(reader, null, 50, Token)).FirstOrDefault(line =>
                    line.Entry.Subject == subject
                ),
            Token
        );
    }
}
