using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Mime;

/// <summary>The address fields nearly every message has: plain words and plain addresses. What has anything else in it is left to the library, which knows all forms.</summary>
internal static class PlainAddresses
{
    private static readonly SearchValues<byte> Known = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@<>, \"\r\n"u8
    );
    private static readonly SearchValues<char> Local = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );
    private static readonly SearchValues<char> Domain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."
    );
    private static readonly SearchValues<char> Words = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ "
    );

    /// <summary>False: it is not plain, and nothing is said about it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> raw, out ImmutableArray<HeaderAddress> addresses)
    {
        addresses = [];
        if (raw.ContainsAnyExcept(Known))
            return false;
        var text = Encoding.ASCII.GetString(raw).AsSpan();
        var read = ImmutableArray.CreateBuilder<HeaderAddress>();
        foreach (var range in text.Split(','))
        {
            if (!TryOne(text[range].Trim(" \r\n"), out var address))
                return false;
            read.Add(address);
        }
        addresses = read.ToImmutable();
        return true;
    }

    private static bool TryOne(ReadOnlySpan<char> piece, out HeaderAddress address)
    {
        address = new(null, "");
        var name = ReadOnlySpan<char>.Empty;
        if (piece.EndsWith(">", StringComparison.Ordinal))
        {
            var open = piece.IndexOf('<');
            if (open < 0)
                return false;
            name = piece[..open].TrimEnd(' ');
            if (name.Length > 2 && name[0] == '"' && name[^1] == '"' && name[1] != ' ' && name[^2] != ' ')
                name = name[1..^1];
            piece = piece[(open + 1)..^1];
        }
        var at = piece.IndexOf('@');
        if (at <= 0 || !IsDotted(piece[..at], Local) || !IsDotted(piece[(at + 1)..], Domain))
            return false;
        if (name.ContainsAnyExcept(Words) || name.Contains("  ", StringComparison.Ordinal))
            return false;
        address = new(name.IsEmpty ? null : name.ToString(), piece.ToString());
        return true;
    }

    private static bool IsDotted(ReadOnlySpan<char> text, SearchValues<char> known) =>
        text.Length > 0
        && !text.ContainsAnyExcept(known)
        && text[0] != '.'
        && text[^1] != '.'
        && !text.Contains("..", StringComparison.Ordinal);
}
