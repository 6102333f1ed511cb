using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Mmhs.Journeys.Tests;

/// <summary>Somebody at a browser, who acts by role and label as a person does, and whose browser complains to us.</summary>
public sealed class Person : IAsyncDisposable
{
    private static readonly string[] Themes = ["light", "dark", "red"];

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    private Person(IBrowserContext context, IPage page, string name) => (this.context, Page, Name) = (context, page, name);

    public IPage Page { get; }

    public string Name { get; }

    public static async Task<Person> SignInAsync(IBrowserContext context, string name)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        var person = new Person(context, page, name);
        // A violation of the content security policy, and anything that failed in a script, ends the journey.
        page.Console += (_, message) =>
        {
            if (message.Type == "error" || message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)) person.complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => person.complaints.Enqueue(error);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync("northland");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
        return person;
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    /// <summary>Chooses an addressee as one does: type some of the name, wait for the offer, take it.</summary>
    public async Task AddressAsync(string field, string words, string offered)
    {
        var input = Page.GetByRole(AriaRole.Combobox, new() { Name = field });
        await input.FillAsync(words);
        await Page.GetByRole(AriaRole.Option, new() { NameRegex = new(offered) }).First.ClickAsync();
    }

    /// <summary>No finding of axe (WCAG 2.2 A and AA) on the page as it stands, in all three themes; a screenshot of each where a folder is named.</summary>
    public async Task LookAsync(string screen)
    {
        foreach (var theme in Themes)
        {
            await Page.EvaluateAsync("theme => document.documentElement.setAttribute('data-theme', theme)", theme);
            await ScreenshotAsync($"{screen}-{theme}");
            var found = await Page.RunAxe(new AxeRunOptions
            {
                RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
            });
            Assert.True(found.Violations.Length == 0,
                $"{screen} in {theme}: " + string.Join("; ", found.Violations.Select(v => $"{v.Id} {v.Help}: {string.Join(", ", v.Nodes.Select(n => n.Html))}")));
        }
        await Page.EvaluateAsync("() => document.documentElement.setAttribute('data-theme', 'light')");
    }

    public void AssertNoComplaint() => Assert.True(complaints.IsEmpty, $"{Name}: {string.Join(" | ", complaints)}");

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private async Task ScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("MMHS_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{Page.ViewportSize!.Width}.png") });
    }
}
