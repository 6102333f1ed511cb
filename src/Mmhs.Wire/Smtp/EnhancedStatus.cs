using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mmhs.Wire.Smtp;

/// <summary>An enhanced status code, <c>class.subject.detail</c>.</summary>
/// <remarks>Class 2, 4 or 5; subject and detail 0 to 999 without leading zero. Source: RFC 2034 §4; RFC 3463 §2.</remarks>
public sealed record EnhancedStatus
{
    private EnhancedStatus(int @class, int subject, int detail) => (Class, Subject, Detail) = (@class, subject, detail);

    public int Class { get; }

    public int Subject { get; }

    public int Detail { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out EnhancedStatus? status)
    {
        status = null;
        if (text.Length < 5 || text[0] is not ('2' or '4' or '5') || text[1] != '.')
            return false;
        var rest = text[2..];
        var dot = rest.IndexOf('.');
        if (dot < 0 || !TryNumber(rest[..dot], out var subject) || !TryNumber(rest[(dot + 1)..], out var detail))
            return false;
        status = new(text[0] - '0', subject, detail);
        return true;
    }

    /// <exception cref="FormatException">The text is no enhanced status code.</exception>
    public static EnhancedStatus Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var status)
            ? status
            : throw new FormatException("This is not a status of the form 5.7.1 (RFC 3463 §2).");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");

    // RFC 2034 §4: 1 to 3 digits, no leading zero
    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        if (text.Length is 0 or > 3 || (text.Length > 1 && text[0] == '0'))
            return false;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
