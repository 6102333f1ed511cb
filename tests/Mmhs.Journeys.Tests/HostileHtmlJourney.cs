using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mmhs.Records;
using Mmhs.Testing;
using Mmhs.Testing.Host;
using static Microsoft.Playwright.Assertions;

namespace Mmhs.Journeys.Tests;

/// <summary>Messages made to harm whoever opens them, in the browser he opens them with.</summary>
public sealed class HostileHtmlJourney(Browser browser) : IClassFixture<Browser>
{
    private const string Reader = "j3@bde3.northland.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MUA_5_1_2_nothing_of_a_hostile_message_runs_or_loads_or_shows_outside_its_frame()
    {
        await using var portal = await RunningPortal.StartAsync();
        var payloads = Payloads();
        for (var i = 0; i < payloads.Count; i++)
            Assert.Equal(250, (await portal.DeliverAsync(Message(i, payloads[i]), Reader, "a@far.example", Token)).Code);
        List<long> entries;
        await using (var context = await portal.Get<PortalRecords>().ReadAsync(Token))
            entries = await context.Inbox.OrderBy(entry => entry.Id).Select(entry => entry.Id).ToListAsync(Token);
        Assert.Equal(payloads.Count, entries.Count);

        await using var person = await browser.PersonAsync(portal.Address, "bde3.duty");
        var page = person.Page;
        await page.GotoAsync($"/inbox/{entries[0]}");
        await person.Button("As its sender formatted it").ClickAsync();
        await Expect(page.Locator("iframe.formatted")).ToBeVisibleAsync();
        await person.LookAsync("formatted");

        var strange = new ConcurrentQueue<string>();
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith($"{portal.Address}/inbox/", StringComparison.Ordinal)
                || !request.Url.EndsWith("/formatted", StringComparison.Ordinal)
            )
                strange.Enqueue(request.Url);
        };
        page.Dialog += (_, dialog) =>
        {
            strange.Enqueue("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
        page.Popup += (_, popup) => strange.Enqueue("window: " + popup.Url);
        page.Response += (_, response) =>
        {
            if (
                !response.Headers.TryGetValue("content-security-policy", out var policy)
                || !policy.StartsWith("default-src 'none'; img-src data:;", StringComparison.Ordinal)
                || !policy.EndsWith("sandbox", StringComparison.Ordinal)
            )
                strange.Enqueue("policy of " + response.Url);
        };
        const string around =
            "() => [document.title, location.href, document.forms.length, document.querySelectorAll('body *').length, Object.keys(window).length].join('|')";
        var before = await page.EvaluateAsync<string>(around);
        foreach (var entry in entries)
        {
            await page.EvaluateAsync(
                """
                src => new Promise(done => { const frame = document.querySelector('iframe.formatted'); frame.addEventListener('load', done, { once: true }); frame.src = src; })
                """,
                string.Create(CultureInfo.InvariantCulture, $"/inbox/{entry}/formatted")
            );
            Assert.True(strange.IsEmpty, $"{payloads[entries.IndexOf(entry)]}: {string.Join(", ", strange)}");
        }
        Assert.Equal(before, await page.EvaluateAsync<string>(around));
        person.AssertNoComplaint(); // a blocked load or script would have been said on the console
    }

    private static List<string> Payloads()
    {
        using var purify = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("html/dompurify.json")));
        using var naughty = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("html/naughty-strings.json")));
        var strings = naughty.RootElement.GetProperty("strings");
        return
        [
            "<h1>Situation</h1><p>Bridge <b>open</b> at 1800Z.</p>",
            .. purify.RootElement.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("payload").GetString()!),
            .. strings
                .EnumerateArray()
                .Where(one => one.ValueKind == JsonValueKind.String)
                .Select(one => one.GetString()!)
                .Where(text => text.Contains('<', StringComparison.Ordinal)),
        ];
    }

    private static byte[] Message(int number, string html) =>
        Encoding.ASCII.GetBytes(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    From: <a@far.example>
                    To: <{Reader}>
                    Date: Mon, 23 Nov 2026 16:04:00 +0000
                    Message-ID: <hostile.{number}@far.example>
                    Subject: Hostile {number}
                    MIME-Version: 1.0
                    Content-Type: text/html; charset=utf-8
                    Content-Transfer-Encoding: base64


                    """
                )
                .ReplaceLineEndings("\r\n")
                + Convert.ToBase64String(Encoding.UTF8.GetBytes(html), Base64FormattingOptions.InsertLineBreaks)
                + "\r\n"
        );
}
