using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mmhs.Messages.Release;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Tests.Round;
using Mmhs.Testing;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Api;

public sealed class ApiTests : IAsyncLifetime
{
    private RunningPortal portal = null!;
    private ApiClient drafter = null!;
    private ApiClient releaser = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await RunningPortal.StartAsync();
        drafter = await ApiClient.OfAsync(portal, "drafter", RoleFunction.Drafter, Token);
        releaser = await ApiClient.OfAsync(portal, "releaser", RoleFunction.Releaser, Token);
    }

    public async ValueTask DisposeAsync()
    {
        drafter.Dispose();
        releaser.Dispose();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task A_program_goes_the_whole_way_by_HTTP_alone_and_its_password_stays_with_it()
    {
        var draft = await DraftAsync();
        var attached = await drafter.PostAsync(
            $"drafts/{draft.Said("id")}/attachments?name=plan.txt",
            new ByteArrayContent("bridge"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse("text/plain") } },
            Token,
            draft.Tag
        );
        Assert.Equal(201, attached.Status);
        Assert.Equal(6, attached.Json.GetProperty("form").GetProperty("attachments")[0].GetProperty("size").GetInt32());
        Assert.True(
            (await drafter.PostAsync($"drafts/{draft.Said("id")}/check", null, Token))
                .Json.GetProperty("mayBeSubmitted")
                .GetBoolean()
        );
        var submitted = await drafter.PostAsync($"drafts/{draft.Said("id")}/submit", null, Token, attached.Tag);
        Assert.Equal("ready-for-release", submitted.Said("state"));

        var line = Assert.Single((await releaser.GetAsync("queue", Token)).Json.EnumerateArray());
        Assert.Equal(
            ("IMMEDIATE", "NORTHLAND SECRET"),
            (line.GetProperty("precedence").GetString(), line.GetProperty("marking").GetString())
        );
        var (review, offer) = await OfferAsync(draft.Said("id")!);
        var released = await releaser.PostAsync(
            $"reviews/{draft.Said("id")}/decisions",
            Release(review, offer, ApiClient.Proof(offer, DemoWorld.Password)),
            Token
        );
        Assert.True(released.Status == 204, released.Text);

        using var duty = await ApiClient.OfAsync(portal, "bde3.duty", RoleFunction.DutyOfficer, Token);
        var arrived = await Eventually.GetAsync(
            "Arrival",
            async () =>
                (await duty.GetAsync("inbox", Token)).Json.GetProperty("items") is var items && items.GetArrayLength() == 1
                    ? items[0] as object
                    : null,
            Token
        );
        var id = ((JsonElement)arrived).GetProperty("id").GetInt64();
        var message = await duty.GetAsync($"inbox/{id}", Token);
        Assert.Equal(("valid", "NORTHLAND SECRET"), (message.Said("signature"), message.Said("marking")));
        Assert.Contains("CP 7", message.Json.GetProperty("reading").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("message/rfc822", (await duty.GetAsync($"inbox/{id}/source", Token)).MediaType);

        var sent = (await drafter.GetAsync("sent", Token)).Json.GetProperty("items")[0];
        var tracked = await Eventually.GetAsync(
            "Delivery",
            async () =>
                await drafter.GetAsync($"sent/{sent.GetProperty("id").GetString()}", Token) is var seen
                && seen.Json.GetProperty("addressees")[0].GetProperty("state").GetString() == "delivered"
                    ? seen
                    : null,
            Token
        );
        Assert.Equal("releaser", tracked.Said("releaser"));
        using var auditor = await ApiClient.OfAsync(portal, "auditor", RoleFunction.Auditor, Token);
        var story = (await auditor.GetAsync($"audit/story?message={Uri.EscapeDataString(tracked.Said("messageId")!)}", Token))
            .Json.EnumerateArray()
            .Select(entry => entry.GetProperty("type").GetString())
            .ToList();
        Assert.All(["DRAFT_SUBMITTED", "RELEASE", "SIGN", "SUBMIT", "DELIVER"], chapter => Assert.Contains(chapter, story));
    }

    [Fact]
    public async Task Text_that_hides_something_comes_unchanged_and_is_flagged()
    {
        var octets = Lmtp.Octets(
            "From: Desk <desk@elsewhere.example>\nTo: j3@bde3.northland.example\nDate: Mon, 30 Nov 2026 02:00:00 +0000\nMessage-ID: <turned@elsewhere.example>\n"
                + "Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nFire at grid \u202e7654\u202c only.\n"
        );
        Assert.Equal(250, (await portal.DeliverAsync(octets, "j3@bde3.northland.example", "desk@elsewhere.example", Token)).Code);
        using var duty = await ApiClient.OfAsync(portal, "bde3.duty", RoleFunction.DutyOfficer, Token);
        var line = Assert.Single((await duty.GetAsync("inbox", Token)).Json.GetProperty("items").EnumerateArray());
        var message = await duty.GetAsync($"inbox/{line.GetProperty("id").GetInt64()}", Token);

        Assert.Equal(
            ["U+202E", "U+202C"],
            message.Json.GetProperty("hiddenCharacters").EnumerateArray().Select(name => name.GetString())
        );
        Assert.Contains(
            "\u202e7654\u202c",
            message.Json.GetProperty("reading").GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_statement_altered_after_its_proof_is_refused_and_nothing_leaves()
    {
        var draft = await SubmittedAsync();
        var (review, offer) = await OfferAsync(draft);
        var proof = ApiClient.Proof(offer, DemoWorld.Password);
        var altered = JsonNode.Parse(JsonSerializer.Serialize(Release(review, offer, proof)))!;
        altered["statement"]!["filled"]!["messageId"] = "20261123160400.AAAAAAAAAAAAAAAA.j3@hq.northland.example";
        Assert.Equal("REL-025", (await releaser.PostAsync($"reviews/{draft}/decisions", altered, Token)).Said("code"));
        var wrong = await releaser.PostAsync(
            $"reviews/{draft}/decisions",
            Release(review, offer, ApiClient.Proof(offer, "not the password")),
            Token
        );
        Assert.Equal((422, "REL-007"), (wrong.Status, wrong.Said("code")));
        Assert.Equal("ready-for-release", (await drafter.GetAsync($"drafts/{draft}", Token)).Said("state"));
        Assert.Empty((await drafter.GetAsync("sent", Token)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_reviewers_altered_yes_proves_nothing_and_his_own_counts()
    {
        var created = await drafter.PostAsync("drafts", new { }, Token);
        var form = Form();
        form["subjectIndicatorCodes"] = new JsonArray("OPO");
        form["messageType"] = 1;
        var saved = await drafter.PutAsync($"drafts/{created.Said("id")}", form, created.Tag, Token);
        Assert.Equal(
            "in-review",
            (await drafter.PostAsync($"drafts/{created.Said("id")}/submit", null, Token, saved.Tag)).Said("state")
        );
        using var reviewer = await ApiClient.OfAsync(portal, "reviewer", RoleFunction.Reviewer, Token);
        var offer = (await reviewer.PostAsync($"reviews/{created.Said("id")}/statement", new { kind = "concur" }, Token)).Json;
        var decision = JsonNode.Parse(
            JsonSerializer.Serialize(
                new
                {
                    decision = "concur",
                    version = 1,
                    statement = offer.GetProperty("statement"),
                    ticket = offer.GetProperty("ticket"),
                    proof = ApiClient.Proof(offer, DemoWorld.Password),
                    words = "Agreed.",
                }
            )
        )!;
        var altered = decision.DeepClone();
        altered["statement"]!["contentHash"] = new string('0', 64);
        var refused = await reviewer.PostAsync($"reviews/{created.Said("id")}/decisions", altered, Token);
        Assert.Equal((422, ApiProblemMediaType), (refused.Status, refused.MediaType));
        Assert.Equal(204, (await reviewer.PostAsync($"reviews/{created.Said("id")}/decisions", decision, Token)).Status);
        Assert.Equal(
            "reviewer",
            (await reviewer.GetAsync($"reviews/{created.Said("id")}", Token))
                .Json.GetProperty("history")
                .EnumerateArray()
                .Last()
                .GetProperty("by")
                .GetString()
        );
    }

    [Fact]
    public async Task Of_two_who_save_the_same_revision_the_second_is_told()
    {
        var draft = await DraftAsync();
        var path = $"drafts/{draft.Said("id")}";
        var form = Form();
        Assert.Equal((428, "API-428"), Problem(await drafter.PutAsync(path, form, null, Token)));
        Assert.Equal(200, (await drafter.PutAsync(path, form, draft.Tag, Token)).Status);
        Assert.Equal((409, "ACC-003"), Problem(await drafter.PutAsync(path, form, draft.Tag, Token)));
        using var second = await ApiClient.OfAsync(portal, "second", RoleFunction.Drafter, Token);
        Assert.Equal(
            (422, "CMP-024"),
            Problem(await second.PutAsync(path, form, (await second.GetAsync(path, Token)).Tag, Token))
        );
    }

    [Fact]
    public async Task Every_no_is_a_problem_document_with_a_stable_code()
    {
        var draft = await DraftAsync();
        var path = $"drafts/{draft.Said("id")}";
        Assert.Equal((400, "API-400"), Problem(await drafter.PutAsync(path, Text("{\"subject\": "), draft.Tag, Token)));
        Assert.Equal((400, "API-400"), Problem(await drafter.PutAsync(path, Text("{\"subjekt\":\"x\"}"), draft.Tag, Token)));
        Assert.Equal(
            (400, "API-400"),
            Problem(await drafter.PutAsync(path, Text("{\"subject\":\"x\",\"subject\":\"y\"}"), draft.Tag, Token))
        );
        Assert.Equal((400, "API-400"), Problem(await drafter.PutAsync(path, Text("{\"to\":null}"), draft.Tag, Token)));
        Assert.Equal(
            (415, "API-415"),
            Problem(await drafter.PutAsync(path, new StringContent("x", Encoding.UTF8, "text/plain"), draft.Tag, Token))
        );
        Assert.Equal(
            (413, "API-413"),
            Problem(await drafter.PostAsync($"{path}/comments", new { kind = "note", text = new string('x', 100_000) }, Token))
        );
        Assert.Equal((404, "ACC-002"), Problem(await drafter.GetAsync($"drafts/{Guid.NewGuid()}", Token)));
        Assert.Equal((404, "ACC-002"), Problem(await drafter.GetAsync("nothing/here", Token)));
        Assert.Equal((405, "API-405"), Problem(await drafter.SendAsync(HttpMethod.Patch, path, new { }, Token)));
        Assert.Equal((403, "ACC-001"), Problem(await drafter.GetAsync("audit/entries", Token)));
        Assert.Equal((400, "API-400"), Problem(await drafter.GetAsync("inbox?page=nonsense", Token)));
        using var nobody = new ApiClient(new HttpClient { BaseAddress = new Uri(portal.Address + "/api/v1/") });
        Assert.Equal((401, "API-401"), Problem(await nobody.GetAsync("drafts", Token)));

        var broken = await drafter.PutAsync(
            path,
            new
            {
                actionPrecedence = "URGENT",
                to = new[] { new { address = "no address" } },
                label = "nonsense",
            },
            draft.Tag,
            Token
        );
        Assert.Equal((422, "API-001"), Problem(broken));
        Assert.Equal(
            ["label", "action-precedence", "to"],
            broken.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())
        );
        var incomplete = await drafter.PostAsync(
            $"drafts/{(await drafter.PostAsync("drafts", new { }, Token)).Said("id")}/submit",
            null,
            Token,
            "\"0\""
        );
        Assert.Equal(422, incomplete.Status);
        Assert.True(incomplete.Json.GetProperty("errors").GetArrayLength() > 1, incomplete.Text);
    }

    [Fact]
    public async Task A_file_nobody_attached_and_a_name_nobody_bears_do_not_come_in_by_the_form()
    {
        var draft = await DraftAsync();
        var form = Form();
        form["attachments"] = new JsonArray(
            new JsonObject
            {
                ["name"] = "../x",
                ["mediaType"] = "text/plain",
                ["size"] = 1,
                ["sha256"] = new string('0', 64),
            }
        );
        Assert.Equal((422, "API-001"), Problem(await drafter.PutAsync($"drafts/{draft.Said("id")}", form, draft.Tag, Token)));
        form["attachments"] = new JsonArray();
        form["to"]![0]!["name"] = "Somebody Else";
        var saved = await drafter.PutAsync($"drafts/{draft.Said("id")}", form, draft.Tag, Token);
        Assert.Equal(
            "3rd Brigade J3 Operations",
            saved.Json.GetProperty("form").GetProperty("to")[0].GetProperty("name").GetString()
        );
    }

    [Fact]
    public async Task The_description_lists_exactly_the_operations_there_are()
    {
        using var http = new HttpClient { BaseAddress = new Uri(portal.Address) };
        var document = JsonSerializer.Deserialize<JsonElement>(
            await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Token)
        );
        var described = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"))
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(ApiOperations.Of(portal).Select(operation => operation.Name).Order(StringComparer.Ordinal), described);
        Assert.True(described.Count > 30, $"{described.Count} operations");
        Assert.Equal(
            "bearer",
            document
                .GetProperty("components")
                .GetProperty("securitySchemes")
                .GetProperty("token")
                .GetProperty("scheme")
                .GetString()
        );
        foreach (
            var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
        )
        {
            Assert.True(operation.Value.GetProperty("responses").TryGetProperty("401", out _), operation.Name);
            Assert.StartsWith("Refuses with ", operation.Value.GetProperty("description").GetString(), StringComparison.Ordinal);
        }
    }

    private const string ApiProblemMediaType = "application/problem+json";

    private static (int, string?) Problem(ApiClient.Answer answer)
    {
        Assert.True(answer.MediaType == ApiProblemMediaType, $"{answer.Status} {answer.MediaType} {answer.Text}");
        Assert.Equal(answer.Status, answer.Json.GetProperty("status").GetInt32());
        return (answer.Status, answer.Said("code"));
    }

    private static StringContent Text(string json) => new(json, Encoding.UTF8, "application/json");

    internal static JsonObject Form() =>
        new()
        {
            ["label"] = WholeWayTests.NorthlandSecret.ToKey(),
            ["actionPrecedence"] = "IMMEDIATE",
            ["to"] = new JsonArray(new JsonObject { ["address"] = "j3@bde3.northland.example" }),
            ["subject"] = "Move of bridging equipment",
            ["subjectIndicatorCodes"] = new JsonArray("LAB"),
            ["text"] = "Move bridging equipment to CP 7 by 1800Z.\n",
        };

    private async Task<ApiClient.Answer> DraftAsync()
    {
        var created = await drafter.PostAsync("drafts", new { }, Token);
        Assert.Equal(201, created.Status);
        var saved = await drafter.PutAsync($"drafts/{created.Said("id")}", Form(), created.Tag, Token);
        Assert.True(saved.Status == 200, saved.Text);
        return saved;
    }

    private async Task<string> SubmittedAsync()
    {
        var draft = await DraftAsync();
        var submitted = await drafter.PostAsync($"drafts/{draft.Said("id")}/submit", null, Token, draft.Tag);
        Assert.True(submitted.Status == 200, submitted.Text);
        return draft.Said("id")!;
    }

    private async Task<(JsonElement Review, JsonElement Offer)> OfferAsync(string draft)
    {
        var review = (await releaser.GetAsync($"reviews/{draft}", Token)).Json;
        var offer = await releaser.PostAsync($"reviews/{draft}/statement", new { kind = "release" }, Token);
        Assert.True(offer.Status == 200, offer.Text);
        return (review, offer.Json);
    }

    private static object Release(JsonElement review, JsonElement offer, object proof) =>
        new
        {
            decision = "release",
            version = review.GetProperty("version").GetInt32(),
            revision = review.GetProperty("revision").GetInt32(),
            statement = offer.GetProperty("statement"),
            ticket = offer.GetProperty("ticket"),
            proof,
        };
}

/// <summary>The operations of the API as they are mapped.</summary>
public static class ApiOperations
{
    public static IReadOnlyList<(string Name, string Method, string Path)> Of(RunningPortal portal) =>
        [
            .. portal
                .Get<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => (endpoint.RoutePattern.RawText ?? "").StartsWith("/api/", StringComparison.Ordinal))
                .SelectMany(endpoint =>
                    endpoint
                        .Metadata.GetMetadata<HttpMethodMetadata>()!
                        .HttpMethods.Select(method => (method, path: Plain(endpoint)))
                )
                .Select(one => ($"{one.method} {one.path}", one.method, one.path)),
        ];

    private static string Plain(RouteEndpoint endpoint) =>
        "/"
        + string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart named
                            ? $"{{{named.Name}}}"
                            : ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)part).Content
                    )
                )
            )
        );
}
