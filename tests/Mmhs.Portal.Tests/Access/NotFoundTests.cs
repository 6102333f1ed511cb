using System.Net;
using System.Text.RegularExpressions;
using Mmhs.Portal.Demo;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Access;

public sealed partial class NotFoundTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/inbox/999999/source")]
    public async Task An_address_with_nothing_behind_it_is_answered_by_a_page_with_words(string address)
    {
        await using var portal = await RunningPortal.StartAsync();
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(portal.Address) };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var token = Antiforgery().Match(await client.GetStringAsync("/sign-in", Token)).Groups[1].Value;
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token),
            new("_handler", "sign-in"),
            new("Input.Name", "drafter"),
            new("Input.Password", DemoWorld.Password),
        ]);
        using var entered = await client.PostAsync("/sign-in", form, Token);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);

        using var answer = await client.GetAsync(address, Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(
            "There is nothing at this address",
            await answer.Content.ReadAsStringAsync(Token),
            StringComparison.Ordinal
        );

        client.DefaultRequestHeaders.Accept.Clear(); // a program is told no more than before
        using var bare = await client.GetAsync(address, Token);
        Assert.Equal(HttpStatusCode.NotFound, bare.StatusCode);
        Assert.DoesNotContain("<html", await bare.Content.ReadAsStringAsync(Token), StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();
}
