using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mmhs.Messages.Audit;

/// <summary>The hashes of the audit trail, each with its own first octet so that none can stand for another.</summary>
/// <remarks>SHA-256, 32 octets. Leaf and node are those of RFC 6962 §2.1; chain and genesis are ours (access-and-audit §4.3).</remarks>
public static class AuditHash
{
    public const int Size = 32;

    /// <summary>SHA-256( 0x00 || canon ).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> canon)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0x00]);
        hash.AppendData(canon);
        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256( 0x01 || left || right ).</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> octets = stackalloc byte[1 + 2 * Size];
        octets[0] = 0x01;
        left.CopyTo(octets[1..]);
        right.CopyTo(octets[(1 + Size)..]);
        return SHA256.HashData(octets);
    }

    /// <summary>What the first entry of a stream is chained to: SHA-256( "MMHS-AUDIT-CHAIN-v1" || 0x00 || stream ).</summary>
    public static byte[] Genesis(string stream) => SHA256.HashData(Encoding.UTF8.GetBytes("MMHS-AUDIT-CHAIN-v1\0" + stream));

    /// <summary>SHA-256( 0x02 || previous || seq as 8 octets, most significant first || leaf ).</summary>
    public static byte[] Chain(ReadOnlySpan<byte> previous, long seq, ReadOnlySpan<byte> leaf)
    {
        Span<byte> octets = stackalloc byte[1 + Size + 8 + Size];
        octets[0] = 0x02;
        previous.CopyTo(octets[1..]);
        BinaryPrimitives.WriteInt64BigEndian(octets[(1 + Size)..], seq);
        leaf.CopyTo(octets[(1 + Size + 8)..]);
        return SHA256.HashData(octets);
    }
}
