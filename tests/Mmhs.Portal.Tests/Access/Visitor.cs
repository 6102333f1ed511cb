using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Mmhs.Portal.Tests.Access;

/// <summary>A browser as far as sign-in needs one: cookies, redirects one by one, forms.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient client;

    /// <param name="portal">Its address.</param>
    /// <param name="card">Client certificate; null: none.</param>
    /// <param name="from">What a proxy before us would say of him (X-Forwarded-For); null: nothing.</param>
    public Visitor(string portal, X509Certificate2? card = null, string? from = null)
    {
        Portal = portal;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = true,
            CookieContainer = new CookieContainer(),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true; // the portal's own certificate is not what is tested
        if (card is not null)
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => card;
        client = new HttpClient(handler) { BaseAddress = new Uri(portal) };
        if (from is not null)
            client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
    }

    public string Portal { get; }

    /// <summary>May change an address before it is followed.</summary>
    public Func<string, string> OnTheWay { get; set; } = address => address;

    /// <summary>Goes to an address and on to wherever it leads.</summary>
    public async Task<(Uri At, string Page)> GoAsync(string address, CancellationToken cancellationToken)
    {
        var next = new Uri(new Uri(Portal), address);
        for (var steps = 0; steps < 12; steps++)
        {
            using var answer = await client.GetAsync(next, cancellationToken);
            if (answer.Headers.Location is not { } location)
                return (next, await answer.Content.ReadAsStringAsync(cancellationToken));
            next = new Uri(OnTheWay(new Uri(next, location).AbsoluteUri));
        }
        throw new InvalidOperationException("Redirected without end.");
    }

    /// <summary>Presses the button of the form on the sign-in page that goes to this address; where it leads, not followed.</summary>
    public async Task<string?> PressAsync(string action, string returnUrl, CancellationToken cancellationToken)
    {
        var (_, page) = await GoAsync("/sign-in", cancellationToken);
        var token = Antiforgery().Match(page).Groups[1].Value;
        using var answer = await client.PostAsync(
            action,
            new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("returnUrl", returnUrl)]),
            cancellationToken
        );
        return answer.Headers.Location?.OriginalString;
    }

    /// <summary>Fills in the form of the sign-in page with name and password and sends it; what came back.</summary>
    public async Task<string> SignInAsync(string name, string password, CancellationToken cancellationToken) =>
        (await SendAsync(name, password, cancellationToken)).Page;

    /// <summary>The same; what the page says against it, null when he is in and led on.</summary>
    public async Task<string?> TypeAsync(string name, string password, CancellationToken cancellationToken) =>
        await SendAsync(name, password, cancellationToken) is { Leads: false, Page: var page }
            ? Problem().Match(page).Groups[1].Value
            : null;

    /// <summary>Whom the portal takes the visitor for; null when for nobody.</summary>
    public async Task<string?> NameAsync(CancellationToken cancellationToken)
    {
        var (at, page) = await GoAsync("/account", cancellationToken);
        return at.AbsolutePath == "/account" && SignsInAs().Match(page) is { Success: true } name ? name.Groups[1].Value : null;
    }

    public void Dispose() => client.Dispose();

    private async Task<(bool Leads, string Page)> SendAsync(string name, string password, CancellationToken cancellationToken)
    {
        var token = Antiforgery().Match((await GoAsync("/sign-in", cancellationToken)).Page).Groups[1].Value;
        using var answer = await client.PostAsync(
            new Uri(new Uri(Portal), "/sign-in"),
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", token),
                new("_handler", "sign-in"),
                new("Input.Name", name),
                new("Input.Password", password),
            ]),
            cancellationToken
        );
        return (answer.Headers.Location is not null, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();

    [GeneratedRegex("id=\"sign-in-problem\">([^<]+)<")]
    private static partial Regex Problem();

    [GeneratedRegex("""Signs in as</dt>\s*<dd[^>]*>\s*([^<\s]+)""")]
    private static partial Regex SignsInAs();
}
