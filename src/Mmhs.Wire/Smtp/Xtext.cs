using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary>The encoding that lets any printable text stand in an ESMTP parameter (RFC 3461 §4).</summary>
internal static class Xtext
{
    // RFC 3461 §4: xchar is "!" to "~" except "+" and "="
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "!\"#$%&'()*,-./0123456789:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    );

    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>Encodes octets 0 to 255 given as characters of that range.</summary>
    /// <exception cref="ArgumentException">The text has a character above 255.</exception>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return text;
        var encoded = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c > 255)
                throw new ArgumentException("xtext carries octets only (RFC 3461 §4).", nameof(text));
            if (Plain.Contains(c))
                encoded.Append(c);
            else
                encoded.Append('+').Append(HexDigits[c >> 4]).Append(HexDigits[c & 15]);
        }
        return encoded.ToString();
    }

    /// <summary>Decodes; false when a character is out of range or a <c>+</c> is not followed by two upper-case hexadecimal digits.</summary>
    public static bool TryDecode(ReadOnlySpan<char> xtext, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!xtext.ContainsAnyExcept(Plain))
        {
            text = xtext.ToString();
            return true;
        }
        var decoded = new StringBuilder(xtext.Length);
        for (var i = 0; i < xtext.Length; i++)
        {
            if (Plain.Contains(xtext[i]))
            {
                decoded.Append(xtext[i]);
                continue;
            }
            if (xtext[i] != '+' || i + 2 >= xtext.Length)
                return false;
            var high = HexDigits.IndexOf(xtext[i + 1], StringComparison.Ordinal);
            var low = HexDigits.IndexOf(xtext[i + 2], StringComparison.Ordinal);
            if (high < 0 || low < 0)
                return false;
            decoded.Append((char)((high << 4) | low));
            i += 2;
        }
        text = decoded.ToString();
        return true;
    }
}
