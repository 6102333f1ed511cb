using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Mmhs.Messages.Audit;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access;

/// <summary>Coming in, choosing a role, and leaving; each audited, refusals too.</summary>
public sealed class SignIn(UserManager<PersonRow> people, Viewers viewers, PortalRecords records)
{
    public enum Answer : byte { Welcome = 0, Wrong = 1, LockedOut = 2, NoRole = 3 }

    /// <summary>Checks name and password and signs the person in, in the first role held.</summary>
    public async Task<Answer> EnterAsync(HttpContext context, string name, string password)
    {
        var person = await people.FindByNameAsync(name);
        if (person is null)
        {
            // The same work as for a known name, so that the time tells nothing.
            people.PasswordHasher.HashPassword(new PersonRow(), password);
            await AuditAsync(AuditTypes.Login, AuditOutcome.Denied, name, null, "unknown", context.RequestAborted);
            return Answer.Wrong;
        }
        if (await people.IsLockedOutAsync(person)) return await RefusedAsync(person, Answer.LockedOut, context.RequestAborted);
        if (!await people.CheckPasswordAsync(person, password))
        {
            await people.AccessFailedAsync(person);
            return await RefusedAsync(person, await people.IsLockedOutAsync(person) ? Answer.LockedOut : Answer.Wrong, context.RequestAborted);
        }
        await people.ResetAccessFailedCountAsync(person);
        var held = await viewers.HeldAsync(person.Id, context.RequestAborted);
        if (held.Count == 0) return await RefusedAsync(person, Answer.NoRole, context.RequestAborted);
        await AuditAsync(AuditTypes.Login, AuditOutcome.Ok, person.UserName!, held[0].Address, null, context.RequestAborted);
        await IssueAsync(context, person.Id, person.UserName!, held[0].MembershipId);
        return Answer.Welcome;
    }

    /// <summary>Signs in a person whom a provider or a certificate vouched for, in the first role held; false when none is held now.</summary>
    public async Task<bool> EnterExternallyAsync(HttpContext context, PersonRow person, string method)
    {
        var held = await viewers.HeldAsync(person.Id, context.RequestAborted);
        var role = held.Count > 0 ? held[0] : null;
        await records.AuditAsync(new(AuditTypes.Login, role is null ? AuditOutcome.Denied : AuditOutcome.Ok, person.UserName, role?.Address, null, null, null,
            new() { ["reason"] = role is null ? nameof(Answer.NoRole) : null, ["method"] = method }), context.RequestAborted);
        if (role is not null) await IssueAsync(context, person.Id, person.UserName!, role.MembershipId);
        return role is not null;
    }

    /// <summary>Acts in another of the roles held; false when it is not held.</summary>
    public async Task<bool> ChooseRoleAsync(HttpContext context, int membershipId)
    {
        if (!Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)) return false;
        var name = context.User.Identity!.Name!;
        if ((await viewers.HeldAsync(personId, context.RequestAborted)).FirstOrDefault(held => held.MembershipId == membershipId) is not { } chosen)
        {
            await AuditAsync(AuditTypes.RoleChosen, AuditOutcome.Denied, name, null, "not held", context.RequestAborted);
            return false;
        }
        await AuditAsync(AuditTypes.RoleChosen, AuditOutcome.Ok, name, chosen.Address, null, context.RequestAborted);
        await IssueAsync(context, personId, name, membershipId);
        return true;
    }

    public async Task LeaveAsync(HttpContext context)
    {
        if (context.User.Identity?.Name is { } name) await AuditAsync(AuditTypes.Logout, AuditOutcome.Ok, name, null, null, context.RequestAborted);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private async Task<Answer> RefusedAsync(PersonRow person, Answer answer, CancellationToken cancellationToken)
    {
        await AuditAsync(AuditTypes.Login, AuditOutcome.Denied, person.UserName!, null, answer.ToString(), cancellationToken);
        return answer;
    }

    private Task AuditAsync(string type, AuditOutcome outcome, string name, string? role, string? reason, CancellationToken cancellationToken)
    {
        // The name comes from outside: bounded, so that nobody writes novels into the evidence.
        var actor = name.Length <= 64 ? name : name[..64];
        return records.AuditAsync(new(type, outcome, actor, role, null, null, null, new() { ["reason"] = reason }), cancellationToken);
    }

    private static Task IssueAsync(HttpContext context, Guid personId, string name, int membershipId)
    {
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, personId.ToString()),
                new(ClaimTypes.Name, name),
                new(Viewers.MembershipClaim, membershipId.ToString(CultureInfo.InvariantCulture)),
            ], IdentityConstants.ApplicationScheme);
        return context.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(identity));
    }
}

/// <summary>The two forms of the frame that change the cookie; pages over a circuit cannot.</summary>
public static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/session/role", async (HttpContext context, SignIn signIn, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var chosen = int.TryParse(form["role"], NumberStyles.None, CultureInfo.InvariantCulture, out var membership) && await signIn.ChooseRoleAsync(context, membership);
            return chosen ? Results.Redirect("/") : Results.Forbid();
        }).RequireAuthorization();

        endpoints.MapPost("/sign-out", async (HttpContext context, SignIn signIn, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
            await signIn.LeaveAsync(context);
            return Results.Redirect("/sign-in");
        });
    }
}
