using System.Globalization;

namespace Mmhs.Wire.Labels;

/// <summary>One parameter as it stands in the field, a whole one or a section (RFC 2231 §3, §4).</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Section">From 0; null for a whole parameter.</param>
/// <param name="IsExtended">The value is percent-encoded, and the first one begins with character set and language.</param>
/// <param name="Value">As written, without quotes.</param>
internal sealed record SioPiece(string Name, int? Section, bool IsExtended, string Value)
{
    private const int MaxSection = 999;

    /// <summary>Null when the name is none: RFC 2231 §7 permits no leading zeros and one star after the section.</summary>
    public static SioPiece? Of(string name, string value, bool isQuoted)
    {
        var parts = name.ToLowerInvariant().Split('*');
        var isExtended = parts.Length > 1 && parts[^1].Length == 0;
        var numbered = isExtended ? parts[..^1] : parts;
        if (numbered.Length > 2 || numbered[0].Length == 0)
            return null;
        if (isExtended && isQuoted)
            return null; // RFC 2231 §7: extended-other-values are not quoted
        if (numbered.Length == 1)
            return new(numbered[0], null, isExtended, value);
        var digits = numbered[1];
        if (digits.Length is 0 or > 3 || (digits.Length > 1 && digits[0] == '0'))
            return null;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var section) || section > MaxSection)
            return null;
        return new(numbered[0], section, isExtended, value);
    }
}
