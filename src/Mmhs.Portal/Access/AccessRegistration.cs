using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Portal.Access.Passwords;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Access.Tokens;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Ways in: cookie for pages, token for programs, passkeys, and the desks of one's own account.</summary>
public static class AccessRegistration
{
    /// <summary>Cookie for pages, token for <c>/api/</c>: neither is good at the other's door.</summary>
    private const string ByPath = "ByPath";

    public static void AddWaysIn(this IServiceCollection services)
    {
        services.AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, null, choice => choice.ForwardDefaultSelector = context =>
                context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? TokenHandler.SchemeName : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie =>
            {
                cookie.Cookie.Name = "mmhs";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.LoginPath = "/sign-in";
                cookie.AccessDeniedPath = "/";
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.ExpireTimeSpan = SessionRegister.Idle;
                cookie.SlidingExpiration = true;
                cookie.Events.OnValidatePrincipal = ValidateAsync;
            });
        services.AddSingleton<SessionRegister>();
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<TokenDesk>();
        services.AddSingleton<PasswordDesk>();
        services.AddHostedService<SessionWorker>();

        services.AddOptions<PasskeyOptions>().BindConfiguration(PasskeyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PasskeySites>((passkeys, sites) =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "preferred";
            passkeys.ServerDomain = sites.ServerDomain;
            passkeys.ValidateOrigin = origin => ValueTask.FromResult(sites.IsOurs(origin));
        });
        services.AddSingleton<PasskeySites>();
        services.AddSingleton<PasskeyDesk>();
        services.AddScoped<IPasskeyHandler<PersonRow>, PasskeyHandler<PersonRow>>();
        services.AddScoped<PasskeySignIn>();
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var register = context.HttpContext.RequestServices.GetRequiredService<SessionRegister>();
        if (context.Principal is { } principal
            && AccessClaims.SessionOf(principal) is { } session
            && Guid.TryParse(principal.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value, out var person)
            && await register.IsLiveAsync(session, person, context.HttpContext.RequestAborted)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
