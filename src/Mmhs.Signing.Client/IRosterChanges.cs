using Mmhs.Messages;
using Mmhs.Messages.Release;

namespace Mmhs.Signing.Client;

/// <summary>Changes of who may say yes and of what proves it: each on the proof of those whom it concerns, never on the caller's word.</summary>
/// <remarks>Null when done; refusals have codes <c>ROS-</c>.</remarks>
public interface IRosterChanges
{
    /// <summary>Adds a passkey of a person, on his proof by password or another passkey.</summary>
    Task<Refusal?> RegisterPasskeyAsync(PasskeyStatement statement, Proof proof, CancellationToken cancellationToken);

    /// <summary>Takes a passkey away, on its person's proof.</summary>
    Task<Refusal?> RemovePasskeyAsync(PasskeyRemovalStatement statement, Proof proof, CancellationToken cancellationToken);

    /// <summary>Replaces what a person's password is checked by, on a proof by the old one.</summary>
    Task<Refusal?> ReplaceVerifierAsync(VerifierStatement statement, Proof proof, CancellationToken cancellationToken);

    /// <summary>Sets a deputy, on the proof of the principal or of a keeper of rights.</summary>
    Task<Refusal?> DelegateAsync(DelegationStatement statement, Proof proof, CancellationToken cancellationToken);

    /// <summary>Ends a delegation, on the proof of one it concerns or of a keeper of rights.</summary>
    Task<Refusal?> EndDelegationAsync(DelegationEndStatement statement, Proof proof, CancellationToken cancellationToken);

    /// <summary>Takes a new rights book over, on the proofs of two different keepers of rights.</summary>
    Task<Refusal?> ChangeBookAsync(BookChange change, CancellationToken cancellationToken);
}
