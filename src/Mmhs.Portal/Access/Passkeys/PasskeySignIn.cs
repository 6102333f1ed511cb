using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Records;
using Mmhs.Records.People;
using Mmhs.Signing;
using Mmhs.Wire.Passkeys;

namespace Mmhs.Portal.Access.Passkeys;

/// <summary>Coming in by a passkey the browser finds by itself: no name is asked, and none is told to a stranger.</summary>
internal sealed class PasskeySignIn(
    IPasskeyHandler<PersonRow> handler,
    UserManager<PersonRow> people,
    SignIn signIn,
    PasskeyGuard guard,
    PortalRecords records,
    IOptions<SigningOptions> signing,
    IDataProtectionProvider protection
)
{
    private const string Cookie = "mmhs-passkey";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector protector = protection
        .CreateProtector("Mmhs.PasskeySignIn")
        .ToTimeLimitedDataProtector();

    /// <summary>What the browser is to be asked; what it must answer to waits in a cookie only we can read.</summary>
    public async Task<string> BeginAsync(HttpContext context)
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
        context.Response.Cookies.Append(
            Cookie,
            protector.Protect($"{Challenge(made.RequestOptionsJson)}\n{made.AssertionState}", Longest),
            CookieOptions(context)
        );
        return made.RequestOptionsJson;
    }

    public async Task<SignIn.Answer> EnterAsync(HttpContext context, string answer)
    {
        var asked = TakeState(context)?.Split('\n', 2);
        if (
            asked is not [var challenge, var state]
            || answer.Length is 0 or > PasskeyResponse.MaxOctets
            || !PasskeyResponse.TryReadBrowser(answer, out var response)
        )
            return await signIn.StrangerAsync(context, "passkey", "passkey not asked for");
        var result = await handler.PerformAssertionAsync(
            new()
            {
                HttpContext = context,
                CredentialJson = answer,
                AssertionState = state,
            }
        );
        // Where all holds but the counter, it is not a stranger: the guard says so.
        var person = result.Succeeded ? result.User : await OwnerAsync(response, challenge, context.RequestAborted);
        if (person is null)
            return await signIn.StrangerAsync(context, "passkey", "passkey does not hold");
        if (await guard.ObjectionAsync(response, "sign-in", context.RequestAborted) is { } objection)
            return await signIn.PasskeyRefusedAsync(context, person, objection);
        if (!result.Succeeded)
            return await signIn.StrangerAsync(context, "passkey", "passkey does not hold");
        await people.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return await signIn.WelcomeAsync(context, result.User, SignInMethod.Passkey);
    }

    /// <summary>Whose passkey it is, when its signature answers exactly what was asked; null otherwise.</summary>
    private async Task<PersonRow?> OwnerAsync(PasskeyResponse response, string challenge, CancellationToken cancellationToken)
    {
        var id = Base64Url.DecodeFromChars(response.CredentialId);
        await using var context = await records.ReadAsync(cancellationToken);
        if (
            await context.Passkeys.AsNoTracking().SingleOrDefaultAsync(one => one.CredentialId == id, cancellationToken)
            is not { } passkey
        )
            return null;
        var party = new RelyingParty(signing.Value.RelyingPartyId, [.. signing.Value.RelyingPartyOrigins]);
        return
            PasskeyAssertion.Verify(
                new(response.CredentialId, passkey.Data.PublicKey),
                response,
                Base64Url.DecodeFromChars(challenge),
                party
            )
                is null
            ? await context.Users.AsNoTracking().SingleOrDefaultAsync(one => one.Id == passkey.UserId, cancellationToken)
            : null;
    }

    // WebAuthn Level 3 §5.1.9, PublicKeyCredentialRequestOptionsJSON
    private static string Challenge(string options)
    {
        using var json = JsonDocument.Parse(options);
        return json.RootElement.GetProperty("challenge").GetString()!;
    }

    // Good once: whatever comes of it, the next try begins anew.
    private string? TakeState(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } kept)
            return null;
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
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/sign-in",
            IsEssential = true,
        };
}

/// <summary>The two requests of the sign-in page that a passkey needs.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeySignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapPost(
                "/sign-in/passkey/options",
                async (HttpContext context, PasskeySignIn passkeys, IAntiforgery antiforgery) =>
                    await antiforgery.IsRequestValidAsync(context)
                        ? Results.Text(await passkeys.BeginAsync(context), "application/json")
                        : Results.BadRequest()
            )
            .AllowAnonymous();

        endpoints
            .MapPost(
                "/sign-in/passkey",
                async (HttpContext context, PasskeySignIn passkeys, IAntiforgery antiforgery) =>
                {
                    if (!await antiforgery.IsRequestValidAsync(context))
                        return Results.BadRequest();
                    var form = await context.Request.ReadFormAsync(context.RequestAborted);
                    var answer = await passkeys.EnterAsync(context, form["credential"].ToString());
                    return answer == SignIn.Answer.Welcome
                        ? Results.LocalRedirect(SignIn.HomeOf(form["returnUrl"]))
                        : Results.LocalRedirect($"/sign-in?problem={answer}");
                }
            )
            .AllowAnonymous();
    }
}
