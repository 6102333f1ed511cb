using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Sessions;
using Mmhs.Portal.Shared;
using Mmhs.Records;
using Mmhs.Records.People;
using Mmhs.Signing.Client;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Access.Passwords;

/// <summary>Change of one's own password: here, and at the signing service on a proof by the old one.</summary>
internal sealed class PasswordDesk(
    PortalRecords records,
    ProofDesk proofs,
    IApprovals approvals,
    IRosterChanges roster,
    IServiceScopeFactory scopes,
    TimeProvider time
)
{
    public const string OldField = "password-old";
    public const string NewField = "password-new";
    public const string AgainField = "password-again";
    public const int Most = 256;

    /// <param name="actor">Whose password.</param>
    /// <param name="old">The one in force.</param>
    /// <param name="wanted">The new one.</param>
    /// <param name="again">The new one, typed again.</param>
    /// <param name="session">The session he sits at; all his others end and his API tokens with them, for who knew the old password may hold either.</param>
    public async Task<Outcome> ChangeAsync(
        Actor actor,
        string old,
        string wanted,
        string again,
        Guid? session,
        CancellationToken cancellationToken
    )
    {
        var refusals = new List<Refusal>();
        if (old.Length == 0)
            refusals.Add(PasswordRefusals.NoOldPassword);
        if (wanted.Length > Most)
            refusals.Add(PasswordRefusals.TooLong.Of(wanted.Length));
        else if (!IsPreparable(wanted))
            refusals.Add(PasswordRefusals.Unpreparable);
        else if (wanted == old)
            refusals.Add(PasswordRefusals.SameAsBefore);
        if (wanted != again)
            refusals.Add(PasswordRefusals.NotTheSameTwice);
        if (refusals.Count > 0)
            return Outcome.Refused([.. refusals]);

        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<PersonRow>>();
        if (await people.FindByIdAsync(actor.PersonId.ToString()) is not { } person)
            return Outcome.Refused(CommonRefusals.NotFound);
        foreach (var rule in people.PasswordValidators)
            if (await rule.ValidateAsync(people, person, wanted) is { Succeeded: false } failed)
                refusals.AddRange(failed.Errors.Select(error => PasswordRefusals.TooWeak.Of(error.Description)));
        if (refusals.Count > 0)
            return Outcome.Refused([.. refusals]);

        // The signing service first: were it the portal first and the other failed, nobody could release until somebody mended it.
        var statement = new VerifierStatement(
            actor.Name,
            ScramVerifier.FromPassword(wanted).Serialize(),
            Statement.Moment(time.GetUtcNow())
        );
        var (proof, why) = await proofs.ByPasswordAsync(actor, statement, old, OldField, cancellationToken);
        if (why is null && (await approvals.AuthorityAsync(cancellationToken)).Book.Find(actor.Name) is not null)
            why = await roster.ReplaceVerifierAsync(statement, proof!, cancellationToken);
        var act = new Act(AuditTypes.PasswordChanged, actor);
        if (why is not null)
            return await records.RefuseAsync(act, why, cancellationToken);
        // The signing service goes by the new one already: what fails from here on is no refusal.
        await using var work = await records.BeginAsync(cancellationToken);
        var row = await work.Context.Users.SingleAsync(user => user.Id == actor.PersonId, cancellationToken);
        row.PasswordHash = people.PasswordHasher.HashPassword(row, wanted);
        row.FirstPasswordUntil = null;
        row.SecurityStamp = Guid.NewGuid().ToString("N");
        await OpenAccess.EndAsync(work, actor, actor.PersonId, actor.Name, session, time.GetUtcNow(), cancellationToken);
        work.Audit(act.Done());
        await work.CommitAsync(cancellationToken);
        return Outcome.Done;
    }

    // What SASLprep forbids could never prove anything at the signing service (RFC 4013 §2.3).
    private static bool IsPreparable(string password)
    {
        try
        {
            return password.Length > 0 && ScramProof.Prepare(password).Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
