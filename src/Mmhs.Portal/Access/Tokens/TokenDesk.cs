using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Tokens;

/// <summary>A token as it is listed; its secret is not there.</summary>
/// <param name="Row">The token.</param>
/// <param name="ActsAs">Organisation, role and function it acts in.</param>
public sealed record ListedToken(TokenRow Row, string ActsAs);

/// <summary>Made, or why not.</summary>
/// <param name="Secret">Shown once and kept nowhere; null when refused.</param>
/// <param name="Outcome">Done, or what stands against it.</param>
public sealed record TokenMade(string? Secret, Outcome Outcome);

/// <summary>A person's own API tokens. Each acts in the membership its owner had chosen when he made it.</summary>
public sealed class TokenDesk(PortalRecords records, TimeProvider time)
{
    public const int MostDays = 365;
    public const int MostName = 80;
    private const int MostTokens = 20;

    public async Task<IReadOnlyList<ListedToken>> OwnAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(cancellationToken);
        return await (
            from token in context.ApiTokens
            where token.PersonId == viewer.PersonId && token.RevokedAt == null && token.ExpiresAt > now
            join membership in context.Memberships on token.MembershipId equals membership.Id
            orderby token.CreatedAt descending
            select new ListedToken(token, membership.Role.Organisation.Name + " · " + membership.Role.Name)).AsNoTracking().ToListAsync(cancellationToken);
    }

    public async Task<TokenMade> MakeAsync(Viewer viewer, string name, int days, CancellationToken cancellationToken)
    {
        var words = name.Trim();
        if (words.Length is 0 or > MostName) return Refused(new("TOK-001", $"Name the program that will use it, in {MostName} characters at the most.", "token-name"));
        if (days is < 1 or > MostDays) return Refused(new("TOK-002", $"A token is good for 1 to {MostDays} days.", "token-days"));
        var now = time.GetUtcNow();
        var secret = TokenSecret.Make();
        await using var work = await records.BeginAsync(cancellationToken);
        if (await work.Context.ApiTokens.CountAsync(t => t.PersonId == viewer.PersonId && t.RevokedAt == null && t.ExpiresAt > now, cancellationToken) >= MostTokens)
            return Refused(new("TOK-003", $"You have {MostTokens} tokens. Revoke one that is no longer used."));
        var token = new TokenRow
        {
            Id = Guid.CreateVersion7(now),
            PersonId = viewer.PersonId,
            MembershipId = viewer.MembershipId,
            Name = words,
            SecretHash = TokenSecret.Hash(secret),
            CreatedAt = now,
            ExpiresAt = now.AddDays(days),
        };
        work.Context.ApiTokens.Add(token);
        work.Audit(Event(AuditTypes.TokenMade, viewer, token));
        await work.CommitAsync(cancellationToken);
        return new(secret, Outcome.Done);
    }

    public async Task<Outcome> RevokeAsync(Viewer viewer, Guid tokenId, CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var token = await work.Context.ApiTokens.SingleOrDefaultAsync(t => t.Id == tokenId && t.PersonId == viewer.PersonId && t.RevokedAt == null, cancellationToken);
        if (token is null) return Outcome.Refused(CommonRefusals.NotFound);
        token.RevokedAt = time.GetUtcNow();
        work.Audit(Event(AuditTypes.TokenRevoked, viewer, token));
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    private static TokenMade Refused(Refusal why) => new(null, Outcome.Refused(why));

    private static AuditEvent Event(string type, Viewer viewer, TokenRow token) =>
        new(type, AuditOutcome.Ok, viewer.Name, viewer.Role.Address.ToString(), null, null, token.Id.ToString("D"), new() { ["name"] = token.Name, ["expires"] = token.ExpiresAt });
}
