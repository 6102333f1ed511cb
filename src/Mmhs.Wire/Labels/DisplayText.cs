using System.Diagnostics.CodeAnalysis;

namespace Mmhs.Wire.Labels;

/// <summary>Text from a header that will be shown beside our own.</summary>
internal static class DisplayText
{
    /// <summary>Each control character and each that changes the direction of text becomes a blank; blanks at the ends go.</summary>
    /// <remarks>So a %0D%0A starts no line and no header field, and a marking cannot be made to read backwards (Unicode TR 36 §2.8).</remarks>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text) =>
        text is null ? null : string.Concat(text.Select(c => char.IsControl(c) || IsDirectional(c) ? ' ' : c)).Trim();

    private static bool IsDirectional(char c) => c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
