using Mmhs.Testing.Host;
using Xunit.Sdk;

namespace Mmhs.Journeys.Tests;

/// <summary>What looks at the pages sees: a planted fault of each kind turns it red.</summary>
public sealed class LookTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData(
        "const p = document.createElement('p'); p.textContent = 'pale'; p.style.color = '#ccc'; p.style.background = '#fff'; document.querySelector('main').append(p)",
        "color-contrast"
    )]
    [InlineData("const i = document.createElement('input'); document.querySelector('main').append(i)", "label")]
    [InlineData(
        "const d = document.createElement('div'); d.style.width = '700px'; document.querySelector('main').append(d)",
        "wider than"
    )]
    public async Task A_fault_on_a_page_is_found(string planted, string rule)
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var stranger = await browser.StrangerAsync(portal.Address, "nobody");
        await stranger.LookAsync("door");
        await stranger.Page.EvaluateAsync($"() => {{ {planted} }}");
        var fault = await Assert.ThrowsAnyAsync<XunitException>(() => stranger.LookAsync("door-planted"));
        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
    }
}
