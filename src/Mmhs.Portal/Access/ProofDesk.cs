using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Attempts;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Signing.Client;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Access;

/// <summary>Turns a password typed again into the proof of a statement, and asks the signing service whether a proof holds. Every proof passes here, and wrong ones are counted.</summary>
public sealed class ProofDesk(IApprovals approvals, PasswordGate passwords, ProofBrake brake, PasskeyGuard passkeys)
{
    /// <param name="actor">Whose password it must be.</param>
    /// <param name="statement">What he says yes to.</param>
    /// <param name="password">As typed.</param>
    /// <param name="field">Where a refusal is shown.</param>
    public async Task<(Proof? Proof, Refusal? Why)> ByPasswordAsync(
        Actor actor,
        Statement statement,
        string password,
        string field,
        CancellationToken cancellationToken
    )
    {
        switch (await passwords.CheckAsync(actor, password, cancellationToken))
        {
            case PasswordGate.Answer.Wrong:
                return (null, ProofRefusals.WrongPassword.At(field));
            case PasswordGate.Answer.LockedOut:
                return (null, ProofRefusals.TooMany.At(field));
        }
        var parameters = await approvals.ProofParametersAsync(statement.Person, cancellationToken);
        return (
            new(
                ApprovalMethod.PasswordProof,
                ScramProof.Create(password, parameters.Salt, parameters.Iterations, statement.ToBytes())
            ),
            null
        );
    }

    /// <summary>Null when the proof holds; otherwise why not, with the field of a proof where it is merely wrong.</summary>
    public async Task<Refusal?> ObjectionAsync(
        Actor actor,
        Statement statement,
        Proof proof,
        CancellationToken cancellationToken
    ) =>
        await HoldsAsync(actor, statement, proof, cancellationToken) is var (holds, stop) && !holds
            ? stop ?? ReleaseRefusals.NotProven.At("proof-password")
            : null;

    /// <summary>Whether the proof holds, for whom asks rules that look at proofs themselves: a wrong one they refuse in their own order.</summary>
    /// <returns>Why no rule is to be asked, such as too many wrong proofs; null where the proof holds and where it is merely wrong.</returns>
    public async Task<(bool Holds, Refusal? Stop)> HoldsAsync(
        Actor actor,
        Statement statement,
        Proof proof,
        CancellationToken cancellationToken
    )
    {
        // neither is a wrong proof, nor counted as one
        if (await approvals.StopAsync(cancellationToken) is { } paused)
            return (false, paused);
        switch (await brake.TryAsync(actor, () => approvals.ProvesAsync(statement, proof, cancellationToken), cancellationToken))
        {
            case AttemptAnswer.Wrong:
                return (false, null);
            case AttemptAnswer.LastWrong or AttemptAnswer.NotTried:
                return (false, ProofRefusals.TooMany);
        }
        var stop =
            proof.Method == ApprovalMethod.Passkey ? await passkeys.ObjectionAsync(actor, proof.Octets, cancellationToken) : null;
        if (stop is not null)
            await approvals.TakeBackAsync(statement, actor.Name, cancellationToken); // a copied passkey's answer is no yes later either
        return (stop is null, stop);
    }
}
