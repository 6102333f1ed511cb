using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Shell;

namespace Mmhs.Portal.Tests.Pages;

public sealed class SessionOverTests : PageTest
{
    [Fact]
    public async Task A_session_that_was_ended_says_so_and_takes_everything_off_the_page()
    {
        Services.AddScoped<SessionWatch>().AddSingleton(Portal.Get<SessionRegister>());
        var actor = await ActAsync("bde3.duty", RoleFunction.DutyOfficer);
        var page = Render<ShellProvider>(p => p.AddChildContent("<p id=\"secret\">NORTHLAND SECRET</p>"));
        page.WaitForElement("#secret");

        Assert.Equal(new EndedAccess(1, 0), await Portal.Get<SessionDesk>().EndOthersAsync(actor, null, Token));

        page.WaitForElement("[role=alert] h1");
        Assert.Contains("Your session is over", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#secret"));
        Assert.StartsWith("/sign-in?returnUrl=%2F", page.Find("a.button").GetAttribute("href"), StringComparison.Ordinal);
        page.WaitForAssertion(() => JSInterop.VerifyFocusAsyncInvoke());
    }
}
