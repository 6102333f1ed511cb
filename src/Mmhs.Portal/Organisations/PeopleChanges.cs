using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Portal.Access;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Shared;
using Mmhs.Records.People;

namespace Mmhs.Portal.Organisations;

/// <summary>Done with a first password to be read out, or why not.</summary>
/// <param name="Outcome">Done, or what stands against it.</param>
/// <param name="FirstPassword">Shown once and kept nowhere; null when refused.</param>
public sealed record FirstPasswordGiven(Outcome Outcome, string? FirstPassword);

/// <summary>New people, their names and clearances.</summary>
public sealed partial class PeopleDesk
{
    public static readonly TimeSpan FirstPasswordLifetime = TimeSpan.FromDays(3);

    /// <summary>Adds a person with a mailbox of the organisation's domain and a first password, good for three days and only to choose an own one by.</summary>
    public async Task<FirstPasswordGiven> AddPersonAsync(
        Actor actor,
        string name,
        string display,
        ImmutableArray<Clearance> clearances,
        CancellationToken cancellationToken
    )
    {
        var (password, now) = (NewPassword(), time.GetUtcNow());
        var outcome = await ActAsync(
            actor,
            AuditTypes.PersonChanged,
            new() { ["what"] = "added" },
            async (work, said) =>
            {
                var organisation = await work.Context.Organisations.SingleAsync(
                    o => o.Id == actor.OrganisationId,
                    cancellationToken
                );
                if (
                    name.Length < 2
                    || !OrganisationDesk.IsMailboxName(name)
                    || !EmailAddress.TryParse($"{name}@{organisation.Domain}", out var address)
                )
                    return PeopleRefusals.WrongName;
                said["person"] = name;
                var normalized = name.ToUpperInvariant();
                if (
                    await work.Context.Users.AnyAsync(person => person.NormalizedUserName == normalized, cancellationToken)
                    || await OrganisationDesk.IsTakenAsync(work, address, cancellationToken)
                )
                    return PeopleRefusals.NameTaken;
                if (!KeepersAct.IsName(display, 120))
                    return PeopleRefusals.WrongDisplay;
                if (!IsWithin(clearances, ClearanceKey.ParseAll(organisation.Clearances)))
                    return PeopleRefusals.BeyondOrganisation;
                var row = new PersonRow
                {
                    Id = Guid.CreateVersion7(now),
                    UserName = name,
                    NormalizedUserName = normalized,
                    DisplayName = display,
                    Address = address.ToString(),
                    OrganisationId = actor.OrganisationId,
                    Clearances = Lines(clearances),
                };
                SetFirstPassword(row, password, now);
                work.Context.Users.Add(row);
                return null;
            },
            cancellationToken
        );
        return new(outcome, outcome.IsDone ? password : null);
    }

    /// <summary>Changes the name others see, and the clearances.</summary>
    public async Task<Outcome> ChangePersonAsync(
        Actor actor,
        Guid personId,
        string display,
        ImmutableArray<Clearance> clearances,
        CancellationToken cancellationToken
    )
    {
        var book = (await approvals.AuthorityAsync(cancellationToken)).Book;
        return await ActAsync(
            actor,
            AuditTypes.PersonChanged,
            new() { ["what"] = "name or clearances" },
            async (work, said) =>
            {
                if (await PersonAsync(work, actor, personId, said, cancellationToken) is not { } person)
                    return CommonRefusals.NotFound;
                if (person.Id == actor.PersonId)
                    return PeopleRefusals.Oneself;
                if (!KeepersAct.IsName(display, 120))
                    return PeopleRefusals.WrongDisplay;
                if (display != person.DisplayName && book.Find(person.UserName!) is not null)
                    return PeopleRefusals.InTheBook;
                var organisation = await work.Context.Organisations.SingleAsync(
                    o => o.Id == actor.OrganisationId,
                    cancellationToken
                );
                if (!IsWithin(clearances, ClearanceKey.ParseAll(organisation.Clearances)))
                    return PeopleRefusals.BeyondOrganisation;
                (said["cleared"], said["before"]) = (Lines(clearances), person.Clearances);
                (person.DisplayName, person.Clearances) = (display, Lines(clearances));
                return null;
            },
            cancellationToken
        );
    }

    /// <summary>A first password anew, for who forgot his own. His sessions and API tokens end; what proves his approvals at the signing service does not change by it.</summary>
    public async Task<FirstPasswordGiven> GiveFirstPasswordAsync(Actor actor, Guid personId, CancellationToken cancellationToken)
    {
        var (password, now) = (NewPassword(), time.GetUtcNow());
        var outcome = await ActAsync(
            actor,
            AuditTypes.PersonChanged,
            new() { ["what"] = "first password" },
            async (work, said) =>
            {
                if (await PersonAsync(work, actor, personId, said, cancellationToken) is not { } person)
                    return CommonRefusals.NotFound;
                if (person.Id == actor.PersonId)
                    return PeopleRefusals.Oneself;
                SetFirstPassword(person, password, now);
                await OpenAccess.EndAsync(work, actor, personId, person.UserName!, null, now, cancellationToken);
                return null;
            },
            cancellationToken
        );
        return new(outcome, outcome.IsDone ? password : null);
    }

    private void SetFirstPassword(PersonRow person, string password, DateTimeOffset now)
    {
        using var scope = scopes.CreateScope();
        person.PasswordHash = scope
            .ServiceProvider.GetRequiredService<IPasswordHasher<PersonRow>>()
            .HashPassword(person, password);
        person.SecurityStamp = Guid.NewGuid().ToString("N");
        person.FirstPasswordUntil = now + FirstPasswordLifetime;
    }

    /// <summary>Whether every classification and category is one the organisation holds too.</summary>
    internal static bool IsWithin(ImmutableArray<Clearance> wanted, ImmutableArray<Clearance> held) =>
        wanted.All(one =>
            held.FirstOrDefault(other => other.PolicyId == one.PolicyId) is { } limit
            && one.Classifications.All(limit.Classifications.Contains)
            && one.Categories.All(limit.Categories.Contains)
        );

    private static string Lines(ImmutableArray<Clearance> clearances) =>
        string.Join('\n', clearances.Select(clearance => clearance.ToKey()));

    // read out once: no letter that is taken for a digit, in groups
    private static string NewPassword() =>
        string.Join(
            '-',
            Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString("23456789abcdefghjkmnpqrstuvwxyz", 4))
        );
}
