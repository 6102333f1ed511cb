using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Mmhs.Portal.Tests.Api;

namespace Mmhs.Portal.Tests.Access;

/// <summary>Every page, every operation of the API and every handler of a desk, tried as everybody; what is right stands in <c>authorisation.tsv</c>.</summary>
/// <remarks>
/// A row is an operation, then for each kind of caller <c>allow</c>, <c>deny</c> (told so), <c>hidden</c> (as if it were not there, or nothing in the list), or the code of
/// another refusal; the last column says which of its denials must be in the audit trail: <c>audited</c> those that say so, <c>traced</c> also those that hide it. An operation without a row fails: nothing new slips in unexamined.
/// </remarks>
public sealed class AuthorisationMatrixTests : IAsyncLifetime
{
    private static readonly HashSet<string> Nobody = ["nobody", "revoked", "expired"];

    // hidden from others for what they are, and not for a label
    private static readonly HashSet<string> NoLabels =
    [
        "GET /api/v1/delegations",
        "DelegationDesk.ListAsync",
        "SessionDesk.EndAsync",
        "TokenDesk.RevokeAsync",
        "POST /api/v1/tokens/{id}/revoke",
    ];

    private readonly List<string> wrong = [];
    private readonly HashSet<string> tried = [];
    private MatrixWorld world = null!;
    private HttpClient http = null!;
    private Dictionary<string, string[]> table = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await MatrixWorld.OpenAsync(Token);
        http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(world.Portal.Address),
        };
        var lines = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Access", "authorisation.tsv"), Token);
        Assert.Equal(["operation", .. MatrixWorld.Kinds, "denials"], lines[0].Split('\t'));
        table = lines
            .Skip(1)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToDictionary(cells => cells[0], cells => cells[1..]);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task Everybody_can_do_what_the_table_says_and_nothing_else()
    {
        foreach (var page in Pages())
            await TryAsync($"PAGE {page}", changes: false, kind => PageAsync(page, kind));
        foreach (var (name, attempt) in Operations())
            await TryAsync(name, changes: true, attempt);
        wrong.AddRange(table.Keys.Where(row => !tried.Contains(row)).Select(row => $"{row}: in the table, and nowhere else"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task People_of_an_organisation_cleared_for_less_see_no_more_than_people_cleared_for_less()
    {
        var kinds = MatrixWorld
            .Kinds.Where(kind => kind.StartsWith("low-", StringComparison.Ordinal))
            .Select(low => (Low: low, Kind: low["low-".Length..]))
            .ToList();
        await world.LowerOrganisationAsync(Token);
        var asked = 0;
        foreach (var (operation, attempt) in Operations())
        foreach (var (low, kind) in kinds)
        {
            if (NoLabels.Contains(operation) || Says(operation, kind) != "allow" || Says(operation, low) != "hidden")
                continue;
            asked++;
            var found = await attempt(kind);
            if (found != "hidden")
                wrong.Add($"{operation} as {kind} of an organisation cleared for less: {found}");
            await world.RestoreAsync(operation, Token);
        }
        Assert.InRange(asked, 100, int.MaxValue);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private string? Says(string operation, string kind) =>
        table.TryGetValue(operation, out var row) ? row[MatrixWorld.Kinds.ToList().IndexOf(kind)] : null;

    /// <summary>Every operation of the API and every handler, and how to try it as somebody.</summary>
    private IEnumerable<(string Name, Func<string, Task<string>> Attempt)> Operations()
    {
        foreach (
            var (name, method, path) in ApiOperations
                .Of(world.Portal)
                .OrderBy(operation => operation.Path, StringComparer.Ordinal)
                .ThenBy(operation => operation.Method, StringComparer.Ordinal)
        )
        foreach (var variant in MatrixRequests.Variants(name))
            yield return (variant.Length == 0 ? name : $"{name} {variant}", kind => CallAsync(method, path, variant, kind));
        foreach (var (name, method, desk) in MatrixHandlers.Of(world.Portal.App.Services))
            yield return (name, kind => HandleAsync(method, desk, kind));
    }

    /// <summary>Tries one operation as every kind, holds it against its row, and sees that a no changed nothing.</summary>
    private async Task TryAsync(string operation, bool changes, Func<string, Task<string>> attempt)
    {
        tried.Add(operation);
        var found = new List<string>();
        var unheard = new List<string>();
        var silent = new List<string>();
        var before = await world.RowsAsync(Token);
        foreach (var kind in MatrixWorld.Kinds)
        {
            var commits = await world.CommitsAsync(Token);
            var denials = await world.DenialsAsync(Token);
            string outcome;
            try
            {
                outcome = await attempt(kind);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                outcome = failed.GetType().Name;
                wrong.Add($"{operation} as {kind}: {failed.Message}");
            }
            found.Add(outcome);
            if (outcome is "deny" or "hidden" && !Nobody.Contains(kind) && await world.DenialsAsync(Token) == denials)
                (outcome == "deny" ? unheard : silent).Add(kind);
            // Without a commit nothing changed, and nothing was audited.
            var after = commits == await world.CommitsAsync(Token) ? before : await world.RowsAsync(Token);
            if (before != after && outcome is ("deny" or "hidden"))
                wrong.Add($"{operation} as {kind}: {outcome}, and yet the records changed");
            if (before == after && !(outcome == "allow" && changes && operation.Contains("elegation", StringComparison.Ordinal)))
                continue;
            if (changes)
                await world.RestoreAsync(operation, Token);
            before = await world.RowsAsync(Token);
        }
        if (!table.TryGetValue(operation, out var row))
            wrong.Add(
                $"no row\t{operation}\t{string.Join('\t', found)}\t{(unheard.Count == 0 && found.Contains("deny") ? "audited" : "-")}"
            );
        else
        {
            for (var at = 0; at < found.Count; at++)
                if (found[at] != row[at])
                    wrong.Add($"{operation} as {MatrixWorld.Kinds[at]}: {found[at]}, and the table says {row[at]}");
            if (row[^1] is "audited" or "traced" && unheard.Count > 0)
                wrong.Add($"{operation}: denied to {string.Join(", ", unheard)} and not in the audit trail");
            if (row[^1] == "traced" && silent.Count > 0)
                wrong.Add($"{operation}: hidden from {string.Join(", ", silent)} and not in the audit trail");
        }
    }

    private static IEnumerable<string> Pages() =>
        typeof(Portal.Hosting.PortalHost)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template)
            .Distinct()
            .Order(StringComparer.Ordinal);

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
        if (world.CookieOf(kind) is { } cookie)
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
            world,
            method,
            path,
            variant,
            world.Actors.GetValueOrDefault(kind) ?? world.Actors["releaser"],
            Token
        );
        if (world.TokenOf(kind) is { } token)
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
        return Nobody.Contains(kind) ? "deny" : await MatrixHandlers.CallAsync(world, method, desk, world.Actors[kind], Token);
    }
}
