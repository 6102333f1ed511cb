using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Mmhs.Portal.Access.Attempts;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Access.Passwords;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Access.Tokens;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Ways in: cookie for pages, token for programs, passkeys, and the desks of one's own account.</summary>
public static class AccessRegistration
{
    /// <summary>Cookie for pages, token for <c>/api/</c>, where a cookie may only read: a page of somebody else's can send it, but not see the answer.</summary>
    private const string ByPath = "ByPath";

    private const string CookieName = "mmhs";

    public static void AddWaysIn(this IServiceCollection services)
    {
        services
            .AddAuthentication(ByPath)
            .AddPolicyScheme(
                ByPath,
                null,
                choice =>
                    choice.ForwardDefaultSelector = context =>
                        IsApi(context)
                        && !(
                            HttpMethods.IsGet(context.Request.Method)
                            && context.Request.Headers.Authorization.Count == 0
                            && context.Request.Cookies.ContainsKey(CookieName)
                        )
                            ? TokenHandler.SchemeName
                            : IdentityConstants.ApplicationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null)
            .AddCookie(
                IdentityConstants.ApplicationScheme,
                cookie =>
                {
                    cookie.Cookie.Name = CookieName;
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Strict;
                    cookie.LoginPath = "/sign-in";
                    cookie.AccessDeniedPath = "/";
                    cookie.ReturnUrlParameter = "returnUrl";
                    cookie.ExpireTimeSpan = SessionRegister.Idle;
                    cookie.SlidingExpiration = true;
                    cookie.Events.OnValidatePrincipal = ValidateAsync;
                    // A program is told, not led to a page.
                    cookie.Events.OnRedirectToLogin = redirect =>
                    {
                        if (IsApi(redirect.HttpContext))
                            redirect.Response.StatusCode = StatusCodes.Status401Unauthorized;
                        else
                            redirect.Response.Redirect(redirect.RedirectUri);
                        return Task.CompletedTask;
                    };
                }
            );
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SignInBrake>();
        services.AddSingleton<ProofBrake>();
        services.AddSingleton<SignInRefusals>();
        services.AddHostedService(provider => provider.GetRequiredService<SignInRefusals>());
        services.AddSingleton<SessionRegister>();
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<TokenDesk>();
        services.AddSingleton<PasswordDesk>();
        services.AddHostedService<SessionWorker>();
        services.AddScoped<KeptIdentity>();
        services.AddScoped<AuthenticationStateProvider>(provider => provider.GetRequiredService<KeptIdentity>());
        services.AddScoped<SessionWatch>();

        // as the session's: the framework alone sends this one in the clear too
        services.Configure<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>(antiforgery =>
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest
        );

        services
            .AddOptions<PasskeyOptions>()
            .BindConfiguration(PasskeyOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<IdentityPasskeyOptions>()
            .Configure<PasskeySites>(
                (passkeys, sites) =>
                {
                    passkeys.UserVerificationRequirement = "required";
                    passkeys.ResidentKeyRequirement = "preferred";
                    passkeys.ServerDomain = sites.ServerDomain;
                    passkeys.ValidateOrigin = origin => ValueTask.FromResult(sites.IsOurs(origin));
                }
            );
        services.AddSingleton<PasskeySites>();
        services.AddSingleton<PasskeyDesk>();
        services.AddSingleton<PasskeyGuard>();
        services.AddSingleton<PasskeyAlarmDesk>();
        services.AddScoped<IPasskeyHandler<PersonRow>, PasskeyHandler<PersonRow>>();
        services.AddScoped<PasskeySignIn>();
    }

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var register = context.HttpContext.RequestServices.GetRequiredService<SessionRegister>();
        if (
            context.Principal is { } principal
            && AccessClaims.SessionOf(principal) is { } session
            && Guid.TryParse(principal.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value, out var person)
            && await register.IsLiveAsync(session, person, context.HttpContext.RequestAborted)
        )
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
