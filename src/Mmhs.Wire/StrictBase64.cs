using System.Diagnostics.CodeAnalysis;

namespace Mmhs.Wire;

/// <summary>Base64 without leniency: no white space, no foreign character, no misplaced padding (RFC 4954 §4; RFC 4648 §4).</summary>
internal static class StrictBase64
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        if (text.Length % 4 != 0 || text.ContainsAny(" \t\r\n"))
            return false; // .NET reads over white space
        var buffer = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, buffer, out var written))
            return false;
        octets = buffer[..written];
        return true;
    }
}
