using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mmhs.Records.Audit;

/// <summary>The hashes of access-and-audit §4.3, put together a second time: the verifier does not take the writer's word for them.</summary>
internal static class AuditVerifierHash
{
    private const int Octets = 32;

    public static byte[] Leaf(byte[] canon) => Sha256([0x00], canon);

    public static byte[] Chain(byte[] previous, long seq, byte[] leaf)
    {
        var number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, checked((ulong)seq));
        return Sha256([0x02], previous, number, leaf);
    }

    public static byte[] Start(string stream) =>
        Sha256(Encoding.ASCII.GetBytes("MMHS-AUDIT-CHAIN-v1"), [0x00], Encoding.UTF8.GetBytes(stream));

    public static byte[] Node(byte[] left, byte[] right) => Sha256([0x01], left, right);

    public static byte[] OfText(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static byte[] Sha256(params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            hash.AppendData(part);
        return hash.GetHashAndReset();
    }

    /// <summary>A Merkle tree (RFC 6962 §2.1) of which only one subtree of each height is kept.</summary>
    internal sealed class Tree
    {
        // by height: the root of the perfect subtree of 2^height leaves that waits for its right neighbour
        private readonly byte[]?[] waiting = new byte[]?[64];

        public long Leaves { get; private set; }

        public void Add(byte[] leaf)
        {
            var height = 0;
            for (; waiting[height] is { } left; height++)
            {
                leaf = Node(left, leaf);
                waiting[height] = null;
            }
            waiting[height] = leaf;
            Leaves++;
        }

        public byte[] Root()
        {
            byte[]? root = null;
            foreach (var subtree in waiting)
                if (subtree is not null)
                    root = root is null ? subtree : Node(subtree, root);
            return root ?? Sha256();
        }

        /// <summary>The subtrees, largest first, one after the other.</summary>
        public byte[] Edge()
        {
            var edge = new MemoryStream(waiting.Length * Octets);
            for (var height = waiting.Length - 1; height >= 0; height--)
                if (waiting[height] is { } subtree)
                    edge.Write(subtree);
            return edge.ToArray();
        }
    }
}
