using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace Mmhs.Testing.Host;

/// <summary>A real OpenID Connect provider on loopback: discovery, keys, code flow with PKCE. It signs in whom the test says, without asking.</summary>
public sealed class Provider : IAsyncDisposable
{
    public const string ClientId = "mmhs-portal";
    public const string ClientSecret = "told to both";

    // one for all of them: to make a key takes longer than a sign-in
    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "provider" };

    private readonly WebApplication app;

    private Provider(WebApplication app) => this.app = app;

    /// <summary>As it writes it itself, with the slash at the end.</summary>
    public string Issuer => app.Urls.First().TrimEnd('/') + "/";

    public string Subject { get; set; } = "subject-1";

    /// <summary>Whoever is asked there presses Cancel.</summary>
    public bool IsCalledOff { get; set; }

    /// <summary>What the identity token says beside the subject.</summary>
    public IReadOnlyList<(string Type, string Value)> Claims { get; set; } = [("preferred_username", "drafter")];

    /// <param name="pretends">Another issuer it writes into its tokens and its discovery document.</param>
    public static async Task<Provider> StartAsync(string? pretends = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Provider? provider = null;
        builder.Services.AddAuthentication();
        builder
            .Services.AddOpenIddict()
            .AddServer(server =>
            {
                server.EnableDegradedMode(); // its records are this object; the protocol and the tokens are its own
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.AddEncryptionKey(Key).AddSigningKey(Key);
                server.RegisterScopes("profile");
                if (pretends is not null)
                    server.SetIssuer(pretends);
                server.UseAspNetCore().DisableTransportSecurityRequirement();
                server.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (
                            context.ClientId != ClientId
                            || context.RedirectUri?.EndsWith("/sign-in/callback", StringComparison.Ordinal) != true
                        )
                            context.Reject(OpenIddictConstants.Errors.InvalidClient, "Unknown client.");
                        return default;
                    })
                );
                server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                            context.Reject(OpenIddictConstants.Errors.InvalidClient, "Unknown client.");
                        return default;
                    })
                );
                server.AddEventHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (provider!.IsCalledOff)
                            context.Reject(OpenIddictConstants.Errors.AccessDenied, "The person said no.");
                        else
                            context.Principal = provider.Principal(context.Request.GetScopes());
                        return default;
                    })
                );
            });
        var app = builder.Build();
        app.UseAuthentication();
        provider = new(app);
        await app.StartAsync();
        return provider;
    }

    public string[] Settings(params string[] more) =>
        [
            $"--Mmhs:OpenIdConnect:Issuer={Issuer}",
            $"--Mmhs:OpenIdConnect:ClientId={ClientId}",
            $"--Mmhs:OpenIdConnect:ClientSecret={ClientSecret}",
            "--Mmhs:OpenIdConnect:RequireHttpsMetadata=false",
            "--Mmhs:OpenIdConnect:DisplayName=Northland identity",
            .. more,
        ];

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private ClaimsPrincipal Principal(IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("test", "name", "roles");
        identity.SetClaim(OpenIddictConstants.Claims.Subject, Subject);
        foreach (var said in Claims.GroupBy(claim => claim.Type))
            if (said.Key == "email_verified")
                identity.SetClaim(said.Key, bool.Parse(said.Single().Value));
            else
                foreach (var (type, value) in said)
                    identity.AddClaim(new Claim(type, value));
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(scopes);
        return principal;
    }
}
