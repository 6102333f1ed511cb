using System.Text;
using MimeKit;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Mime;

/// <summary>The character set a part names beside a comment, which the library takes for a part of the name (RFC 2045 §5.1; RFC 822 §3.3).</summary>
internal static class CharacterSetName
{
    /// <summary>Puts right what the library made of a Content-Type with a comment; leaves every other alone.</summary>
    public static void Mend(MimeEntity entity)
    {
        if (entity.Headers[HeaderId.ContentType] is not { } field || !field.Contains('(', StringComparison.Ordinal))
            return;
        var raw = entity.Headers.First(header => header.Id == HeaderId.ContentType).RawValue;
        if (FieldText.Unfold(Encoding.Latin1.GetString(raw)) is { } body && Read(body) is { } name)
            entity.ContentType.Charset = name;
    }

    /// <summary>The value of <c>charset</c>; null when there is none, or the field cannot be followed up to it.</summary>
    internal static string? Read(string body)
    {
        var scanner = new FieldScanner(body);
        if (!scanner.TrySkipCfws() || scanner.TakeWhile(IsToken).Length == 0 || !scanner.TrySkipCfws() || !scanner.Take('/'))
            return null;
        if (!scanner.TrySkipCfws() || scanner.TakeWhile(IsToken).Length == 0 || !scanner.TrySkipCfws())
            return null;
        while (scanner.Take(';'))
        {
            if (!scanner.TrySkipCfws())
                return null;
            var name = scanner.TakeWhile(IsToken);
            if (!scanner.TrySkipCfws() || !scanner.Take('=') || !scanner.TrySkipCfws())
                return null;
            var value = scanner.Next == '"' ? scanner.TakeQuoted() : scanner.TakeWhile(IsToken);
            if (string.IsNullOrEmpty(value) || !scanner.TrySkipCfws())
                return null;
            if (name.Equals("charset", StringComparison.OrdinalIgnoreCase))
                return value;
        }
        return null;
    }

    // RFC 2045 §5.1: token
    private static bool IsToken(char c) => c is > ' ' and <= '~' && !"()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal);
}
