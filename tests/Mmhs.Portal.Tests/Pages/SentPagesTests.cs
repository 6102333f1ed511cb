using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Round;
using Mmhs.Portal.Track;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Pages;

public sealed class SentPagesTests : PageTest
{
    [Fact]
    public async Task What_waits_for_its_time_says_so_and_is_called_back_from_where_it_is_followed()
    {
        var (draft, release, leaves) = await DeferredAsync();
        await ActAsync("releaser", RoleFunction.Releaser);
        var list = Render<SentPage>();
        list.WaitForElement("tbody tr");
        Assert.Contains($"waits, leaves {leaves}", list.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/sent/{release}", list.Find("tbody tr a").GetAttribute("href"));

        var page = Render<TrackPage>(p => p.Add(x => x.Id, release));
        page.WaitForElement("[data-shortcut=u]");
        Assert.Contains($"Leaves at {leaves}", page.Find(".leaving").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("in the outbox", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("releasing", page.Markup, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-shortcut=u]").ClickAsync(new()));
        Assert.EndsWith($"/release/{draft}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Empty(
            await Portal
                .Get<TrackingDesk>()
                .PageAsync(await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token), null, 10, Token)
        );
    }

    [Fact]
    public async Task Who_may_not_call_it_back_sees_when_it_leaves_and_no_undo()
    {
        var (_, release, leaves) = await DeferredAsync();
        await ActAsync("drafter", RoleFunction.Drafter);
        var page = Render<TrackPage>(p => p.Add(x => x.Id, release));
        page.WaitForElement(".leaving");
        Assert.Contains($"Leaves at {leaves}", page.Find(".leaving").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-shortcut=u]"));
    }

    [Fact]
    public async Task Attack_F10_a_report_that_is_not_confirmed_says_so_in_words_and_by_whom_it_was_sent()
    {
        var (_, release, _) = await DeferredAsync();
        var drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var sent = (await Portal.Get<TrackingDesk>().OpenAsync(drafter, release, Token))!;
        await Portal.DeliverAsync(
            Lmtp.Octets(
                "From: Mail <mailer-daemon@far.example>\nMIME-Version: 1.0\nMessage-ID: <x@far.example>\n"
                    + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
                    + $"Content-Type: message/delivery-status\n\nOriginal-Envelope-Id: {sent.Addressees[0].EnvelopeId}\n"
                    + $"Reporting-MTA: dns; mx.far.example\n\nFinal-Recipient: rfc822; {sent.Addressees[0].Address}\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
            ),
            "j3@hq.northland.example",
            null,
            Token
        );
        await ActAsync("drafter", RoleFunction.Drafter);
        var page = Render<TrackPage>(p => p.Add(x => x.Id, release));
        page.WaitForElement(".timeline li");
        Assert.Equal("Reports 1, 1 not confirmed", page.Find("#reports-title").TextContent);
        var entry = page.Find(".timeline li");
        Assert.Equal("doubtful", entry.GetAttribute("data-kind"));
        Assert.Equal("failed, not confirmed", entry.QuerySelector("b")!.TextContent);
        var said = entry.QuerySelector(".outcome")!.TextContent;
        Assert.Contains("reported by mx.far.example", said, StringComparison.Ordinal);
        Assert.Contains("sent in the name of mailer-daemon@far.example. Not confirmed: ", said, StringComparison.Ordinal);
        Assert.EndsWith("It changed nothing.", said, StringComparison.Ordinal);
        Assert.NotNull(entry.QuerySelector("a[href*='/report/']")); // the octets are one click away, as of any
        var row = page.Find("tbody tr");
        Assert.Null(row.GetAttribute("data-amiss"));
        Assert.Contains("There are reports that are not confirmed.", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("not confirmed", page.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
    }

    private async Task<(Guid Draft, Guid Release, DateTimeGroup Leaves)> DeferredAsync()
    {
        var leaves = new DateTimeGroup(Portal.Get<TimeProvider>().GetUtcNow().AddHours(20));
        var releaser = await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var draft = await Portal.SubmitAsync(
            await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token),
            WholeWayTests.Form() with
            {
                Optional = new() { DeferUntil = leaves },
            },
            Token
        );
        var office = Portal.Get<ReleaseDesk>();
        var open = (await office.OpenAsync(releaser, draft, Token))!;
        Assert.Empty((await office.ReleaseAsync(releaser, open, office.Prepare(open), DemoWorld.Password, Token)).Refusals);
        return (draft, Assert.Single(await Portal.Get<TrackingDesk>().PageAsync(releaser, null, 10, Token)).Release.Id, leaves);
    }
}
