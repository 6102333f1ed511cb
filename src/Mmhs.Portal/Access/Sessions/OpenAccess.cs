using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Records;
using Mmhs.Records.Changes;

namespace Mmhs.Portal.Access.Sessions;

/// <summary>How much of a person's access was ended.</summary>
internal sealed record EndedAccess(int Sessions, int Tokens)
{
    public override string ToString() =>
        (Sessions, Tokens) switch
        {
            (1, 0) => "One session ended.",
            (_, 0) => $"{Sessions} sessions ended.",
            (1, 1) => "One session ended, one API token revoked.",
            (_, 1) => $"{Sessions} sessions ended, one API token revoked.",
            (1, _) => $"One session ended, {Tokens} API tokens revoked.",
            _ => $"{Sessions} sessions ended, {Tokens} API tokens revoked.",
        };
}

/// <summary>Every way in a person has open, sessions and API tokens, ended as part of a larger change: who knew the password may hold either.</summary>
internal static class OpenAccess
{
    /// <param name="work">The change it is part of.</param>
    /// <param name="by">Who ends them.</param>
    /// <param name="personId">Whose.</param>
    /// <param name="person">His sign-in name.</param>
    /// <param name="keep">The session that stays; null: none.</param>
    /// <param name="now">The clock.</param>
    public static async Task<EndedAccess> EndAsync(
        PortalWork work,
        Actor by,
        Guid personId,
        string person,
        Guid? keep,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var sessions = await work
            .Context.Sessions.Where(s =>
                s.PersonId == personId && s.EndedAt == null && s.LastSeenAt > now - SessionRegister.Idle && s.Id != keep
            )
            .ToListAsync(cancellationToken);
        foreach (var session in sessions)
        {
            session.EndedAt = now;
            work.Audit(Ending(by, session.Id, person).Done());
        }
        if (sessions.Count > 0)
            work.Changed(ChangeTopic.Sessions, personId);
        var tokens = await work
            .Context.ApiTokens.Where(t => t.PersonId == personId && t.RevokedAt == null && t.ExpiresAt > now)
            .ToListAsync(cancellationToken);
        foreach (var token in tokens)
        {
            token.RevokedAt = now;
            work.Audit(Tokens.TokenDesk.Act(AuditTypes.TokenRevoked, by, token, person).Done());
        }
        return new(sessions.Count, tokens.Count);
    }

    /// <summary>The act of ending a session, or all a person has.</summary>
    /// <param name="by">Who ends it.</param>
    /// <param name="session">Identifier of the session, or of the person.</param>
    /// <param name="person">Sign-in name of whose it is.</param>
    public static Act Ending(Actor by, Guid session, string person) =>
        new(AuditTypes.SessionEnded, by, session) { Facts = new() { ["person"] = person } };
}
