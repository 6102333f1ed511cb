using System.Collections.Immutable;
using System.Text;
using CsCheck;

namespace Mmhs.Wire.Tests.Fuzz;

/// <summary>One thing done to octets: as small as a flipped bit, as coarse as a piece repeated or taken from another seed.</summary>
internal readonly record struct Mutation(byte Kind, ushort At, ushort Length, byte Value)
{
    private const int MaxOctets = 64 << 10;

    /// <summary>What grammars turn on.</summary>
    private static readonly ImmutableArray<byte[]> Tokens =
    [
        .. new[]
        {
            "\r\n",
            "\r",
            "\n",
            "\r\n\r\n",
            "\r\n ",
            "\t",
            "\0",
            "(",
            ")",
            "((((",
            "\\",
            "\"",
            "<",
            ">",
            "@",
            ",",
            ";",
            ":",
            "=",
            ".",
            "..",
            "[",
            "]",
            "/",
            "*",
            "*0*=",
            "%41",
            "%",
            "''",
            "=?utf-8?B?",
            "=?utf-8?Q?=00?=",
            "?=",
            "=\r\n",
            "--",
            "--b",
            "--b--",
            "boundary=",
            "charset=utf-7",
            "Content-Type: ",
            "message/rfc822",
            "multipart/mixed",
            "multipart/report",
            "message/delivery-status",
            "application/gzip",
            "base64",
            "quoted-printable",
            "begin 644 a\r\n",
            "99999999999999999999",
            "-1",
            "+0000",
            "-9999",
            "Feb",
            "29",
            "60",
            "rfc822;",
            "utf-8;",
            "\\x{110000}",
            "\\x{FC}",
            "Final-Recipient:",
            "Disposition:",
            "identifier=",
            "\u00C4",
            "\u202E",
            "required,",
            "From ",
            "> ",
            "-- \r\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public static Gen<Mutation[]> Several { get; } =
        Gen.Select(
            Gen.Byte[0, 8],
            Gen.UShort,
            Gen.UShort,
            Gen.Byte,
            (kind, at, length, value) => new Mutation(kind, at, length, value)
        ).Array[0, 8];

    public static byte[] Apply(byte[] seed, byte[] other, Mutation[] mutations)
    {
        var octets = seed;
        foreach (var mutation in mutations)
            octets = mutation.Apply(octets, other);
        return octets;
    }

    private byte[] Apply(byte[] octets, byte[] other)
    {
        var at = octets.Length == 0 ? 0 : At % octets.Length;
        var length = Math.Min(octets.Length - at, Length % 64);
        byte[] changed = Kind switch
        {
            0 when octets.Length > 0 =>
            [
                .. octets.AsSpan(0, at),
                (byte)(octets[at] ^ (1 << (Value & 7))),
                .. octets.AsSpan(at + 1),
            ],
            1 when octets.Length > 0 => [.. octets.AsSpan(0, at), Value, .. octets.AsSpan(at + 1)],
            2 or 3 => [.. octets.AsSpan(0, at), .. Tokens[Value % Tokens.Length], .. octets.AsSpan(at)],
            4 => [.. octets.AsSpan(0, at), .. octets.AsSpan(at + length)],
            5 => [.. octets.AsSpan(0, at + length), .. octets.AsSpan(at)],
            6 =>
            [
                .. octets.AsSpan(0, at),
                .. Enumerable.Repeat(octets[at..(at + length)], Value % 48).SelectMany(piece => piece),
                .. octets.AsSpan(at + length),
            ],
            7 =>
            [
                .. octets.AsSpan(0, at),
                .. other.AsSpan(
                    Math.Min(other.Length, At % (other.Length + 1)),
                    Math.Min(other.Length - (At % (other.Length + 1)), Length % 512)
                ),
                .. octets.AsSpan(at),
            ],
            8 => octets[..at],
            _ => octets,
        };
        return changed.Length > MaxOctets ? changed[..MaxOctets] : changed;
    }
}
