using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access.Attempts;
using Mmhs.Portal.Access.Passkeys;
using Mmhs.Signing;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Access;

/// <summary>Turns a password typed again into the proof of a statement, and asks the signing service whether a proof holds. Every proof passes here, and wrong ones are counted.</summary>
public sealed class ProofDesk(ISigningService signing, PasswordGate passwords, ProofBrake brake, PasskeyGuard passkeys)
{
    /// <summary>The proof does not hold.</summary>
    public const string NotProvenCode = "REL-007";

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
                return (null, new("REL-020", "This is not your password. Nothing was done; try again.", field));
            case PasswordGate.Answer.LockedOut:
                return (null, TooMany(field));
        }
        var parameters = await signing.ProofParametersAsync(statement.Person, cancellationToken);
        return (
            new(
                ApprovalMethod.PasswordProof,
                ScramProof.Create(password, parameters.Salt, parameters.Iterations, statement.ToBytes())
            ),
            null
        );
    }

    /// <summary>Null when the proof holds; otherwise why not, with the field of a proof where it is merely wrong.</summary>
    public async Task<Refusal?> ObjectionAsync(Actor actor, Statement statement, Proof proof, CancellationToken cancellationToken)
    {
        switch (await brake.TryAsync(actor, () => signing.ProvesAsync(statement, proof, cancellationToken), cancellationToken))
        {
            case AttemptAnswer.Wrong:
                return new(NotProvenCode, "This is not proven to be you. Give your password or passkey again.", "proof-password");
            case AttemptAnswer.LastWrong or AttemptAnswer.NotTried:
                return TooMany(null);
        }
        return proof.Method == ApprovalMethod.Passkey
            ? await passkeys.ObjectionAsync(actor, proof.Octets, cancellationToken)
            : null;
    }

    private static Refusal TooMany(string? field) =>
        new("REL-021", "Too many wrong proofs in this session. Nothing was done; wait some minutes, then try again.", field);
}
