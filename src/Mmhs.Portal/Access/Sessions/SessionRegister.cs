using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Sessions;

/// <summary>Which sessions and tokens may still be used, asked of the records for each act; and when each was last seen, written once a minute.</summary>
public sealed class SessionRegister(PortalRecords records, IOptions<SignInOptions> options, TimeProvider time)
{
    /// <summary>A session nobody used for this long is over: one watch.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>How long a session that is over stays in the records.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>A session is over this long after it was opened, however busy.</summary>
    public TimeSpan Lifetime => options.Value.SessionLifetime;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> sessions = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> tokens = new();

    /// <summary>Puts a session into a change; it is there when the change is committed.</summary>
    public SessionRow Open(PortalWork work, Guid personId, SignInMethod method, string? address, string? browser)
    {
        var now = time.GetUtcNow();
        var session = new SessionRow
        {
            Id = Guid.NewGuid(), // not by time: an identifier that grants something must not be guessed from its neighbours
            PersonId = personId,
            CreatedAt = now,
            LastSeenAt = now,
            Method = method,
            Address = Bounded(address, 64),
            Browser = Bounded(browser, 256),
        };
        work.Context.Sessions.Add(session);
        return session;
    }

    /// <summary>Whether the session is of this person and neither ended, nor left alone nor open too long; if so it counts as seen now.</summary>
    public async Task<bool> IsLiveAsync(Guid sessionId, Guid personId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var oldest = now - Idle;
        await using var context = await records.ReadAsync(cancellationToken);
        var found = await context
            .Sessions.Where(s => s.Id == sessionId && s.PersonId == personId && s.EndedAt == null)
            .Select(s => new { s.LastSeenAt, s.CreatedAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.CreatedAt <= now - Lifetime)
            return false;
        var seen = sessions.TryGetValue(sessionId, out var here) && here > found.LastSeenAt ? here : found.LastSeenAt;
        if (seen < oldest)
            return false;
        sessions[sessionId] = now;
        return true;
    }

    /// <summary>How the session stands. Looking is no use of it: a page left open keeps no session alive.</summary>
    public async Task<SessionState> LookAsync(Guid sessionId, Guid personId, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        var found = await context
            .Sessions.Where(s => s.Id == sessionId && s.PersonId == personId)
            .Select(s => new
            {
                s.LastSeenAt,
                s.CreatedAt,
                s.EndedAt,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.EndedAt is not null)
            return SessionState.Ended;
        if (found.CreatedAt <= time.GetUtcNow() - Lifetime)
            return SessionState.Spent;
        var seen = sessions.TryGetValue(sessionId, out var here) && here > found.LastSeenAt ? here : found.LastSeenAt;
        return seen < time.GetUtcNow() - Idle ? SessionState.Expired : SessionState.Live;
    }

    /// <summary>Whether the token is of this person and may still be used.</summary>
    public async Task<bool> IsTokenLiveAsync(Guid tokenId, Guid personId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await records.ReadAsync(cancellationToken);
        return await context.ApiTokens.AnyAsync(
            t => t.Id == tokenId && t.PersonId == personId && t.RevokedAt == null && t.ExpiresAt > now,
            cancellationToken
        );
    }

    public void TokenUsed(Guid tokenId) => tokens[tokenId] = time.GetUtcNow();

    /// <summary>Writes what was seen since last time, and forgets what has long been over.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var seen = Take(sessions);
        var used = Take(tokens);
        var oldest = time.GetUtcNow() - Kept;
        await using var work = await records.BeginAsync(cancellationToken);
        foreach (var (id, at) in seen)
            await work
                .Context.Sessions.Where(s => s.Id == id && s.LastSeenAt < at)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, at), cancellationToken);
        foreach (var (id, at) in used)
            await work
                .Context.ApiTokens.Where(t => t.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, at), cancellationToken);
        await work.Context.Sessions.Where(s => s.LastSeenAt < oldest).ExecuteDeleteAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    private static List<KeyValuePair<Guid, DateTimeOffset>> Take(ConcurrentDictionary<Guid, DateTimeOffset> from)
    {
        var taken = new List<KeyValuePair<Guid, DateTimeOffset>>();
        foreach (var id in from.Keys)
            if (from.TryRemove(id, out var at))
                taken.Add(new(id, at));
        return taken;
    }

    // What a browser says of itself is shown on a page: control characters are not.
    private static string? Bounded(string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var clean = string.Concat(text.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)));
        return Characters.Cut(clean, most);
    }
}
