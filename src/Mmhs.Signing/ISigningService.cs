using System.Collections.Immutable;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Signing;

/// <summary>The signing service: it holds the keys, checks every approval by itself, and signs nothing nobody approved.</summary>
public interface ISigningService
{
    /// <summary>Checks the approval, builds all copies of the message and signs each.</summary>
    Task<SigningResult> SignAsync(SigningRequest request, CancellationToken cancellationToken);

    /// <summary>Salt and iteration count of a releaser's verifier, from which his password makes a proof (RFC 5802 §3).</summary>
    /// <remarks>For a name it does not know the service answers with a salt that is made up but stays the same.</remarks>
    Task<ProofParameters> ProofParametersAsync(string releaser, CancellationToken cancellationToken);

    /// <summary>Whether the proof is of the statement and of its person.</summary>
    Task<bool> ProvesAsync(Statement statement, Proof proof, CancellationToken cancellationToken);

    /// <summary>Rights, release policies and deputies as the service goes by them.</summary>
    Task<Authority> AuthorityAsync(CancellationToken cancellationToken);

    /// <summary>Adds a passkey of a person, on his proof by password or another passkey. Codes <c>ROS-</c>; null when done.</summary>
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

    /// <summary>Until when the certificate it signs by for a domain is good; null for a domain it has no usable key of.</summary>
    Task<DateTimeOffset?> CertificateUntilAsync(string domain, CancellationToken cancellationToken);

    /// <summary>What the service attested of every stream it has signed for. Throws nothing: a state it cannot read is a fault beside the others.</summary>
    Task<Attested> AttestedAsync(CancellationToken cancellationToken);

    /// <summary>Signs a checkpoint if it extends the last one signed for its stream; the service sets time and key itself.</summary>
    Task<CheckpointResult> SignCheckpointAsync(CheckpointRequest request, CancellationToken cancellationToken);
}

/// <param name="Salt">Octets of the salt.</param>
/// <param name="Iterations">4,096 or more.</param>
/// <param name="Passkeys">Identifiers of the passkeys that may say yes, base64url; empty when there is none.</param>
public sealed record ProofParameters(byte[] Salt, int Iterations, ImmutableArray<string> Passkeys);

/// <param name="After">The book as it shall be.</param>
/// <param name="FirstVerifiers">Of the first passwords of people new in it, by sign-in name (RFC 5803 §3).</param>
/// <param name="Proposed">The first keeper's yes, with its proof.</param>
/// <param name="Approved">The second keeper's, to the same change.</param>
public sealed record BookChange(
    RightsBook After,
    ImmutableDictionary<string, string> FirstVerifiers,
    (BookStatement Statement, Proof Proof) Proposed,
    (BookStatement Statement, Proof Proof) Approved
);

/// <param name="Version">What was approved.</param>
/// <param name="Approval">The approval with its proof.</param>
/// <param name="Concurrences">Those of the reviewers, with their proofs; of other versions too.</param>
/// <param name="Attachments">The octets of the version's attachments, by their SHA-256 in lower-case hexadecimal.</param>
public sealed record SigningRequest(
    MessageVersion Version,
    Approval Approval,
    ImmutableArray<Concurrence> Concurrences,
    IReadOnlyDictionary<string, byte[]> Attachments
);

/// <summary>Signed, or why not.</summary>
public abstract record SigningResult
{
    private SigningResult() { }

    public sealed record Signed(ImmutableArray<SignedCopy> Copies) : SigningResult;

    public sealed record Refused(Refusal Reason) : SigningResult;
}

/// <summary>One copy, ready to be submitted as it is.</summary>
/// <param name="Plan">Whose copy.</param>
/// <param name="EnvelopeId">The approved ENVID of its submission.</param>
/// <param name="Octets">RFC 5322 message with CRLF line ends.</param>
public sealed record SignedCopy(PlannedCopy Plan, EnvelopeId EnvelopeId, ReadOnlyMemory<byte> Octets);

/// <summary>The state of a stream that is to be attested.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Size">Entries covered, at least as many as last time.</param>
/// <param name="Root">Merkle root over them.</param>
/// <param name="Chain">Chain hash of the last of them.</param>
/// <param name="LeavesSinceLast">Leaf hashes from the last checkpoint's size to <paramref name="Size"/>: the service appends them to the tree it remembers.</param>
/// <param name="Previous">Digest of the last checkpoint the asker holds, which the new one will name; null: the service goes by the sizes.</param>
public sealed record CheckpointRequest(
    string Stream,
    long Size,
    byte[] Root,
    byte[] Chain,
    IReadOnlyList<byte[]> LeavesSinceLast,
    byte[]? Previous = null
);

/// <param name="Streams">One for each stream whose state can be read.</param>
/// <param name="Fault">Why the state of a stream cannot be read; null when all can.</param>
public sealed record Attested(ImmutableArray<AttestedStream> Streams, Refusal? Fault);

/// <summary>Attested, or why not.</summary>
public abstract record CheckpointResult
{
    private CheckpointResult() { }

    /// <param name="Checkpoint">As signed, with the service's time and key.</param>
    /// <param name="Signature">Detached CMS SignedData over its text, DER.</param>
    public sealed record Signed(Checkpoint Checkpoint, byte[] Signature) : CheckpointResult;

    /// <param name="Reason">Codes <c>CHK-</c>: not an extension of what was signed before.</param>
    public sealed record Refused(Refusal Reason) : CheckpointResult;
}
