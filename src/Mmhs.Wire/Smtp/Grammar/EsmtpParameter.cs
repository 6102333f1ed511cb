using System.Text;

namespace Mmhs.Wire.Smtp;

/// <summary><c>esmtp-param = esmtp-keyword ["=" esmtp-value]</c> (RFC 5321 §4.1.2).</summary>
internal readonly ref struct EsmtpParameter
{
    private readonly ReadOnlySpan<byte> _keyword;

    private EsmtpParameter(ReadOnlySpan<byte> keyword, string? value)
    {
        _keyword = keyword;
        Value = value;
    }

    /// <summary>Null when there is no equals sign.</summary>
    public string? Value { get; }

    /// <summary>False when the text breaks the grammar; an equals sign with nothing behind it does.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out EsmtpParameter parameter)
    {
        parameter = default;
        var equals = text.IndexOf((byte)'=');
        var keyword = equals < 0 ? text : text[..equals];
        // esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
        if (keyword.IsEmpty || keyword[0] == '-')
            return false;
        foreach (var c in keyword)
            if (!char.IsAsciiLetterOrDigit((char)c) && c != '-')
                return false;
        if (equals < 0)
        {
            parameter = new(keyword, null);
            return true;
        }
        // esmtp-value = 1*(%d33-60 / %d62-126)
        var value = text[(equals + 1)..];
        if (value.IsEmpty || value.Contains((byte)'=') || value.ContainsAnyExceptInRange((byte)33, (byte)126))
            return false;
        parameter = new(keyword, Encoding.ASCII.GetString(value));
        return true;
    }

    public bool Is(ReadOnlySpan<byte> keyword) => Ascii.EqualsIgnoreCase(_keyword, keyword);
}
