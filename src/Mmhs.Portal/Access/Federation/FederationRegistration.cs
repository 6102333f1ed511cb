using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Federation;

/// <summary>Puts the provider of <see cref="OpenIdConnectSettings"/> at the door, when there is one.</summary>
internal static class FederationRegistration
{
    public const string Scheme = "openid-connect";

    private const string IssuerItem = "issuer";

    public static IServiceCollection AddFederation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OpenIdConnectSettings>().BindConfiguration(OpenIdConnectSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OpenIdConnectSettings>, SettingsCheck>();
        services.AddSingleton<RoleRules>();
        services.AddScoped<ExternalDoor>();
        var settings = configuration.GetSection(OpenIdConnectSettings.Section).Get<OpenIdConnectSettings>() ?? new();
        // what is wrong is told at start, in words; a scheme made of it would fail in its own
        if (settings.IsOn && !settings.Problems().Any())
            AddScheme(services, settings);
        // The libraries below tell every failure once more, each with its stack trace; we say it in one line, with what they found.
        services.AddLogging(logging => logging.AddFilter("Microsoft.IdentityModel", LogLevel.None));
        return services;
    }

    public static void MapFederation(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapGet(
                "/sign-in/external",
                async (
                    HttpContext context,
                    string? returnUrl,
                    IOptions<OpenIdConnectSettings> settings,
                    ExternalDoor door,
                    ILoggerFactory logs
                ) =>
                {
                    if (!settings.Value.IsOn)
                        return Results.NotFound();
                    try
                    {
                        await context.ChallengeAsync(
                            Scheme,
                            new AuthenticationProperties { RedirectUri = SignIn.HomeOf(returnUrl) }
                        );
                        return Results.Empty;
                    }
                    catch (Exception unreachable)
                        when (unreachable is InvalidOperationException or HttpRequestException or IOException)
                    {
                        logs.CreateLogger("Mmhs.Portal.Access")
                            .ProviderUnreachable(settings.Value.DisplayName, unreachable.GetBaseException().Message);
                        return Results.Redirect(
                            Landing.Refused((await door.RefuseAsync(context, Scheme, ExternalRefusals.Unreachable)).Code)
                        );
                    }
                }
            )
            .AllowAnonymous();

    private static void AddScheme(IServiceCollection services, OpenIdConnectSettings settings)
    {
        services
            .AddAuthentication()
            .AddMicrosoftIdentityWebApp(
                identity =>
                {
                    // a provider that is not Entra ID has neither; the options below name it, and these are never asked
                    identity.Instance = settings.Issuer ?? settings.Instance;
                    identity.TenantId = settings.TenantId ?? "none";
                    identity.ClientId = settings.ClientId;
                    identity.ClientSecret = settings.ReadSecret();
                    identity.ResponseType = "code";
                    identity.UsePkce = true;
                    identity.CallbackPath = "/sign-in/callback";
                    identity.SignInScheme = IdentityConstants.ApplicationScheme;
                },
                configureCookieAuthenticationOptions: null,
                openIdConnectScheme: Scheme,
                cookieScheme: null
            );

        services
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure(connect =>
            {
                if (settings.Issuer is { } issuer)
                {
                    connect.Authority = issuer;
                    connect.MetadataAddress = issuer.TrimEnd('/') + "/.well-known/openid-configuration";
                    // Ours to the letter. The framework alone would also take whatever issuer the discovery document names (OpenID Connect Discovery §4.3 forbids it).
                    connect.TokenValidationParameters.IssuerValidator = (said, _, _) =>
                        said == issuer
                            ? said
                            : throw new SecurityTokenInvalidIssuerException($"The token is issued by {said}, wanted is {issuer}.")
                            {
                                InvalidIssuer = said,
                            };
                }
                connect.RequireHttpsMetadata = settings.RequireHttpsMetadata;
                connect.ResponseMode = settings.ResponseMode;
                // Claims under the names the provider gave them. Identity.Web brings a handler of its own, which the option alone does not reach.
                connect.MapInboundClaims = false;
                connect.TokenHandler = new JsonWebTokenHandler { MapInboundClaims = false };
                connect.GetClaimsFromUserInfoEndpoint = false; // what counts is in the token that the issuer signed
                connect.SaveTokens = false;
                foreach (var scope in settings.Scopes)
                    connect.Scope.Add(scope);
                // An answer in the address is a step from elsewhere: lax cookies come along. A posted one carries only cookies marked for it, over https.
                var posted = settings.ResponseMode == "form_post";
                foreach (var cookie in new[] { connect.NonceCookie, connect.CorrelationCookie })
                {
                    cookie.SameSite = posted ? SameSiteMode.None : SameSiteMode.Lax;
                    cookie.SecurePolicy = posted ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
                }
                var validated = connect.Events.OnTokenValidated;
                connect.Events.OnTokenValidated = async context =>
                {
                    await validated(context);
                    context.Properties!.Items[IssuerItem] = context.SecurityToken.Issuer;
                };
                connect.Events.OnTicketReceived = ReceivedAsync;
                connect.Events.OnRemoteFailure = FailedAsync;
                connect.Events.OnAccessDenied = CalledOffAsync;
            });
    }

    private static async Task ReceivedAsync(TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var settings = services.GetRequiredService<IOptions<OpenIdConnectSettings>>().Value;
        var door = services.GetRequiredService<ExternalDoor>();
        var issuer = context.Properties!.Items[IssuerItem]!;
        var principal = context.Principal!;
        context.HandleResponse();

        var method = $"{Scheme} {issuer}";
        var refusal =
            principal.FindFirstValue("sub") is not { Length: > 0 } subject
                ? await door.RefuseAsync(context.HttpContext, method, ExternalRefusals.ProviderSaidNo)
            : settings is { PersonClaim: "email", RequireVerifiedAddress: true }
            && !principal.HasClaim(claim =>
                claim.Type == "email_verified" && claim.Value.Equals("true", StringComparison.OrdinalIgnoreCase)
            )
                ? await door.RefuseAsync(context.HttpContext, method, ExternalRefusals.NotVerified, [new(issuer, subject)])
            : await door.EnterAsync(
                context.HttpContext,
                new ExternalIdentity(
                    issuer,
                    [new(issuer, subject)],
                    method,
                    SignInMethod.Federation,
                    principal.Claims.Select(claim => (claim.Type, claim.Value)).ToHashSet(),
                    settings.PersonClaim is { } named ? [.. principal.FindAll(named).Select(claim => claim.Value)] : [],
                    settings.PersonIs,
                    TieOnceFound: true
                )
            );
        if (refusal is null)
            await Landing.GoOnAsync(context.HttpContext, SignIn.HomeOf(context.ReturnUri));
        else
            context.Response.Redirect(Landing.Refused(refusal.Code));
    }

    // RFC 6749 §4.1.2.1: access_denied is the person's own no
    private static async Task CalledOffAsync(AccessDeniedContext context)
    {
        context.HandleResponse();
        var refusal = await context
            .HttpContext.RequestServices.GetRequiredService<ExternalDoor>()
            .RefuseAsync(context.HttpContext, Scheme, ExternalRefusals.CalledOff);
        context.Response.Redirect(Landing.Refused(refusal.Code));
    }

    private static async Task FailedAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var services = context.HttpContext.RequestServices;
        services
            .GetRequiredService<ILoggerFactory>()
            .CreateLogger("Mmhs.Portal.Access")
            .ProviderFailed(context.Failure?.GetType().Name ?? "unknown", context.Failure?.Message ?? "no reason given");
        var refusal = await services
            .GetRequiredService<ExternalDoor>()
            .RefuseAsync(context.HttpContext, Scheme, ExternalRefusals.ProviderSaidNo);
        context.Response.Redirect(Landing.Refused(refusal.Code));
    }

    private sealed class SettingsCheck : IValidateOptions<OpenIdConnectSettings>
    {
        public ValidateOptionsResult Validate(string? name, OpenIdConnectSettings options) =>
            options.Problems().ToList() is { Count: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}

internal static partial class FederationLog
{
    [LoggerMessage(
        EventId = 9201,
        EventName = "ProviderUnreachable",
        Level = LogLevel.Warning,
        Message = "{Provider} cannot be reached for a sign-in: {Reason}"
    )]
    public static partial void ProviderUnreachable(this ILogger logger, string provider, string reason);

    [LoggerMessage(
        EventId = 9202,
        EventName = "ProviderFailed",
        Level = LogLevel.Warning,
        Message = "A sign-in through OpenID Connect was refused, {Kind}: {Reason}"
    )]
    public static partial void ProviderFailed(this ILogger logger, string kind, string reason);
}
