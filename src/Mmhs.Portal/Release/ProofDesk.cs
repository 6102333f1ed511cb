using Mmhs.Messages;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Signing;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Release;

/// <summary>Turns a password typed again into the proof of a statement, and asks the signing service whether a proof holds.</summary>
public sealed class ProofDesk(ISigningService signing, PasswordGate passwords)
{
    /// <param name="viewer">Whose password it must be.</param>
    /// <param name="statement">What he says yes to.</param>
    /// <param name="password">As typed.</param>
    /// <param name="field">Where a refusal is shown.</param>
    public async Task<(Proof? Proof, Refusal? Why)> ByPasswordAsync(Viewer viewer, Statement statement, string password, string field, CancellationToken cancellationToken)
    {
        switch (await passwords.CheckAsync(viewer.PersonId, password, cancellationToken))
        {
            case PasswordGate.Answer.Wrong:
                return (null, new("REL-020", "This is not your password. Nothing was done; try again.", field));
            case PasswordGate.Answer.LockedOut:
                return (null, new("REL-021", "Too many wrong passwords: your account is locked for five minutes. Nothing was done.", field));
        }
        var parameters = await signing.ProofParametersAsync(statement.Person, cancellationToken);
        return (new(ApprovalMethod.PasswordProof, ScramProof.Create(password, parameters.Salt, parameters.Iterations, statement.ToBytes())), null);
    }

    public Task<bool> HoldsAsync(Statement statement, Proof proof, CancellationToken cancellationToken) => signing.ProvesAsync(statement, proof, cancellationToken);
}
