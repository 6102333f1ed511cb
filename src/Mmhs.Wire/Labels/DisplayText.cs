using System.Diagnostics.CodeAnalysis;
using Mmhs.Messages;

namespace Mmhs.Wire.Labels;

/// <summary>Text from a header that will be shown beside our own.</summary>
internal static class DisplayText
{
    /// <summary>Each control character becomes a blank, each hidden character its name in brackets; blanks at the ends go.</summary>
    /// <remarks>So a %0D%0A starts no line and no header field, and nothing can be made to read backwards unseen (UTR #36 §2.8).</remarks>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text) =>
        text is null ? null : HiddenCharacters.Reveal(string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim());
}
