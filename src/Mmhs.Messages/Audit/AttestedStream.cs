namespace Mmhs.Messages.Audit;

/// <summary>What the signing service remembers of a stream: the only witness that does not lie beside the trail.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Size">Entries covered by what it signed last; there can never be fewer.</param>
/// <param name="Chain">Chain hash of the last of them, 32 octets.</param>
/// <param name="Digest">Of the checkpoint it signed last, 32 octets.</param>
/// <param name="HeldDigest">Of the last checkpoint the trail is known to hold; zeros where none is: a signature may be lost on its way.</param>
public sealed record AttestedStream(string Stream, long Size, byte[] Chain, byte[] Digest, byte[] HeldDigest)
{
    /// <summary>Whether the stream is kept in the portal's records: a portal has any name but one that begins as those of the relay's streams do, which are kept in its own.</summary>
    public bool IsOfPortal =>
        !Stream.StartsWith("msa-", StringComparison.Ordinal) && !Stream.StartsWith("mta-", StringComparison.Ordinal);

    /// <summary>Whether the trail is known to hold any checkpoint of it.</summary>
    public bool IsHeld => HeldDigest.AsSpan().ContainsAnyExcept((byte)0);
}
