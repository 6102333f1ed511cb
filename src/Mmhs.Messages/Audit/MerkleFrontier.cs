using System.Numerics;
using System.Security.Cryptography;

namespace Mmhs.Messages.Audit;

/// <summary>The right edge of an RFC 6962 Merkle tree: enough to append and to name the root, never more than 63 hashes.</summary>
/// <remarks>Roots of the perfect subtrees, largest first, one for each set bit of <see cref="Size"/> (RFC 9162 §2.1.2).</remarks>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> subtrees = [];

    /// <summary>How many leaves were appended.</summary>
    public long Size { get; private set; }

    public void Append(byte[] leaf)
    {
        var node = leaf;
        for (var merges = BitOperations.TrailingZeroCount(~Size); merges > 0; merges--)
        {
            node = AuditHash.Node(subtrees[^1], node);
            subtrees.RemoveAt(subtrees.Count - 1);
        }
        subtrees.Add(node);
        Size++;
    }

    /// <summary>The root over all leaves so far; the hash of nothing for an empty tree.</summary>
    public byte[] Root()
    {
        if (subtrees.Count == 0)
            return SHA256.HashData([]);
        var root = subtrees[^1];
        for (var i = subtrees.Count - 2; i >= 0; i--)
            root = AuditHash.Node(subtrees[i], root);
        return root;
    }

    /// <summary>The subtree roots one after the other, 32 octets each: what is stored between runs.</summary>
    public byte[] ToBytes() => [.. subtrees.SelectMany(subtree => subtree)];

    /// <exception cref="ArgumentException">The octets are not the frontier of a tree of this size.</exception>
    public static MerkleFrontier FromBytes(long size, ReadOnlySpan<byte> octets)
    {
        if (size < 0 || octets.Length != BitOperations.PopCount((ulong)size) * AuditHash.Size)
            throw new ArgumentException(
                $"{octets.Length} octets are not the frontier of a tree of {size} leaves.",
                nameof(octets)
            );
        var frontier = new MerkleFrontier { Size = size };
        for (var at = 0; at < octets.Length; at += AuditHash.Size)
            frontier.subtrees.Add(octets.Slice(at, AuditHash.Size).ToArray());
        return frontier;
    }
}
