using System.IO.Compression;
using System.Text;

namespace Mmhs.Wire.Mime;

/// <summary>What a compressed part holds (RFC 6713), or why it was not opened.</summary>
/// <param name="Content">Null when it was not opened.</param>
/// <param name="Name">The name a gzip file gives itself; a hint only.</param>
/// <param name="Problem">To be shown; null when all went well.</param>
internal sealed record Inflation(byte[]? Content, string? Name, string? Problem)
{
    private const int SmallestAllowance = 64 << 10; // a little that grows to a little is no bomb

    /// <summary>Opens a part; never throws and never makes more than its limits permit.</summary>
    /// <param name="octets">As they stand in the part, decoded.</param>
    /// <param name="isGzip">RFC 1952; otherwise RFC 1950.</param>
    /// <param name="allowance">Octets it may become; the ratio limits it further.</param>
    public static Inflation Open(byte[] octets, bool isGzip, long allowance)
    {
        var limit = Math.Min(allowance, Math.Max(SmallestAllowance, (long)octets.Length * ReadingLimits.DecompressionRatio));
        if (!LooksRight(octets, isGzip))
            return new(null, null, "The part is not what its type says; it is not opened.");
        try
        {
            using var source = new MemoryStream(octets, writable: false);
            using Stream inflater = isGzip
                ? new GZipStream(source, CompressionMode.Decompress)
                : new ZLibStream(source, CompressionMode.Decompress);
            using var content = new MemoryStream();
            var buffer = new byte[16 << 10];
            for (var read = inflater.Read(buffer); read > 0; read = inflater.Read(buffer))
            {
                if (content.Length + read > limit)
                    return new(null, null, $"The part would become more than {limit} octets; it is not opened.");
                content.Write(buffer, 0, read);
            }
            if (!IsWhole(octets, content, isGzip))
                return new(null, null, "The compressed part is cut short or damaged; it is not opened.");
            return new(content.ToArray(), isGzip ? NameOf(octets) : null, null);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            return new(null, null, "The compressed part is damaged; it is not opened.");
        }
    }

    // RFC 6713 §2.1, §3.1
    private static bool LooksRight(ReadOnlySpan<byte> octets, bool isGzip) =>
        isGzip
            ? octets is [0x1F, 0x8B, 8, _, ..]
            : octets.Length > 6 && (octets[0] & 15) == 8 && ((octets[0] << 8) | octets[1]) % 31 == 0;

    // The inflater takes the end of its input for the end of the data: what a cut left behind does not agree with the length or sum at the end.
    private static bool IsWhole(ReadOnlySpan<byte> octets, MemoryStream content, bool isGzip)
    {
        var inflated = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (isGzip)
        {
            // RFC 1952 §2.3.1: the length of the last of several members stands at the end; that of the only one may have something behind it
            if (octets.Length < 18)
                return false;
            Span<byte> all = stackalloc byte[4];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(all, (uint)inflated.Length);
            return System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(octets[^4..]) <= inflated.Length
                || octets.IndexOf(all) >= 0;
        }
        uint a = 1,
            b = 0; // RFC 1950 §8.2: Adler-32
        foreach (var octet in inflated)
        {
            a = (a + octet) % 65521;
            b = (b + a) % 65521;
        }
        Span<byte> sum = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(sum, (b << 16) | a);
        return octets.IndexOf(sum) >= 0;
    }

    // RFC 1952 §2.3: FLG.FNAME after FEXTRA
    private static string? NameOf(ReadOnlySpan<byte> octets)
    {
        var at = 10;
        if ((octets[3] & 8) == 0)
            return null;
        if ((octets[3] & 4) != 0)
        {
            if (octets.Length < 12)
                return null;
            at += 2 + System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(octets[10..]);
        }
        if (at >= octets.Length || octets[at..].IndexOf((byte)0) is not (> 0 and < 256 and var length))
            return null;
        return Encoding.Latin1.GetString(octets.Slice(at, length));
    }
}
