using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Canonical;
using Mmhs.Messages.Compose;
using Mmhs.Portal.Access.Attempts;
using Mmhs.Records;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Federation;

/// <summary>Takes somebody vouched for elsewhere to a person here, gives the roles the rules grant, and signs in. People are never made here.</summary>
internal sealed class ExternalDoor(
    PortalRecords records,
    RoleRules rules,
    SignIn signIn,
    SignInRefusals refusals,
    ILookupNormalizer normalizer
)
{
    /// <summary>Null when the person is in; otherwise why not, which is audited by then.</summary>
    public async Task<Refusal?> EnterAsync(HttpContext context, ExternalIdentity identity)
    {
        var (person, refusal) = await FindAsync(identity, context.RequestAborted);
        if (person is null || refusal is not null)
            return await RefuseAsync(context, identity.Method, refusal ?? ExternalRefusals.NobodyTied, identity.Keys, person);
        if (person.DeactivatedAt is null)
            await rules.ApplyAsync(person, identity.ProvidedBy, identity.Claims, context.RequestAborted);
        // a refusal here is audited by the door itself
        return await signIn.WelcomeAsync(context, person, identity.Kind, identity.Method) is SignIn.Answer.Welcome
            ? null
            : ExternalRefusals.NoRole;
    }

    /// <summary>Evidence of a refusal; hands it on. Nobody has shown who he is here, so it names no actor.</summary>
    /// <param name="context">Of who is refused.</param>
    /// <param name="method">How he came.</param>
    /// <param name="refusal">Why not.</param>
    /// <param name="keys">The identity that came, so that an administrator can tie it; null: none is certain.</param>
    /// <param name="person">Whose name it bore, when it is tied to another identity; his organisation's auditors see it, and no others.</param>
    public async Task<Refusal> RefuseAsync(
        HttpContext context,
        string method,
        Refusal refusal,
        IReadOnlyList<ExternalKey>? keys = null,
        PersonRow? person = null
    )
    {
        var said = new CanonicalObject { ["reason"] = refusal.Code, ["method"] = Characters.Cut(method, ExternalKey.Longest) };
        if (keys is { Count: > 0 })
        {
            // the last outlives a renewal, where a certificate has two
            said["provider"] = Characters.Cut(keys[^1].Provider, ExternalKey.Longest);
            said["subject"] = Characters.Cut(keys[^1].Key, ExternalKey.Longest);
        }
        if (person is not null)
            said["person"] = person.UserName!;
        await refusals.AddAsync(
            new(AuditTypes.Login, AuditOutcome.Denied, null, null, null, null, null, said)
            {
                Organisation = person is null ? null : await DomainOfAsync(person, context.RequestAborted),
            },
            context.Connection.RemoteIpAddress,
            refusal.Code,
            person?.UserName,
            counted: false,
            context.RequestAborted
        );
        return refusal;
    }

    private async Task<string?> DomainOfAsync(PersonRow person, CancellationToken cancellationToken)
    {
        await using var context = await records.ReadAsync(cancellationToken);
        return await context
            .Organisations.Where(organisation => organisation.Id == person.OrganisationId)
            .Select(organisation => organisation.Domain)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<(PersonRow? Person, Refusal? Refusal)> FindAsync(
        ExternalIdentity identity,
        CancellationToken cancellationToken
    )
    {
        await using var work = await records.BeginAsync(cancellationToken);
        foreach (var key in identity.Keys)
            if (
                await work
                    .Context.UserLogins.AsNoTracking()
                    .FirstOrDefaultAsync(
                        login => login.LoginProvider == key.Provider && login.ProviderKey == key.Key,
                        cancellationToken
                    ) is
                { } tied
            )
                return (
                    await work.Context.Users.AsNoTracking().SingleAsync(person => person.Id == tied.UserId, cancellationToken),
                    null
                );

        var named = await NamedAsync(work.Context, identity, cancellationToken);
        if (named.Count != 1)
            return (null, ExternalRefusals.NobodyTied); // two of one address: nobody can say which
        if (!identity.TieOnceFound)
            return (named[0], null);

        // A name that was given to somebody else over there must not open this person's door.
        var (personId, first) = (named[0].Id, identity.Keys[0]);
        if (
            await work.Context.UserLogins.AnyAsync(
                login => login.UserId == personId && login.LoginProvider == first.Provider,
                cancellationToken
            )
        )
            return (named[0], ExternalRefusals.AnotherTied);
        work.Context.UserLogins.Add(
            new IdentityUserLogin<Guid>
            {
                LoginProvider = first.Provider,
                ProviderKey = first.Key,
                UserId = personId,
            }
        );
        work.Audit(
            new(
                AuditTypes.IdentityTied,
                AuditOutcome.Ok,
                named[0].UserName,
                null,
                null,
                null,
                personId.ToString(),
                new()
                {
                    ["person"] = named[0].UserName,
                    ["provider"] = first.Provider,
                    ["subject"] = first.Key,
                    ["method"] = identity.Method,
                }
            )
        );
        await work.CommitAsync(cancellationToken);
        return (named[0], null);
    }

    private async Task<List<PersonRow>> NamedAsync(
        PortalContext context,
        ExternalIdentity identity,
        CancellationToken cancellationToken
    )
    {
        switch (identity.NamesAre)
        {
            case PersonMatch.SignInName:
                var names = identity.Names.Select(normalizer.NormalizeName).OfType<string>().ToList();
                return await context
                    .Users.AsNoTracking()
                    .Where(person => names.Contains(person.NormalizedUserName!))
                    .OrderBy(person => person.Id)
                    .Take(2)
                    .ToListAsync(cancellationToken);
            case PersonMatch.Address:
                var addresses = identity
                    .Names.Select(name => EmailAddress.TryParse(name, out var address) ? address.ToString() : null)
                    .OfType<string>()
                    .SelectMany(address => new[] { address, address.ToLowerInvariant() })
                    .Distinct()
                    .ToList();
                return await context
                    .Users.AsNoTracking()
                    .Where(person => addresses.Contains(person.Address))
                    .OrderBy(person => person.Id)
                    .Take(2)
                    .ToListAsync(cancellationToken);
            default:
                throw new ArgumentOutOfRangeException(nameof(identity));
        }
    }
}
