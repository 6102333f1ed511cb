namespace Mmhs.Signing.Client;

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
