using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Mmhs.Portal.Tests.Api;

namespace Mmhs.Portal.Tests.Access;

/// <summary>How every page, every operation of the API and every handler of a desk is tried as somebody, in one world.</summary>
public sealed class MatrixAttempts : IAsyncLifetime
{
    private HttpClient http = null!;

    public MatrixWorld World { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        World = await MatrixWorld.OpenAsync(Token);
        http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(World.Portal.Address),
        };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await World.DisposeAsync();
    }

    /// <summary>Every page, and how to ask for it as somebody.</summary>
    public IEnumerable<(string Name, Func<string, Task<string>> Attempt)> Pages() =>
        typeof(Portal.Hosting.PortalHost)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(page => ($"PAGE {page}", (Func<string, Task<string>>)(kind => PageAsync(page, kind))));

    /// <summary>Every operation of the API and every handler, and how to try it as somebody.</summary>
    public IEnumerable<(string Name, Func<string, Task<string>> Attempt)> Operations()
    {
        foreach (
            var (name, method, path) in ApiOperations
                .Of(World.Portal)
                .OrderBy(operation => operation.Path, StringComparer.Ordinal)
                .ThenBy(operation => operation.Method, StringComparer.Ordinal)
        )
        foreach (var variant in MatrixRequests.Variants(name))
            yield return (variant.Length == 0 ? name : $"{name} {variant}", kind => CallAsync(method, path, variant, kind));
        foreach (var (name, method, desk) in MatrixHandlers.Of(World.Portal.App.Services))
            yield return (name, kind => HandleAsync(method, desk, kind));
    }

    // What a page shows comes over the circuit from the desks, which have rows of their own; the frame around it is what can be asked for by HTTP.
    private async Task<string> PageAsync(string page, string kind)
    {
        var path = string.Join(
            '/',
            page.Split('/')
                .Select(part =>
                    !part.StartsWith('{') ? part
                    : part.EndsWith(":long}", StringComparison.Ordinal) ? "1"
                    : part.EndsWith(":int}", StringComparison.Ordinal) ? "1"
                    : Guid.Empty.ToString()
                )
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (World.CookieOf(kind) is { } cookie)
            request.Headers.Add("Cookie", cookie);
        using var response = await http.SendAsync(request, Token);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => "allow",
            HttpStatusCode.Redirect
                when response.Headers.Location!.OriginalString.Contains("/sign-in", StringComparison.Ordinal) => "deny",
            HttpStatusCode.Redirect => "allow", // to the page of his role
            HttpStatusCode.NotFound => "hidden",
            var other => ((int)other).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private async Task<string> CallAsync(string method, string path, string variant, string kind)
    {
        // Nobody sends what the releaser could: only that he is nobody stands against it.
        using var request = await MatrixRequests.MakeAsync(
            World,
            method,
            path,
            variant,
            World.Actors.GetValueOrDefault(kind) ?? World.Actors["releaser"],
            Token
        );
        if (World.TokenOf(kind) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, Token);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return "deny";
        if (response.StatusCode == HttpStatusCode.NotFound)
            return "hidden";
        if (response.Content.Headers.ContentType?.MediaType is not ("application/json" or "application/problem+json"))
            return response.IsSuccessStatusCode ? "allow" : response.StatusCode.ToString();
        var said = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));
        if (!response.IsSuccessStatusCode)
            return said.GetProperty("code").GetString()!;
        var list = said.ValueKind == JsonValueKind.Object && said.TryGetProperty("items", out var items) ? items : said;
        return
            list.ValueKind == JsonValueKind.Array
            && list.GetArrayLength() == 0
            && !path.EndsWith("/diff", StringComparison.Ordinal)
            ? "hidden"
            : "allow";
    }

    private async Task<string> HandleAsync(MethodInfo method, object desk, string kind)
    {
        // A handler is reached with a actor or not at all: who is nobody has none (ActorResolver.ResolveAsync, tried by the API's rows).
        return MatrixWorld.Nobody.Contains(kind)
            ? "deny"
            : await MatrixHandlers.CallAsync(World, method, desk, World.Actors[kind], Token);
    }
}
