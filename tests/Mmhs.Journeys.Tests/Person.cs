using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Mmhs.Portal.Demo;

namespace Mmhs.Journeys.Tests;

/// <summary>Somebody at a browser, who acts by role and label as a person does, and whose browser complains to us.</summary>
public sealed class Person : IAsyncDisposable
{
    private static readonly string[] Themes = ["light", "dark", "red"];
    private static readonly (int Width, int Height)[] Narrow = [(640, 900), (480, 900)];
    private static readonly (int Width, int Height)[] Wide = [(1440, 900), (1024, 768)];

    private static readonly object Everything = new
    {
        type = "tag",
        values = new[] { "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa" },
    };
    private static readonly object Colours = new { type = "rule", values = new[] { "color-contrast", "link-in-text-block" } };
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    private Person(IBrowserContext context, IPage page, string name) => (this.context, Page, Name) = (context, page, name);

    public IPage Page { get; }

    public string Name { get; }

    /// <summary>Before the door, not yet through it.</summary>
    public static async Task<Person> ComeAsync(IBrowserContext context, string name)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        string? home = null;
        var person = new Person(context, page, name);
        // A violation of the content security policy, and anything that failed in a script, ends the journey; what a provider's own server lacks does not.
        page.Console += (_, message) =>
        {
            if (
                home is not null
                && message.Location.StartsWith("http", StringComparison.Ordinal)
                && !message.Location.StartsWith(home, StringComparison.Ordinal)
            )
                return;
            // asked for by the browser itself, where an answer on the way back from a provider is no page
            if (message.Location.Contains("/favicon.ico", StringComparison.Ordinal))
                return;
            if (message.Type == "error" || message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                person.complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => person.complaints.Enqueue(error);
        await page.GotoAsync("/sign-in");
        home = new Uri(page.Url).GetLeftPart(UriPartial.Authority);
        return person;
    }

    public async Task SignInAsync()
    {
        await Page.GetByLabel("Name").FillAsync(Name);
        await Page.GetByLabel("Password").FillAsync(DemoWorld.Password);
        await Button("Sign in").ClickAsync();
        await ArriveAsync();
    }

    /// <summary>What was drawn before the circuit began is replaced when it does; whoever clicks meanwhile clicks in vain.</summary>
    public async Task ArriveAsync()
    {
        try
        {
            await Button("Sign out").WaitForAsync();
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"{Name} did not arrive; {new Uri(Page.Url).PathAndQuery} says: {await Page.Locator("body").InnerTextAsync()}",
                late
            );
        }
        await Assertions.Expect(Page.GetByText("Loading…")).ToHaveCountAsync(0);
    }

    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await ArriveAsync();
    }

    /// <summary>Acts in another of his roles.</summary>
    public async Task SwitchAsync(string role)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Switch role" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitemradio, new() { NameRegex = new(role) }).ClickAsync();
        await Assertions
            .Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Switch role" }))
            .ToContainTextAsync(role.Split(" · ")[0]);
        await ArriveAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name });

    /// <summary>Goes to a place of the menu.</summary>
    public Task GoAsync(string place) =>
        Page.GetByRole(AriaRole.Navigation, new() { Name = "Functions" })
            .GetByRole(AriaRole.Link, new() { NameRegex = new($"^{place}") })
            .ClickAsync();

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    /// <summary>Chooses an addressee as one does: type some of the name, wait for the offer, take it.</summary>
    public async Task AddressAsync(string field, string words, string offered)
    {
        var input = Page.GetByRole(AriaRole.Combobox, new() { Name = field });
        await input.FillAsync(words);
        await Page.GetByRole(AriaRole.Option, new() { NameRegex = new(offered) }).First.ClickAsync();
    }

    /// <summary>No finding of axe (WCAG 2.2 A and AA) on the page as it stands, in all three themes, and none that is wider than a narrow window; a screenshot of each where a folder is named.</summary>
    /// <remarks>Themes differ in colour alone, so the second and the third are asked only about that.</remarks>
    public async Task LookAsync(string screen)
    {
        foreach (var theme in Themes)
        {
            await Page.EvaluateAsync("theme => document.documentElement.setAttribute('data-theme', theme)", theme);
            await ScreenshotAsync($"{screen}-{theme}");
            var found = await AskAxeAsync(theme == Themes[0] ? Everything : Colours);
            Assert.True(found.Length == 0, $"{screen} in {theme}: {string.Join("; ", found)}");
        }
        await Page.EvaluateAsync("theme => document.documentElement.setAttribute('data-theme', theme)", Themes[0]);
        await FitsAsync(screen);
    }

    public void AssertNoComplaint() => Assert.True(complaints.IsEmpty, $"{Name}: {string.Join(" | ", complaints)}");

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    // It stays in the document, so it is read once for many screens.
    private async Task<string[]> AskAxeAsync(object rules)
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
            await Page.EvaluateAsync(Axe);
        return await Page.EvaluateAsync<string[]>(
            "async rules => (await axe.run({ runOnly: rules, resultTypes: ['violations'] })).violations.map(v => `${v.id} ${v.help}: ${v.nodes.map(n => n.html).join(', ')}`)",
            rules
        );
    }

    // WCAG 2.2 1.4.10: on a narrow window a page is read downwards; only a table may be moved sideways, in its own place.
    private Task FitsAsync(string screen) =>
        InWindowsAsync(
            Narrow,
            async width =>
            {
                var over = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
                Assert.True(over <= 0, $"{screen} is {over} pixels wider than a window of {width}");
            }
        );

    // For people to look at: the two sizes the portal is made for.
    private async Task ScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("MMHS_SCREENSHOTS") is { Length: > 0 } folder)
            await InWindowsAsync(
                Wide,
                width => Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png") })
            );
    }

    private async Task InWindowsAsync((int Width, int Height)[] sizes, Func<int, Task> look)
    {
        var before = Page.ViewportSize!;
        foreach (var (width, height) in sizes)
        {
            await Page.SetViewportSizeAsync(width, height);
            await look(width);
        }
        await Page.SetViewportSizeAsync(before.Width, before.Height);
    }
}
