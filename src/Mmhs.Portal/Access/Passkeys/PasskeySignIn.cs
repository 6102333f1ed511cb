using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Passkeys;

/// <summary>Coming in by a passkey the browser finds by itself: no name is asked, and none is told to a stranger.</summary>
public sealed class PasskeySignIn(
    IPasskeyHandler<PersonRow> handler, UserManager<PersonRow> people, SignIn signIn, PortalRecords records, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Cookie = "mmhs-passkey";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Mmhs.PasskeySignIn").ToTimeLimitedDataProtector();

    /// <summary>What the browser is to be asked; what it must answer to waits in a cookie only we can read.</summary>
    public async Task<string> BeginAsync(HttpContext context)
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
        context.Response.Cookies.Append(Cookie, protector.Protect(made.AssertionState ?? "", Longest), CookieOptions(context));
        return made.RequestOptionsJson;
    }

    public async Task<SignIn.Answer> EnterAsync(HttpContext context, string answer)
    {
        var state = TakeState(context);
        if (state is null || answer.Length is 0 or > Wire.Passkeys.PasskeyResponse.MaxOctets) return await signIn.StrangerAsync("passkey", "passkey not asked for", context.RequestAborted);
        var result = await handler.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = answer, AssertionState = state });
        if (!result.Succeeded) return await signIn.StrangerAsync("passkey", "passkey does not hold", context.RequestAborted);
        if (await people.IsLockedOutAsync(result.User)) return await signIn.LockedOutAsync(result.User, context.RequestAborted);
        await people.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        await UsedAsync(result.Passkey.CredentialId, context.RequestAborted);
        return await signIn.WelcomeAsync(context, result.User, SignInMethod.Passkey);
    }

    private async Task UsedAsync(byte[] credential, CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var use = await work.Context.PasskeyUses.SingleOrDefaultAsync(u => u.CredentialId == credential, cancellationToken);
        if (use is null) work.Context.PasskeyUses.Add(use = new() { CredentialId = credential });
        use.LastUsedAt = time.GetUtcNow();
        await work.CommitAsync(cancellationToken);
    }

    // Good once: whatever comes of it, the next try begins anew.
    private string? TakeState(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } kept) return null;
        context.Response.Cookies.Delete(Cookie, CookieOptions(context));
        try
        {
            return protector.Unprotect(kept);
        }
        catch (System.Security.Cryptography.CryptographicException) // not ours, or past its time
        {
            return null;
        }
    }

    private static CookieOptions CookieOptions(HttpContext context) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/sign-in", IsEssential = true };
}

/// <summary>The two requests of the sign-in page that a passkey needs.</summary>
public static class PasskeyEndpoints
{
    public static void MapPasskeySignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/sign-in/passkey/options", async (HttpContext context, PasskeySignIn passkeys, IAntiforgery antiforgery) =>
            await antiforgery.IsRequestValidAsync(context) ? Results.Text(await passkeys.BeginAsync(context), "application/json") : Results.BadRequest()).AllowAnonymous();

        endpoints.MapPost("/sign-in/passkey", async (HttpContext context, PasskeySignIn passkeys, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var answer = await passkeys.EnterAsync(context, form["credential"].ToString());
            return answer == SignIn.Answer.Welcome ? Results.LocalRedirect(SignIn.HomeOf(form["returnUrl"])) : Results.LocalRedirect($"/sign-in?problem={answer}");
        }).AllowAnonymous();
    }
}
