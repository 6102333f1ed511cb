using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Api;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Api;

namespace Mmhs.Portal.Tests.Access;

/// <summary>Requests that would be lawful for whoever is permitted; one operation may have several, one for each thing it can do.</summary>
public static class MatrixRequests
{
    private static readonly string[] Decisions =
    [
        "concur",
        "release",
        "return",
        "take",
        "hand-on",
        "hold",
        "resume",
        "precedence",
        "undo",
    ];

    public static IEnumerable<string> Variants(string operation) =>
        operation switch
        {
            "POST /api/v1/reviews/{id}/decisions" => Decisions,
            "POST /api/v1/reviews/{id}/statement" => ["concur", "release"],
            _ => [""],
        };

    public static async Task<HttpRequestMessage> MakeAsync(
        MatrixWorld world,
        string method,
        string path,
        string variant,
        Actor caller,
        CancellationToken cancellationToken
    )
    {
        var id = path switch
        {
            _ when path.StartsWith("/api/v1/drafts/", StringComparison.Ordinal) => world.Open.ToString(),
            "/api/v1/comments/{id}/resolve" => world.Comment.ToString(),
            "/api/v1/comments/{id}/reopen" => world.Settled.ToString(),
            _ when path.StartsWith("/api/v1/reviews/", StringComparison.Ordinal) => ShownFor(world, variant)
                .Version.DraftId.ToString(),
            _ when path.StartsWith("/api/v1/inbox/", StringComparison.Ordinal) => world.Entry.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            ),
            "/api/v1/lists/{id}/expansion" => world.List.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "/api/v1/sent/{id}" => world.Released.ToString(),
            "/api/v1/sent/{id}/undo" => world.Waiting.ToString(),
            _ when path.StartsWith("/api/v1/operator/", StringComparison.Ordinal) => world.Failed.ToString(),
            _ when path.StartsWith("/api/v1/break-glass/", StringComparison.Ordinal) => world.Broken.ToString(),
            _ when path.StartsWith("/api/v1/tokens/", StringComparison.Ordinal) => world.DraftersToken.ToString(),
            _ when path.StartsWith("/api/v1/delegations/", StringComparison.Ordinal) => world.Delegation.ToString(),
            _ => "",
        };
        if (variant == "undo")
            id = world.Releasing.ToString();
        var query = path switch
        {
            "/api/v1/drafts/{id}/attachments" => "?name=file.txt",
            "/api/v1/search" => "?q=after:2000-01-01",
            "/api/v1/drafts/{id}/diff" => "?from=0&to=0",
            "/api/v1/audit/story" => "?message=" + Uri.EscapeDataString(world.MessageId),
            _ => "",
        };
        var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal) + query);
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{world.OpenRevision}\"");
        if (path == "/api/v1/drafts/{id}/attachments")
            request.Content = new ByteArrayContent([1, 2, 3])
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
            };
        else if (await BodyAsync(world, method, path, variant, caller, cancellationToken) is { } body)
            request.Content = JsonContent.Create(body);
        return request;
    }

    private static OpenVersion ShownFor(MatrixWorld world, string variant) =>
        variant switch
        {
            "concur" => world.Staged,
            "resume" => world.Held,
            _ => world.Ready,
        };

    private static async Task<object?> BodyAsync(
        MatrixWorld world,
        string method,
        string path,
        string variant,
        Actor caller,
        CancellationToken cancellationToken
    ) =>
        $"{method} {path}" switch
        {
            "POST /api/v1/drafts" => new { },
            "PUT /api/v1/drafts/{id}" or "POST /api/v1/rights/dry-run" => ApiTests.Form(),
            "POST /api/v1/drafts/{id}/comments" => new { kind = "note", text = "Noted." },
            "POST /api/v1/reviews/{id}/statement" => new { kind = variant },
            "POST /api/v1/reviews/{id}/decisions" => await DecisionAsync(world, variant, caller, cancellationToken),
            "POST /api/v1/inbox/{id}/receipt" => new { send = true },
            "POST /api/v1/inbox/{id}/delete-unread" => new { tell = true },
            "POST /api/v1/operator/releases/{id}/return" or "POST /api/v1/operator/releases/{id}/withdraw" => new
            {
                words = "Because.",
            },
            "POST /api/v1/break-glass/{id}/review" => new { justified = true, finding = "It was." },
            "POST /api/v1/delegations/statement" => new
            {
                principal = "chief",
                deputy = "logistics",
                role = "command@hq.northland.example",
                from = Soon(world),
                until = Soon(world).AddDays(1),
            },
            "POST /api/v1/delegations" => await SetAsync(world, caller, cancellationToken),
            "POST /api/v1/delegations/{id}/end" => await EndAsync(world, caller, cancellationToken),
            _ => null,
        };

    private static DateTimeOffset Soon(MatrixWorld world) => world.Portal.Get<TimeProvider>().GetUtcNow().AddDays(2);

    private static async Task<object> DecisionAsync(
        MatrixWorld world,
        string variant,
        Actor caller,
        CancellationToken cancellationToken
    )
    {
        var shown = ShownFor(world, variant);
        var tickets = world.Portal.Get<StatementTickets>();
        var body = new Dictionary<string, object> { ["decision"] = variant, ["version"] = 1 };
        if (variant == "release")
        {
            var office = world.Portal.Get<ReleaseDesk>();
            var statement = office.Statement(caller, shown, office.Prepare(shown));
            Add(body, await tickets.OfferAsync(statement, StatementBody.Of(statement), cancellationToken));
            body["revision"] = shown.Revision;
        }
        else if (variant == "concur")
        {
            var statement = MatrixHandlers.Concurrence(world, caller, shown);
            Add(body, await tickets.OfferAsync(statement, StatementBody.Of(statement), cancellationToken));
        }
        else
        {
            body["words"] = "Because.";
            if (variant == "return")
                body["reason"] = "CONTENT";
            if (variant == "hand-on")
                body["to"] = "reviewer";
            if (variant == "hold")
                body["until"] = Soon(world);
            if (variant == "precedence")
                (body["actionPrecedence"], body["informationPrecedence"]) = ("PRIORITY", "ROUTINE");
        }
        return body;
    }

    private static void Add(Dictionary<string, object> body, StatementOffer<StatementBody> offer)
    {
        body["statement"] = offer.Statement;
        body["ticket"] = offer.Ticket;
        body["proof"] = ApiClient.Proof(JsonSerializer.SerializeToElement(offer, JsonSerializerOptions.Web), DemoWorld.Password);
    }

    private static async Task<object> SetAsync(MatrixWorld world, Actor caller, CancellationToken cancellationToken)
    {
        var day = world.NewDay();
        var statement = world
            .Portal.Get<DelegationDesk>()
            .Statement(caller, caller.Name, "chief", caller.Role.Address, day, day.AddDays(1));
        var said = statement.Delegation;
        var proof = await world.ProveAsync(statement, cancellationToken);
        return new
        {
            statement = new
            {
                person = statement.Name,
                delegation = new
                {
                    id = said.Id,
                    principal = said.Principal,
                    deputy = said.Deputy,
                    role = said.Role.ToString(),
                    from = said.From,
                    until = said.Until,
                    setBy = said.SetBy,
                },
                at = statement.At,
            },
            proof = Proof(proof),
        };
    }

    private static async Task<object> EndAsync(MatrixWorld world, Actor caller, CancellationToken cancellationToken)
    {
        var statement = world.Portal.Get<DelegationDesk>().EndStatement(caller, world.Delegation);
        return new
        {
            statement = new
            {
                person = statement.Name,
                delegation = statement.Delegation,
                at = statement.At,
            },
            proof = Proof(await world.ProveAsync(statement, cancellationToken)),
        };
    }

    private static object Proof(Proof proof) =>
        new { method = proof.Method.ToWord(), octets = Base64Url.EncodeToString(proof.Octets) };
}
