namespace Mmhs.Signing.Client;

/// <summary>Attestation of the audit streams: what extends the last checkpoint of a stream is signed, and nothing else.</summary>
public interface ICheckpoints
{
    /// <summary>What the service attested of every stream it has signed for. Throws nothing: a state it cannot read is a fault beside the others.</summary>
    Task<Attested> AttestedAsync(CancellationToken cancellationToken);

    /// <summary>Signs a checkpoint if it extends the last one signed for its stream; the service sets time and key itself.</summary>
    Task<CheckpointResult> SignCheckpointAsync(CheckpointRequest request, CancellationToken cancellationToken);
}
