using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Utils;

namespace Mmhs.Wire.Headers;

/// <summary>Dates as the world writes them: by the letter of RFC 5322 where they keep to it, else as a forgiving parser reads them.</summary>
/// <remarks>A date without a time of day is no moment: midnight would be invented. So is one whose only time stands in a comment.</remarks>
internal static partial class LenientDate
{
    /// <summary>The moment; null when there is none, or no time of day.</summary>
    public static DateTimeOffset? Read(byte[] raw) => Read(Encoding.Latin1.GetString(raw));

    public static DateTimeOffset? Read(string raw)
    {
        // by the letter first: RFC 5322 §4.3 knows better than most what the zones of older mail mean
        if (FieldText.Unfold(raw) is { } body && DateTimeText.Read(body) is { } exact)
            return exact;
        return TimeOfDay().IsMatch(Comment().Replace(raw, " ")) && DateUtils.TryParse(raw, out var lenient) ? lenient : null;
    }

    [GeneratedRegex("[0-9]{1,2}:[0-9]{2}", RegexOptions.NonBacktracking)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();
}
