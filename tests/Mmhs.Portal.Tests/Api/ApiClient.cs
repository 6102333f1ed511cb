using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Tokens;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Api;

/// <summary>A program with a token: HTTP and JSON, and the arithmetic of a proof as RFC 5802 has it; nothing of ours.</summary>
public sealed class ApiClient(HttpClient http) : IDisposable
{
    public static async Task<ApiClient> OfAsync(
        RunningPortal portal,
        string name,
        RoleFunction function,
        CancellationToken cancellationToken
    )
    {
        var made = await portal
            .Get<TokenDesk>()
            .MakeAsync(await portal.ActorAsync(name, function, cancellationToken), "test", 1, cancellationToken);
        var http = new HttpClient { BaseAddress = new Uri(portal.Address + "/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", made.Secret);
        return new(http);
    }

    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        CancellationToken cancellationToken,
        string? ifMatch = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is HttpContent content)
            request.Content = content;
        else if (body is not null)
            request.Content = JsonContent.Create(body);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            isJson ? JsonSerializer.Deserialize<JsonElement>(text) : default,
            text,
            response.Headers.ETag
        );
    }

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<Answer> PostAsync(string path, object? body, CancellationToken cancellationToken, string? ifMatch = null) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken, ifMatch);

    public Task<Answer> PutAsync(string path, object? body, string? ifMatch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, body, cancellationToken, ifMatch);

    /// <summary>ClientKey XOR HMAC(H(ClientKey), octets).</summary>
    public static object Proof(JsonElement offer, string password)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password),
            Octets(offer, "salt"),
            offer.GetProperty("iterations").GetInt32(),
            HashAlgorithmName.SHA256,
            32
        );
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Octets(offer, "octets"));
        return new
        {
            method = "password-proof",
            octets = Base64Url.EncodeToString([.. clientKey.Select((octet, at) => (byte)(octet ^ signature[at]))]),
        };
    }

    public void Dispose() => http.Dispose();

    private static byte[] Octets(JsonElement offer, string name) =>
        Base64Url.DecodeFromChars(offer.GetProperty(name).GetString());

    public sealed record Answer(int Status, string? MediaType, JsonElement Json, string Text, EntityTagHeaderValue? ETag)
    {
        public string Tag => ETag!.ToString();

        public string? Said(string member) => Json.GetProperty(member).GetString();
    }
}
