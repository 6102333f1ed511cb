using System.Diagnostics.CodeAnalysis;

namespace Mmhs.Wire.Mime;

/// <summary>Hands out one part of a stored message.</summary>
public static class AttachmentExtractor
{
    /// <summary>Writes the decoded octets of a part; false, and nothing written, when there is no such part.</summary>
    /// <param name="octets">The whole message as it was received.</param>
    /// <param name="path">As in <see cref="MessagePart.Path"/>.</param>
    /// <param name="into">Left open.</param>
    public static async Task<bool> CopyToAsync(
        ReadOnlyMemory<byte> octets,
        string path,
        Stream into,
        CancellationToken cancellationToken
    )
    {
        if (!TryFind(octets, path, out var node))
            return false;
        // the decoder is synchronous and a response stream is not: one part is held in between
        using var decoded = new MemoryStream();
        PartOctets.CopyTo(node, decoded);
        decoded.Position = 0;
        await decoded.CopyToAsync(into, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static bool TryFind(ReadOnlyMemory<byte> octets, string path, [NotNullWhen(true)] out PartNode? node)
    {
        node = PartTree
            .Of(octets)
            .Root?.WithDescendants()
            .FirstOrDefault(candidate => candidate.Path == path && PartList.IsListed(candidate));
        return node is not null;
    }
}
