using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.People;
using Mmhs.Signing.Client;

namespace Mmhs.Portal.Access.Passkeys;

/// <summary>A passkey as it is listed.</summary>
/// <param name="Id">Credential identifier, base64url.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="AddedAt">When it was added.</param>
/// <param name="LastUsedAt">Null when it was never used.</param>
/// <param name="Synchronised">The authenticator's maker may keep copies of it elsewhere.</param>
/// <param name="Approves">The signing service knows it too, so it may say yes to a release.</param>
internal sealed record ListedPasskey(
    string Id,
    string Name,
    DateTimeOffset AddedAt,
    DateTimeOffset? LastUsedAt,
    bool Synchronised,
    bool Approves
);

/// <summary>A registration under way; it stays with the server and is good once and for a few minutes.</summary>
/// <param name="Options">For the browser, JSON.</param>
/// <param name="State">What its answer is held against.</param>
/// <param name="Address">Of the page it was begun on.</param>
/// <param name="PersonId">Whose passkey it will be.</param>
/// <param name="BegunAt">When the password was right.</param>
internal sealed record PasskeyCeremony(string Options, string? State, Uri Address, Guid PersonId, DateTimeOffset BegunAt);

/// <summary>A person's own passkeys. The ceremonies are ASP.NET Core Identity's; the signing service is told by a proof of the password, never by our word.</summary>
internal sealed class PasskeyDesk(
    PortalRecords records,
    PasskeySites sites,
    PasswordGate passwords,
    ProofDesk proofs,
    IApprovals approvals,
    IRosterChanges roster,
    IServiceScopeFactory scopes,
    TimeProvider time
)
{
    public const int MostName = 80;

    /// <summary>As many as the signing service keeps.</summary>
    public const int MostPasskeys = 10;

    public const string AddPasswordField = "passkey-password";
    public const string RemovePasswordField = "passkey-remove-password";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<ListedPasskey>> OwnAsync(Actor actor, CancellationToken cancellationToken)
    {
        var approving = (await approvals.ProofParametersAsync(actor.Name, cancellationToken)).Passkeys;
        await using var context = await records.ReadAsync(cancellationToken);
        var rows = await context.Passkeys.Where(p => p.UserId == actor.PersonId).AsNoTracking().ToListAsync(cancellationToken);
        var uses = await context
            .PasskeyUses.Where(u => context.Passkeys.Any(p => p.UserId == actor.PersonId && p.CredentialId == u.CredentialId))
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row =>
                {
                    var id = Base64Url.EncodeToString(row.CredentialId);
                    var used = uses.Find(use => use.CredentialId.AsSpan().SequenceEqual(row.CredentialId))?.LastUsedAt;
                    return new ListedPasskey(
                        id,
                        row.Data.Name ?? "Passkey",
                        row.Data.CreatedAt,
                        used,
                        row.Data.IsBackupEligible,
                        approving.Contains(id)
                    );
                })
                .OrderBy(listed => listed.AddedAt),
        ];
    }

    /// <summary>Checks the password and makes what the browser is to be asked.</summary>
    public async Task<(PasskeyCeremony? Ceremony, Outcome Outcome)> BeginAsync(
        Actor actor,
        string password,
        Uri address,
        CancellationToken cancellationToken
    )
    {
        if (sites.Objection(address) is { } objection)
            return (null, Outcome.Refused(objection));
        var why = await passwords.CheckAsync(actor, password, cancellationToken) switch
        {
            PasswordGate.Answer.Right => null,
            PasswordGate.Answer.Wrong => PasskeyRefusals.WrongPassword,
            PasswordGate.Answer.LockedOut => PasskeyRefusals.LockedOut,
        };
        if (why is not null)
            return (null, await records.RefuseAsync(Act(AuditTypes.PasskeyAdded, actor, null), why, cancellationToken));
        await using var scope = scopes.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<IPasskeyHandler<PersonRow>>();
        var made = await handler.MakeCreationOptionsAsync(
            new()
            {
                Id = actor.PersonId.ToString(),
                Name = actor.Name,
                DisplayName = actor.DisplayName,
            },
            PasskeySites.RequestOf(address, scope.ServiceProvider)
        );
        return (new(made.CreationOptionsJson, made.AttestationState, address, actor.PersonId, time.GetUtcNow()), Outcome.Done);
    }

    /// <summary>Takes the browser's answer: the signing service first, then the records with their evidence.</summary>
    public async Task<Outcome> AddAsync(
        Actor actor,
        PasskeyCeremony ceremony,
        string answer,
        string name,
        string password,
        CancellationToken cancellationToken
    )
    {
        var words = name.Trim();
        if (words.Length is 0 or > MostName)
            return Outcome.Refused(PasskeyRefusals.NoName.At("passkey-name"));
        if (ceremony.PersonId != actor.PersonId)
            return Outcome.Refused(CommonRefusals.NotPermitted);
        if (time.GetUtcNow() - ceremony.BegunAt > Longest)
            return Outcome.Refused(PasskeyRefusals.TooLate);

        await using var scope = scopes.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<IPasskeyHandler<PersonRow>>();
        var result = await handler.PerformAttestationAsync(
            new()
            {
                HttpContext = PasskeySites.RequestOf(ceremony.Address, scope.ServiceProvider),
                CredentialJson = answer,
                AttestationState = ceremony.State,
            }
        );
        if (!result.Succeeded || result.UserEntity.Id != actor.PersonId.ToString())
            return await records.RefuseAsync(
                Act(AuditTypes.PasskeyAdded, actor, null),
                PasskeyRefusals.AnswerWrong,
                cancellationToken
            );

        var passkey = result.Passkey;
        var id = Base64Url.EncodeToString(passkey.CredentialId);
        await using (var context = await records.ReadAsync(cancellationToken))
            if (await context.Passkeys.CountAsync(p => p.UserId == actor.PersonId, cancellationToken) >= MostPasskeys)
                return Outcome.Refused(PasskeyRefusals.TooMany);
        if (await IsKnownToSigningAsync(actor, cancellationToken))
        {
            var statement = new PasskeyStatement(actor.Name, id, passkey.PublicKey, Statement.Moment(time.GetUtcNow()));
            var (proof, why) = await proofs.ByPasswordAsync(actor, statement, password, AddPasswordField, cancellationToken);
            why ??= await roster.RegisterPasskeyAsync(statement, proof!, cancellationToken);
            if (why is not null)
                return await records.RefuseAsync(Act(AuditTypes.PasskeyAdded, actor, id), why, cancellationToken);
        }

        await using var work = await records.BeginAsync(cancellationToken);
        work.Context.Passkeys.Add(
            new IdentityUserPasskey<Guid>
            {
                CredentialId = passkey.CredentialId,
                UserId = actor.PersonId,
                Data = new()
                {
                    PublicKey = passkey.PublicKey,
                    Name = words,
                    CreatedAt = time.GetUtcNow(),
                    SignCount = passkey.SignCount,
                    Transports = passkey.Transports,
                    IsUserVerified = passkey.IsUserVerified,
                    IsBackupEligible = passkey.IsBackupEligible,
                    IsBackedUp = passkey.IsBackedUp,
                    AttestationObject = passkey.AttestationObject,
                    ClientDataJson = passkey.ClientDataJson,
                },
            }
        );
        work.Audit(Act(AuditTypes.PasskeyAdded, actor, id).Done());
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    public async Task<Outcome> RenameAsync(Actor actor, string id, string name, CancellationToken cancellationToken)
    {
        var words = name.Trim();
        if (words.Length is 0 or > MostName)
            return Outcome.Refused(PasskeyRefusals.NoName.At("passkey-rename"));
        await using var work = await records.BeginAsync(cancellationToken);
        if (await FindAsync(work.Context, actor, id, cancellationToken) is not { } row)
            return Outcome.Refused(CommonRefusals.NotFound);
        row.Data.Name = words;
        work.Audit(Act(AuditTypes.PasskeyRenamed, actor, id).Done());
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    /// <summary>Takes it away, first from the signing service; the password proves that it is its owner who wants so.</summary>
    public async Task<Outcome> RemoveAsync(Actor actor, string id, string password, CancellationToken cancellationToken)
    {
        await using (var context = await records.ReadAsync(cancellationToken))
            if (await FindAsync(context, actor, id, cancellationToken) is null)
                return Outcome.Refused(CommonRefusals.NotFound);
        var statement = new PasskeyRemovalStatement(actor.Name, id, Statement.Moment(time.GetUtcNow()));
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, password, RemovePasswordField, cancellationToken);
        if (why is null && await IsKnownToSigningAsync(actor, cancellationToken))
            why = await roster.RemovePasskeyAsync(statement, proof!, cancellationToken);
        if (why is not null)
            return await records.RefuseAsync(Act(AuditTypes.PasskeyRemoved, actor, id), why, cancellationToken);

        await using var work = await records.BeginAsync(cancellationToken);
        if (await FindAsync(work.Context, actor, id, cancellationToken) is not { } row)
            return Outcome.Refused(CommonRefusals.NotFound);
        work.Context.Passkeys.Remove(row);
        work.Audit(Act(AuditTypes.PasskeyRemoved, actor, id).Done());
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    // Who neither reviews nor releases is not in the rights book: his passkey signs him in and proves no yes.
    private async Task<bool> IsKnownToSigningAsync(Actor actor, CancellationToken cancellationToken) =>
        (await approvals.AuthorityAsync(cancellationToken)).Book.Find(actor.Name) is not null;

    private static async Task<IdentityUserPasskey<Guid>?> FindAsync(
        PortalContext context,
        Actor actor,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (id.Length > 1400 || !Base64Url.IsValid(id))
            return null;
        var octets = Base64Url.DecodeFromChars(id);
        return await context.Passkeys.SingleOrDefaultAsync(
            p => p.CredentialId == octets && p.UserId == actor.PersonId,
            cancellationToken
        );
    }

    private static Act Act(string type, Actor actor, string? id) => new(type, actor) { Facts = new() { ["credential"] = id } };
}
