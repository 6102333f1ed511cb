using Mmhs.Messages;
using Mmhs.Messages.Audit;

namespace Mmhs.Signing.Client;

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
