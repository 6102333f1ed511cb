using Microsoft.Playwright;

namespace Mmhs.Journeys.Tests;

/// <summary>Debian's Chromium, driven by Playwright; skipped where it is not installed.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;
        Assertions.SetDefaultExpectTimeout(15_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Flags });
    }

    /// <summary>A person's own browser: cookies, storage and window apart from everybody else's.</summary>
    public async Task<Person> PersonAsync(string address, string name, int width = 1440, int height = 900)
    {
        var person = await StrangerAsync(address, name, width, height);
        await person.SignInAsync();
        return person;
    }

    /// <summary>Somebody who stands before the sign-in page.</summary>
    /// <param name="card">PKCS #12 without a password that the browser shows where it is asked for a certificate; null: it has none.</param>
    public async Task<Person> StrangerAsync(string address, string name, int width = 1440, int height = 900, byte[]? card = null)
    {
        Assert.SkipWhen(browser is null, $"{Chromium} is not installed.");
        var context = await browser!.NewContextAsync(
            new()
            {
                BaseURL = address,
                ViewportSize = new() { Width = width, Height = height },
                ReducedMotion = ReducedMotion.Reduce,
                IgnoreHTTPSErrors = card is not null, // the portal's own certificate is not what is tested
                ClientCertificates = card is null
                    ? null
                    : [new() { Origin = new Uri(address).GetLeftPart(UriPartial.Authority), Pfx = card }],
            }
        );
        return await Person.ComeAsync(context, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
