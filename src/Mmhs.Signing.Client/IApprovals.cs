using Mmhs.Messages;
using Mmhs.Messages.Release;

namespace Mmhs.Signing.Client;

/// <summary>Who may say yes to what, and whether a yes is proven.</summary>
public interface IApprovals
{
    /// <summary>Why nothing is approved or signed at all for now; null: there is nothing against it. Codes <c>LED-</c> and <c>CHK-</c>.</summary>
    Task<Refusal?> StopAsync(CancellationToken cancellationToken);

    /// <summary>What an operator must look at, what stops everything first; null: nothing.</summary>
    Task<Refusal?> FaultAsync(CancellationToken cancellationToken);

    /// <summary>Rights, release policies and deputies as the service goes by them; nobody's while its files are not as it wrote them (<see cref="FaultAsync"/>).</summary>
    /// <remarks>Never changed once given; the same again, with the same <see cref="Authority.Version"/>, until book or deputies change.</remarks>
    Task<Authority> AuthorityAsync(CancellationToken cancellationToken);

    /// <summary>Salt and iteration count of a releaser's verifier, from which his password makes a proof (RFC 5802 §3).</summary>
    /// <remarks>For a name it does not know the service answers with a salt that is made up but stays the same.</remarks>
    Task<ProofParameters> ProofParametersAsync(string releaser, CancellationToken cancellationToken);

    /// <summary>Whether the proof is of the statement and of its person, and the statement new by the service's clock.</summary>
    /// <remarks>
    /// What holds is entered into the service's ledger and counts by that entry from then on: the proof of a password is never kept,
    /// since beside the verifier it would be a key (RFC 5802 §9).
    /// </remarks>
    Task<bool> ProvesAsync(Statement statement, Proof proof, CancellationToken cancellationToken);

    /// <summary>A yes counts no more.</summary>
    /// <param name="statement">What was said.</param>
    /// <param name="by">Sign-in name of who takes it back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task TakeBackAsync(Statement statement, string by, CancellationToken cancellationToken);

    /// <summary>No release of a version that was approved until now counts: nothing is signed by one, and no copy that was goes on.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="version">Number of its version.</param>
    /// <param name="by">Sign-in name of who takes it back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task TakeBackReleaseAsync(Guid draftId, int version, string by, CancellationToken cancellationToken);
}
