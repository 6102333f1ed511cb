using System.Globalization;
using System.Text.RegularExpressions;

namespace Mmhs.Relay.Border;

/// <summary>The <c>date-time</c> of header fields (RFC 5322 §3.3), without the obsolete zones and years.</summary>
internal static partial class MessageDate
{
    public static string Write(DateTimeOffset at) => at.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    /// <summary>A comment may follow; nothing else may.</summary>
    public static bool TryRead(string text, out DateTimeOffset at)
    {
        at = default;
        if (text.Length > 200 || DateTime().Match(text) is not { Success: true } match) return false;
        var second = match.Groups[5].ValueSpan is { Length: > 0 } said ? said : "00";
        var zone = match.Groups[6].Value;
        return DateTimeOffset.TryParseExact(
            $"{match.Groups[1].ValueSpan} {match.Groups[2].ValueSpan} {match.Groups[3].ValueSpan} {match.Groups[4].ValueSpan}:{second} {zone[..3]}:{zone[3..]}",
            "d MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out at);
    }

    /// <summary>The moment a Received field names, behind its last semicolon (RFC 5321 §4.4); null when it cannot be read.</summary>
    public static DateTimeOffset? OfReceived(string? received) =>
        received is not null && TryRead(received[(received.LastIndexOf(';') + 1)..].Trim(), out var at) ? at : null;

    [GeneratedRegex(
        @"^\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)\s*,)?\s*(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+(\d{4})\s+(\d\d:\d\d)(?::(\d\d))?\s+([+-]\d{4})\s*(?:\([^()]*\)\s*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateTime();
}
