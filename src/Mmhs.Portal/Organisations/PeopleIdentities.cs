using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Federation;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Shared;

namespace Mmhs.Portal.Organisations;

/// <summary>An identity elsewhere, of a provider or a card.</summary>
/// <param name="Provider">Issuer, or <c>certificate</c>, <c>certificate-subject</c>.</param>
/// <param name="Subject">Its name there.</param>
public sealed record Identity(string Provider, string Subject);

/// <summary>An identity tied to a person.</summary>
public sealed record TiedIdentity(Guid PersonId, string DisplayName, Identity Identity);

/// <summary>An identity that came and was nobody's.</summary>
public sealed record UnknownIdentity(Identity Identity, DateTimeOffset At);

/// <summary>Who is known elsewhere as whom here.</summary>
public sealed partial class PeopleDesk
{
    private const int MostUnknown = 10;
    private static readonly TimeSpan UnknownFor = TimeSpan.FromDays(7);

    /// <summary>Those tied to people of the organisation; empty for those who keep no people.</summary>
    public async Task<IReadOnlyList<TiedIdentity>> IdentitiesAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!KeepersAct.MayKeep(actor.Function))
            return [];
        await using var context = await records.ReadAsync(cancellationToken);
        return await (
            from login in context.UserLogins
            join person in context.Users on login.UserId equals person.Id
            where person.OrganisationId == actor.OrganisationId
            orderby person.DisplayName, login.LoginProvider
            select new TiedIdentity(person.Id, person.DisplayName, new(login.LoginProvider, login.ProviderKey))
        ).ToListAsync(cancellationToken);
    }

    /// <summary>Those refused in the last week because they are nobody's, the latest first, so that one can be tied; ten at the most.</summary>
    public async Task<IReadOnlyList<UnknownIdentity>> UnknownIdentitiesAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!KeepersAct.MayKeep(actor.Function))
            return [];
        var first = time.GetUtcNow() - UnknownFor;
        await using var context = await records.ReadAsync(cancellationToken);
        var denied = await context
            .AuditEntries.AsNoTracking()
            .Where(entry =>
                entry.EventType == AuditTypes.Login && entry.Outcome == "denied" && entry.Actor == null && entry.At > first
            )
            .OrderByDescending(entry => entry.Seq)
            .Take(200)
            .ToListAsync(cancellationToken);
        var came = denied
            .Select(row => (row.At, Entry: new AuditEntryView(row)))
            .Where(one => one.Entry.Said("reason") == ExternalRefusals.NobodyTied.Code && one.Entry.Said("subject") is not null)
            .Select(one => new UnknownIdentity(new(one.Entry.Said("provider")!, one.Entry.Said("subject")!), one.At))
            .DistinctBy(one => one.Identity)
            .ToList();
        var subjects = came.Select(one => one.Identity.Subject).ToList();
        var tied = await context
            .UserLogins.Where(login => subjects.Contains(login.ProviderKey))
            .Select(login => new Identity(login.LoginProvider, login.ProviderKey))
            .ToListAsync(cancellationToken);
        return [.. came.Where(one => !tied.Contains(one.Identity)).Take(MostUnknown)];
    }

    /// <summary>From now on who comes with this identity is this person.</summary>
    public Task<Outcome> TieAsync(
        Actor actor,
        Guid personId,
        string provider,
        string subject,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actor,
            AuditTypes.IdentityTied,
            new(),
            async (work, said) =>
            {
                if (await PersonAsync(work, actor, personId, said, cancellationToken) is not { } person)
                    return CommonRefusals.NotFound;
                if (!KeepersAct.IsName(provider, ExternalKey.Longest) || !KeepersAct.IsName(subject, ExternalKey.Longest))
                    return PeopleRefusals.WrongIdentity;
                (said["provider"], said["subject"]) = (provider, subject);
                if (person.Id == actor.PersonId)
                    return PeopleRefusals.Oneself;
                if (
                    await work.Context.UserLogins.AnyAsync(
                        login => login.LoginProvider == provider && login.ProviderKey == subject,
                        cancellationToken
                    )
                )
                    return PeopleRefusals.IdentityTaken;
                work.Context.UserLogins.Add(
                    new IdentityUserLogin<Guid>
                    {
                        LoginProvider = provider,
                        ProviderKey = subject,
                        UserId = personId,
                    }
                );
                return null;
            },
            cancellationToken
        );

    /// <summary>Who comes with this identity is nobody again, and what the person has open ends.</summary>
    public Task<Outcome> UntieAsync(
        Actor actor,
        Guid personId,
        string provider,
        string subject,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actor,
            AuditTypes.IdentityUntied,
            new(),
            async (work, said) =>
            {
                if (
                    await PersonAsync(work, actor, personId, said, cancellationToken) is not { } person
                    || await work.Context.UserLogins.SingleOrDefaultAsync(
                        one => one.LoginProvider == provider && one.ProviderKey == subject && one.UserId == personId,
                        cancellationToken
                    )
                        is not { } login
                )
                    return CommonRefusals.NotFound;
                (said["provider"], said["subject"]) = (provider, subject);
                if (person.Id == actor.PersonId)
                    return PeopleRefusals.Oneself;
                work.Context.UserLogins.Remove(login);
                await OpenAccess.EndAsync(work, actor, personId, person.UserName!, null, time.GetUtcNow(), cancellationToken);
                return null;
            },
            cancellationToken
        );
}
