using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Inbox;
using Mmhs.Portal.Inbox.Search;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>A member of a role who is cleared for less than his colleagues: he sees what he may, and of the rest not that it is there.</summary>
public sealed class LowerClearanceJourney(Browser browser) : IClassFixture<Browser>
{
    private const string Theirs = "Bridge at Northford";
    private const string His = "Canteen hours";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SEC_4_1_1_2_inbox_drafts_sent_search_and_addresses_typed_by_hand_show_what_he_is_cleared_for()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.ClearedOnlyAsync("second", RoleFunction.Drafter, 2, Token);
        var drafter = await portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var restricted = new SecurityLabel(Prepared.Form("").Label!.PolicyId, 2);
        var toUs = Prepared.Form(Theirs) with { To = [new(null, EmailAddress.Parse("j3@hq.northland.example"))] };
        var sent = await portal.ReleasedAsync(toUs);
        var sentToo = await portal.ReleasedAsync(toUs with { Subject = His, Label = restricted });
        var draft = await portal.SubmitAsync(drafter, Prepared.Form(Theirs), Token);
        var ours = await portal.SubmitAsync(drafter, Prepared.Form(His) with { Label = restricted }, Token);
        var bare = (await portal.Get<DraftDesk>().CreateAsync(drafter, Token))!.Value;
        Assert.Empty(
            (
                await portal.Get<DraftDesk>().SaveAsync(drafter, bare, 0, Prepared.Form(Theirs) with { Label = null }, Token)
            ).Refusals
        );
        var arrived = await Eventually.GetAsync(
            "Both arrived",
            async () => await portal.Get<InboxDesk>().PageAsync(drafter, null, 10, Token) is { Count: 2 } lines ? lines : null,
            Token
        );
        var secret = arrived.Single(line => line.Entry.Subject == Theirs).Entry.Id;
        await Eventually.GetAsync(
            "Both among the hits",
            async () =>
                (await portal.Get<SearchDesk>().FindAsync(drafter, "bridging", null, 10, Token)).Lines is { Count: 2 } found
                    ? found
                    : null,
            Token
        );

        await using var low = await browser.PersonAsync(portal.Address, "second");
        foreach (var path in new[] { "/inbox", "/drafts?state=awaiting", "/sent", "/search?q=bridging" })
        {
            await GoAsync(low, path);
            await Expect(low.Page.Locator("[data-grid] tbody tr")).ToHaveCountAsync(1);
            await Expect(low.Page.Locator("[data-grid] tbody tr")).ToContainTextAsync(His);
            await Expect(low.Page.GetByText(Theirs)).ToHaveCountAsync(0);
        }
        await GoAsync(low, "/drafts");
        await Expect(low.Page.GetByText(Theirs)).ToHaveCountAsync(0);

        foreach (
            var path in new[]
            {
                $"/inbox/{secret}",
                $"/compose/{draft}",
                $"/compose/{bare}",
                $"/drafts/{draft}/versions",
                $"/sent/{sent}",
            }
        )
        {
            await GoAsync(low, path);
            await Expect(low.Page.GetByText("There is nothing here under this address")).ToBeVisibleAsync();
            await Expect(low.Page.GetByText(Theirs)).ToHaveCountAsync(0);
            await Expect(low.Page.GetByText("SECRET")).ToHaveCountAsync(0);
        }
        foreach (var path in new[] { $"/compose/{ours}", $"/sent/{sentToo}" })
        {
            await GoAsync(low, path);
            await Expect(low.Heading(His)).ToBeVisibleAsync();
        }
        Assert.True(await portal.DenialsAsync("second", Token) >= 5);
        low.AssertNoComplaint();
    }

    private static async Task GoAsync(Person person, string path)
    {
        await person.Page.GotoAsync(path);
        await person.ArriveAsync();
    }
}
