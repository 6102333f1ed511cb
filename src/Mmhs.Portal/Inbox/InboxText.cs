using System.Collections.Immutable;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Track;
using Mmhs.Wire.Mime;

namespace Mmhs.Portal.Inbox;

/// <summary>What the checks of a message came to, in words; the longer they are, the more it matters.</summary>
internal static class InboxText
{
    public static string ToWord(this SignatureStatus status) =>
        status switch
        {
            SignatureStatus.Valid => "Signature valid",
            SignatureStatus.Unsigned => "Not signed",
            SignatureStatus.Untrusted => "Signature not trusted",
            SignatureStatus.Invalid => "SIGNATURE BROKEN",
        };

    /// <summary>What the reader is to make of it.</summary>
    public static string ToAdvice(this SignatureStatus status) =>
        status switch
        {
            SignatureStatus.Valid => "",
            SignatureStatus.Unsigned => "Nothing proves who sent it. Ask back before you act on it.",
            SignatureStatus.Untrusted =>
                "The signature proves nothing about the sender named here. Ask back before you act on it.",
            SignatureStatus.Invalid =>
                "The message was changed on the way, or never signed as it claims. Do not act on it; tell your security officer.",
        };

    public static string ToText(this LabelStatus status) =>
        status switch
        {
            LabelStatus.Good => "The label is the same in the signature and in the header.",
            LabelStatus.Single => "The label stands in one of its two places only.",
            LabelStatus.Missing => "The message carries no label; it is handled under the label this portal is set to use then.",
            LabelStatus.Invalid =>
                "The label is not one its policy permits, or cannot be read. The message is handled as the highest of what it says.",
            LabelStatus.Mismatch => "Signature and header carry different labels. The message is handled as the higher of them.",
        };

    /// <summary>What no signature covers, named: paths of parts, and the header.</summary>
    public static string ToText(this ImmutableArray<string> unsigned)
    {
        var parts = unsigned.Where(place => place != SignatureReach.Header).ToList();
        var named = string.Join(", ", parts.Take(10)) + (parts.Count > 10 ? " and more" : "");
        return parts.Count == 0
            ? "Subject, addressees and the other fields of the header are not signed."
            : $"{(parts.Count == 1 ? "Part" : "Parts")} {named} of this message {(parts.Count == 1 ? "is" : "are")} not signed.";
    }

    /// <summary>A precedence by its word, or by its number where it has none.</summary>
    public static string? ToWord(int? precedence) =>
        precedence switch
        {
            null => null,
            >= 0 and <= (int)Precedence.Override => ((Precedence)precedence).ToWord(),
            var number => $"number {number}",
        };
}
