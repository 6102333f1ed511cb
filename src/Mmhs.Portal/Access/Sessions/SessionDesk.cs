using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.Changes;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Sessions;

/// <summary>A live session.</summary>
/// <param name="PersonId">Whose it is.</param>
/// <param name="Method">How he signed in.</param>
/// <param name="Address">Where from; null: not known.</param>
/// <param name="Browser">What it called itself; null: nothing.</param>
internal sealed record LiveSession(
    Guid Id,
    Guid PersonId,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    SignInMethod Method,
    string? Address,
    string? Browser
)
{
    internal static LiveSession Of(SessionRow row) =>
        new(row.Id, row.PersonId, row.CreatedAt, row.LastSeenAt, row.Method, row.Address, row.Browser);
}

/// <summary>A live session as it is listed for others than its owner.</summary>
/// <param name="Session">The session.</param>
/// <param name="Person">Sign-in name of whose it is.</param>
/// <param name="DisplayName">What others see.</param>
internal sealed record ListedSession(LiveSession Session, string Person, string DisplayName);

/// <summary>Who is signed in where, and ending it: one's own, and for administrators those of their organisation.</summary>
internal sealed class SessionDesk(PortalRecords records, SessionRegister register, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>The actor's own, the latest used first.</summary>
    public async Task<IReadOnlyList<LiveSession>> OwnAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await Live(context)
            .Where(s => s.PersonId == actor.PersonId)
            .OrderByDescending(s => s.LastSeenAt)
            .Take(Most)
            .AsNoTracking()
            .Select(s => LiveSession.Of(s))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Of everybody of the organisation, the latest used first; empty for all but its administrators.</summary>
    public async Task<IReadOnlyList<ListedSession>> OfOrganisationAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Function != RoleFunction.Administrator)
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        return await (
            from session in Live(context)
            join person in context.Users on session.PersonId equals person.Id
            where person.OrganisationId == actor.OrganisationId
            orderby session.LastSeenAt descending
            select new ListedSession(LiveSession.Of(session), person.UserName!, person.DisplayName)
        )
            .AsNoTracking()
            .Take(Most)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Ends a session of the actor's own, or as an administrator one of the organisation.</summary>
    public async Task<Outcome> EndAsync(Actor actor, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var found = await (
            from one in Live(work.Context)
            join person in work.Context.Users on one.PersonId equals person.Id
            where one.Id == sessionId
            select new
            {
                Session = one,
                person.UserName,
                person.OrganisationId,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return Outcome.Refused(CommonRefusals.NotFound);
        var mayEnd =
            found.Session.PersonId == actor.PersonId
            || (actor.Function == RoleFunction.Administrator && found.OrganisationId == actor.OrganisationId);
        if (mayEnd)
        {
            found.Session.EndedAt = time.GetUtcNow();
            work.Changed(ChangeTopic.Sessions, found.Session.PersonId);
        }
        var act = OpenAccess.Ending(actor, sessionId, found.UserName!);
        work.Audit(mayEnd ? act.Done() : act.Refused(CommonRefusals.NotFound));
        await work.CommitAsync(cancellationToken);
        return mayEnd ? Outcome.Done : Outcome.Refused(CommonRefusals.NotFound);
    }

    /// <summary>Ends all of the actor's own but one, and his API tokens.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="keep">The one he sits at; null ends all.</param>
    public async Task<EndedAccess> EndOthersAsync(Actor actor, Guid? keep, CancellationToken cancellationToken)
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var ended = await OpenAccess.EndAsync(work, actor, actor.PersonId, actor.Name, keep, time.GetUtcNow(), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return ended;
    }

    /// <summary>Ends, as an administrator, everything somebody of the organisation has open, sessions and API tokens; of his own the session he sits at stays.</summary>
    public async Task<(EndedAccess Ended, Outcome Outcome)> EndAllOfAsync(
        Actor actor,
        Guid personId,
        CancellationToken cancellationToken
    )
    {
        await using var work = await records.BeginAsync(cancellationToken);
        var person = await work
            .Context.Users.Where(p => p.Id == personId && p.OrganisationId == actor.OrganisationId)
            .Select(p => p.UserName)
            .SingleOrDefaultAsync(cancellationToken);
        if (actor.Function != RoleFunction.Administrator || person is null)
        {
            var why = actor.Function == RoleFunction.Administrator ? CommonRefusals.NotFound : CommonRefusals.NotPermitted;
            work.Audit(OpenAccess.Ending(actor, personId, person ?? "").Refused(why));
            await work.CommitAsync(cancellationToken);
            return (new(0, 0), Outcome.Refused(why));
        }
        var ended = await OpenAccess.EndAsync(
            work,
            actor,
            personId,
            person,
            personId == actor.PersonId ? actor.Session : null,
            time.GetUtcNow(),
            cancellationToken
        );
        await work.CommitAsync(cancellationToken);
        return (ended, Outcome.Done);
    }

    private IQueryable<SessionRow> Live(PortalContext context)
    {
        var now = time.GetUtcNow();
        var (oldest, first) = (now - SessionRegister.Idle, now - register.Lifetime);
        return context.Sessions.Where(s => s.EndedAt == null && s.LastSeenAt > oldest && s.CreatedAt > first);
    }
}
