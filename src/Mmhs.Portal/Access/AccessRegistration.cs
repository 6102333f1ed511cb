using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Mmhs.Hosting;
using Mmhs.Portal.Access.Attempts;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Access.Passwords;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Access.Tokens;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Who comes in and what he may see: cookie for pages, token for programs, passkeys, and the desks of one's own account.</summary>
internal static class AccessRegistration
{
    /// <summary>Cookie for pages, token for <c>/api/</c>, where a cookie may only read: a page of somebody else's can send it, but not see the answer.</summary>
    private const string ByPath = "ByPath";

    private const string CookieName = "mmhs";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services
            .AddIdentityCore<PersonRow>(identity =>
            {
                // Length is what makes a password strong; the rest makes it written on paper (NIST SP 800-63B §5.1.1.2).
                identity.Password = new PasswordOptions
                {
                    RequiredLength = 9,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddEntityFrameworkStores<PortalContext>();
        AddWaysIn(services);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddDataProtection().SetApplicationName("mmhs-portal");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<DataFolder, ILoggerFactory>(
                (keys, data, logs) =>
                    keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(data.Folder("cookie-keys")), logs)
            );
        services.AddSingleton<ActorResolver>();
        services.AddSingleton<LabelAccess>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<Deputies>();
        services.AddSingleton<ProofDesk>();
        services.AddScoped<SignIn>();
        services.AddScoped<CurrentActor>();
        return services;
    }

    private static void AddWaysIn(IServiceCollection services)
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
