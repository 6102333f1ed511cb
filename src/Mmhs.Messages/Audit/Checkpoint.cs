using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mmhs.Messages.Audit;

/// <summary>A stream's state at one moment, the text the signing service signs (access-and-audit §4.4).</summary>
/// <param name="Stream">Name of the stream, no line break in it.</param>
/// <param name="Size">Entries covered: 0 to <see cref="Size"/> - 1.</param>
/// <param name="Root">Merkle root over them, 32 octets.</param>
/// <param name="Chain">Chain hash of the last of them, or the genesis hash of an empty stream.</param>
/// <param name="First">Lowest sequence number still stored; above 0 only after pruning.</param>
/// <param name="Time">When, in whole seconds of UTC, by the signing service's clock.</param>
/// <param name="Previous">SHA-256 of the previous checkpoint's text, 32 zero octets for the first.</param>
/// <param name="KeyId">First 8 octets of SHA-256 of the signing key's SubjectPublicKeyInfo, in hex.</param>
public sealed record Checkpoint(
    string Stream,
    long Size,
    byte[] Root,
    byte[] Chain,
    long First,
    DateTimeOffset Time,
    byte[] Previous,
    string KeyId
)
{
    private const string Heading = "mmhs-audit-checkpoint/v1";

    /// <summary>The exact text, every line ended by LF.</summary>
    public string ToText() =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {Heading}
                stream: {Stream}
                size: {Size}
                root: {Convert.ToBase64String(Root)}
                chain: {Convert.ToBase64String(Chain)}
                first: {First}
                time: {Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}
                prev: {Convert.ToBase64String(Previous)}
                key: {KeyId}

                """
            )
            .ReplaceLineEndings("\n");

    /// <summary>What the next checkpoint names as its previous one.</summary>
    public byte[] Digest() => SHA256.HashData(Encoding.UTF8.GetBytes(ToText()));

    /// <summary>Reads exactly what <see cref="ToText"/> writes; anything else is refused.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines.Length != 10 || lines[0] != Heading || lines[9].Length != 0)
            return false;
        if (
            !Line(lines[1], "stream: ", out var stream)
            || !Line(lines[2], "size: ", out var size)
            || !Line(lines[3], "root: ", out var root)
            || !Line(lines[4], "chain: ", out var chain)
            || !Line(lines[5], "first: ", out var first)
            || !Line(lines[6], "time: ", out var time)
            || !Line(lines[7], "prev: ", out var previous)
            || !Line(lines[8], "key: ", out var key)
        )
            return false;
        if (
            !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var sizeValue)
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var firstValue)
            || !DateTimeOffset.TryParseExact(
                time,
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var at
            )
            || !Hash(root, out var rootHash)
            || !Hash(chain, out var chainHash)
            || !Hash(previous, out var previousHash)
        )
            return false;
        var read = new Checkpoint(stream, sizeValue, rootHash, chainHash, firstValue, at, previousHash, key);
        if (read.ToText() != text)
            return false;
        checkpoint = read;
        return true;
    }

    private static bool Line(string line, string name, out string value)
    {
        value = line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : "";
        return value.Length > 0;
    }

    private static bool Hash(string text, out byte[] hash)
    {
        hash = new byte[AuditHash.Size];
        return Convert.TryFromBase64String(text, hash, out var written) && written == AuditHash.Size;
    }
}
