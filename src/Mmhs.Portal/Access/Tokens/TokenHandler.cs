using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Records;

namespace Mmhs.Portal.Access.Tokens;

/// <summary>Lets a program in by <c>Authorization: Bearer mmhs_…</c> (RFC 6750 §2.1), with the same claims a cookie has.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    PortalRecords records,
    SessionRegister register,
    TimeProvider time
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Token";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var secret = header[Bearer.Length..].Trim();
        if (!TokenSecret.HasForm(secret))
            return AuthenticateResult.Fail("The token is not of its form.");
        var hash = TokenSecret.Hash(secret);
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(Context.RequestAborted);
        var found = await (
            from token in context.ApiTokens
            where token.SecretHash == hash && token.RevokedAt == null && token.ExpiresAt > now
            join person in context.Users on token.PersonId equals person.Id
            select new
            {
                token.Id,
                token.PersonId,
                token.MembershipId,
                person.UserName,
            }
        ).SingleOrDefaultAsync(Context.RequestAborted);
        if (found is null)
            return AuthenticateResult.Fail("The token is not known, revoked or past its time.");
        register.TokenUsed(found.Id);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, found.PersonId.ToString()),
                new(ClaimTypes.Name, found.UserName!),
                new(ActorResolver.MembershipClaim, found.MembershipId.ToString(CultureInfo.InvariantCulture)),
                new(AccessClaims.Token, found.Id.ToString()),
                new(AccessClaims.Method, "token"),
            ],
            Scheme.Name
        );
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\""; // RFC 6750 §3.1
        return Task.CompletedTask;
    }
}
