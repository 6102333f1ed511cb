using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Portal.Access.Attempts;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Coming in, choosing a role, and leaving; each audited, refusals too.</summary>
internal sealed class SignIn(
    UserManager<PersonRow> people,
    ActorResolver actors,
    PortalRecords records,
    SessionRegister sessions,
    SignInBrake brake,
    SignInRefusals refusals,
    TimeProvider time
)
{
    /// <summary>How the cookie says that a password was typed.</summary>
    public const string PasswordWord = "password";

    private static readonly string NobodysHash = new PasswordHasher<PersonRow>().HashPassword(
        new PersonRow(),
        Convert.ToHexString(RandomNumberGenerator.GetBytes(32))
    );

    public enum Answer : byte
    {
        Welcome = 0,
        Wrong = 1,
        LockedOut = 2,
        NoRole = 3,
        FirstPasswordOver = 4,
        WelcomeToChoose = 5,
        PasskeySetAside = 6,
    }

    /// <summary>Checks name and password and signs the person in, in the first role held.</summary>
    public async Task<Answer> EnterAsync(HttpContext context, string name, string password)
    {
        var person = await people.FindByNameAsync(name);
        switch (
            await brake.TryAsync(
                name,
                context.Connection.RemoteIpAddress,
                () => IsRightAsync(person, password),
                () => IsFamiliarAsync(person, context),
                context.RequestAborted
            )
        )
        {
            case AttemptAnswer.Wrong:
                return await RefusedAsync(context, person?.UserName ?? name, Answer.Wrong, person is null ? "unknown" : null);
            case AttemptAnswer.LastWrong:
                return await RefusedAsync(context, person?.UserName ?? name, Answer.LockedOut);
            case AttemptAnswer.NotTried:
                return await RefusedAsync(context, person?.UserName ?? name, Answer.LockedOut, counted: true);
        }
        if (person is null)
            throw new UnreachableException("A name nobody has is never right.");
        if (person.FirstPasswordUntil <= time.GetUtcNow())
            return await RefusedAsync(context, person.UserName!, Answer.FirstPasswordOver);
        var answer = await WelcomeAsync(context, person, SignInMethod.Password);
        return answer == Answer.Welcome && person.FirstPasswordUntil is not null ? Answer.WelcomeToChoose : answer;
    }

    /// <summary>Opens a session for a person who has shown by this method who he is, and acts in the first role held.</summary>
    /// <param name="evidence">What the trail says of the method instead of its word: which provider, which certificate.</param>
    public async Task<Answer> WelcomeAsync(HttpContext context, PersonRow person, SignInMethod method, string? evidence = null)
    {
        var held = await actors.HeldAsync(person.Id, context.RequestAborted);
        if (held.Count == 0)
            return await RefusedAsync(context, person.UserName!, Answer.NoRole, method: evidence);
        await using var work = await records.BeginAsync(context.RequestAborted);
        var session = sessions.Open(
            work,
            person.Id,
            method,
            context.Connection.RemoteIpAddress?.ToString(),
            context.Request.Headers.UserAgent.ToString()
        );
        work.Audit(
            Event(
                AuditTypes.Login,
                AuditOutcome.Ok,
                person.UserName!,
                held[0].Address,
                new()
                {
                    ["reason"] = (string?)null,
                    ["method"] = evidence ?? Word(method),
                    ["session"] = session.Id.ToString("D"),
                }
            )
        );
        await work.CommitAsync(context.RequestAborted);
        await IssueAsync(context, person.Id, person.UserName!, held[0].MembershipId, session.Id, Word(method));
        return Answer.Welcome;
    }

    /// <summary>Somebody showed something that is no proof of anybody; audited.</summary>
    public Task<Answer> StrangerAsync(HttpContext context, string name, string reason) =>
        RefusedAsync(context, name, Answer.Wrong, reason);

    /// <summary>Somebody's passkey that is not taken although its signature holds; audited with the reason.</summary>
    public Task<Answer> PasskeyRefusedAsync(HttpContext context, PersonRow person, Refusal why) =>
        RefusedAsync(context, person.UserName!, Answer.PasskeySetAside, why.Code, Word(SignInMethod.Passkey));

    /// <summary>Where to go after sign-in. Only a path of our own: two slashes or a backslash would lead elsewhere.</summary>
    public static string HomeOf(string? asked) =>
        asked is { Length: > 0 }
        && asked[0] == '/'
        && !asked.StartsWith("//", StringComparison.Ordinal)
        && !asked.Contains('\\', StringComparison.Ordinal)
            ? asked
            : "/";

    /// <summary>Acts in another of the roles held; false when it is not held.</summary>
    public async Task<bool> ChooseRoleAsync(HttpContext context, int membershipId)
    {
        if (!Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var personId))
            return false;
        var name = context.User.Identity!.Name!;
        if (
            (await actors.HeldAsync(personId, context.RequestAborted)).FirstOrDefault(held => held.MembershipId == membershipId)
            is not { } chosen
        )
        {
            await AuditAsync(AuditTypes.RoleChosen, AuditOutcome.Denied, name, null, "not held", context.RequestAborted);
            return false;
        }
        await AuditAsync(AuditTypes.RoleChosen, AuditOutcome.Ok, name, chosen.Address, null, context.RequestAborted);
        var session =
            AccessClaims.SessionOf(context.User)
            ?? throw new UnreachableException("A cookie without a session is refused before it comes here.");
        await IssueAsync(context, personId, name, membershipId, session, context.User.FindFirstValue(AccessClaims.Method) ?? "");
        return true;
    }

    public async Task LeaveAsync(HttpContext context)
    {
        if (context.User.Identity?.Name is { } name)
        {
            await using var work = await records.BeginAsync(context.RequestAborted);
            var id = AccessClaims.SessionOf(context.User);
            if (
                await work.Context.Sessions.SingleOrDefaultAsync(s => s.Id == id && s.EndedAt == null, context.RequestAborted) is
                { } session
            )
            {
                session.EndedAt = time.GetUtcNow();
                work.Changed(ChangeTopic.Sessions, session.PersonId);
            }
            work.Audit(Event(AuditTypes.Logout, AuditOutcome.Ok, name, null, new() { ["reason"] = (string?)null }));
            await work.CommitAsync(context.RequestAborted);
        }
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>The same work for a name nobody has, or that has no password, as for any other: the time tells nothing.</summary>
    private async Task<bool> IsRightAsync(PersonRow? person, string password)
    {
        var verdict = people.PasswordHasher.VerifyHashedPassword(
            person ?? new PersonRow(),
            person?.PasswordHash ?? NobodysHash,
            password
        );
        if (person?.PasswordHash is null)
            return false;
        return verdict == PasswordVerificationResult.SuccessRehashNeeded
            ? await people.CheckPasswordAsync(person, password)
            : verdict == PasswordVerificationResult.Success;
    }

    private async Task<bool> IsFamiliarAsync(PersonRow? person, HttpContext context)
    {
        var (id, address) = (person?.Id ?? Guid.Empty, context.Connection.RemoteIpAddress?.ToString());
        await using var read = await records.ReadAsync(context.RequestAborted);
        return await read.Sessions.AnyAsync(
            session => session.PersonId == id && session.Address == address,
            context.RequestAborted
        );
    }

    private async Task<Answer> RefusedAsync(
        HttpContext context,
        string name,
        Answer answer,
        string? reason = null,
        string? method = null,
        bool counted = false
    )
    {
        var data = new CanonicalObject { ["reason"] = reason ?? answer.ToString() };
        if (method is not null)
            data["method"] = method;
        await refusals.AddAsync(
            Event(AuditTypes.Login, AuditOutcome.Denied, name, null, data),
            context.Connection.RemoteIpAddress,
            answer.ToString(),
            name,
            counted,
            context.RequestAborted
        );
        return answer;
    }

    private Task AuditAsync(
        string type,
        AuditOutcome outcome,
        string name,
        string? role,
        string? reason,
        CancellationToken cancellationToken
    ) => records.AuditAsync(Event(type, outcome, name, role, new() { ["reason"] = reason }), cancellationToken);

    // The name comes from outside: bounded, so that nobody writes novels into the evidence.
    private static AuditEvent Event(string type, AuditOutcome outcome, string name, string? role, CanonicalObject data) =>
        new(type, outcome, Characters.Cut(name, 64), role, null, null, null, data);

    private static string Word(SignInMethod method) =>
        method switch
        {
            SignInMethod.Password => PasswordWord,
            SignInMethod.Passkey => "passkey",
            SignInMethod.Federation => "federation",
            SignInMethod.Certificate => "certificate",
        };

    private static Task IssueAsync(HttpContext context, Guid personId, string name, int membershipId, Guid session, string method)
    {
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, personId.ToString()),
                new(ClaimTypes.Name, name),
                new(ActorResolver.MembershipClaim, membershipId.ToString(CultureInfo.InvariantCulture)),
                new(AccessClaims.Session, session.ToString()),
                new(AccessClaims.Method, method),
            ],
            IdentityConstants.ApplicationScheme
        );
        return context.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(identity));
    }
}

/// <summary>The two forms of the frame that change the cookie; pages over a circuit cannot.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapPost(
                "/session/role",
                async (HttpContext context, SignIn signIn, IAntiforgery antiforgery) =>
                {
                    if (!await antiforgery.IsRequestValidAsync(context))
                        return Results.BadRequest();
                    var form = await context.Request.ReadFormAsync(context.RequestAborted);
                    var chosen =
                        int.TryParse(form["role"], NumberStyles.None, CultureInfo.InvariantCulture, out var membership)
                        && await signIn.ChooseRoleAsync(context, membership);
                    return chosen ? Results.Redirect(SignIn.HomeOf(context.Request.Query["to"])) : Results.Forbid();
                }
            )
            .RequireAuthorization();

        endpoints.MapPost(
            "/sign-out",
            async (HttpContext context, SignIn signIn, IAntiforgery antiforgery) =>
            {
                if (!await antiforgery.IsRequestValidAsync(context))
                    return Results.BadRequest();
                await signIn.LeaveAsync(context);
                return Results.Redirect("/sign-in");
            }
        );
    }
}
