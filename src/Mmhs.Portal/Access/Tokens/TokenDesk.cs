using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Tokens;

/// <summary>A token as it is listed; its secret is not there.</summary>
/// <param name="Name">What its owner calls it.</param>
/// <param name="ActsAs">Organisation and role it acts in.</param>
/// <param name="LastUsedAt">Null: never.</param>
internal sealed record ListedToken(
    Guid Id,
    string Name,
    string ActsAs,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>A token as the administrators of its owner's organisation see it.</summary>
/// <param name="Person">Sign-in name of its owner.</param>
/// <param name="DisplayName">What others see of him.</param>
/// <param name="Name">What he calls it.</param>
/// <param name="ActsAs">Organisation and role it acts in.</param>
/// <param name="LastUsedAt">Null: never.</param>
internal sealed record OrganisationToken(
    Guid Id,
    Guid PersonId,
    string Person,
    string DisplayName,
    string Name,
    string ActsAs,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset ExpiresAt
);

/// <summary>Made, or why not.</summary>
/// <param name="Secret">Shown once and kept nowhere; null when refused.</param>
/// <param name="Outcome">Done, or what stands against it.</param>
internal sealed record TokenMade(string? Secret, Outcome Outcome);

/// <summary>A person's own API tokens, and for administrators those of their organisation's people. Each acts in the membership its owner had chosen when he made it.</summary>
internal sealed class TokenDesk(PortalRecords records, TimeProvider time)
{
    public const int MostDays = 365;
    public const int MostName = 80;
    internal const int MostTokens = 20;
    private const int MostListed = 500;

    public async Task<IReadOnlyList<ListedToken>> OwnAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(cancellationToken);
        return await (
            from token in context.ApiTokens
            where token.PersonId == actor.PersonId && token.RevokedAt == null && token.ExpiresAt > now
            join membership in context.Memberships on token.MembershipId equals membership.Id
            orderby token.CreatedAt descending
            select new ListedToken(
                token.Id,
                token.Name,
                membership.Role.Organisation.Name + " · " + membership.Role.Name,
                token.CreatedAt,
                token.ExpiresAt,
                token.LastUsedAt
            )
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
    }

    /// <summary>Those of everybody of the organisation that may still be used, the latest made first; empty for all but its administrators.</summary>
    public async Task<IReadOnlyList<OrganisationToken>> OfOrganisationAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Function != RoleFunction.Administrator)
            return [];
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(cancellationToken);
        return await (
            from token in context.ApiTokens
            where token.RevokedAt == null && token.ExpiresAt > now
            join person in context.Users on token.PersonId equals person.Id
            where person.OrganisationId == actor.OrganisationId
            join membership in context.Memberships on token.MembershipId equals membership.Id
            orderby token.CreatedAt descending
            select new OrganisationToken(
                token.Id,
                person.Id,
                person.UserName!,
                person.DisplayName,
                token.Name,
                membership.Role.Organisation.Name + " · " + membership.Role.Name,
                token.CreatedAt,
                token.LastUsedAt,
                token.ExpiresAt
            )
        )
            .Take(MostListed)
            .ToListAsync(cancellationToken);
    }

    public async Task<TokenMade> MakeAsync(Actor actor, string name, int days, CancellationToken cancellationToken)
    {
        var words = name.Trim();
        if (words.Length is 0 or > MostName)
            return Refused(TokenRefusals.NoName);
        if (days is < 1 or > MostDays)
            return Refused(TokenRefusals.WrongDays);
        var now = time.GetUtcNow();
        var secret = TokenSecret.Make();
        await using var work = await records.BeginAsync(cancellationToken);
        if (
            await work.Context.ApiTokens.CountAsync(
                t => t.PersonId == actor.PersonId && t.RevokedAt == null && t.ExpiresAt > now,
                cancellationToken
            ) >= MostTokens
        )
            return Refused(TokenRefusals.TooMany);
        var token = new TokenRow
        {
            Id = Guid.CreateVersion7(now),
            PersonId = actor.PersonId,
            MembershipId = actor.MembershipId,
            Name = words,
            SecretHash = TokenSecret.Hash(secret),
            CreatedAt = now,
            ExpiresAt = now.AddDays(days),
        };
        work.Context.ApiTokens.Add(token);
        work.Audit(Act(AuditTypes.TokenMade, actor, token, actor.Name).Done());
        await work.CommitAsync(cancellationToken);
        return new(secret, Outcome.Done);
    }

    /// <summary>Revokes a token of the actor's own, or as an administrator one of somebody of the organisation.</summary>
    public async Task<Outcome> RevokeAsync(Actor actor, Guid tokenId, CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var found = await (
            from one in work.Context.ApiTokens
            where one.Id == tokenId && one.RevokedAt == null
            join person in work.Context.Users on one.PersonId equals person.Id
            select new
            {
                Token = one,
                person.UserName,
                person.OrganisationId,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return Outcome.Refused(CommonRefusals.NotFound);
        var may =
            found.Token.PersonId == actor.PersonId
            || (actor.Function == RoleFunction.Administrator && found.OrganisationId == actor.OrganisationId);
        var act = Act(AuditTypes.TokenRevoked, actor, found.Token, found.UserName!);
        if (may)
            found.Token.RevokedAt = time.GetUtcNow();
        work.Audit(may ? act.Done() : act.Refused(CommonRefusals.NotFound));
        await work.CommitAsync(cancellationToken);
        return may ? Outcome.Done : Outcome.Refused(CommonRefusals.NotFound);
    }

    private static TokenMade Refused(Refusal why) => new(null, Outcome.Refused(why));

    internal static Act Act(string type, Actor by, TokenRow token, string person) =>
        new(type, by, token.Id)
        {
            Facts = new()
            {
                ["name"] = token.Name,
                ["expires"] = token.ExpiresAt,
                ["person"] = person,
            },
        };
}
