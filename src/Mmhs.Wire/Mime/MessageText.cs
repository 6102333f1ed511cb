using System.Text;
using MimeKit;

namespace Mmhs.Wire.Mime;

/// <summary>The text a person is meant to read, as plain text (RFC 2046 §5.1; RFC 3676).</summary>
internal static class MessageText
{
    /// <summary>All text parts in a row that are not attachments; of alternatives the plainest. Null when there is none.</summary>
    public static string? Of(PartNode root)
    {
        var text = new StringBuilder();
        foreach (var part in Shown(root))
        {
            if (text.Length > 0)
                text.Append('\n');
            text.Append(Plain(part).ReplaceLineEndings("\n"));
            if (text.Length > ReadingLimits.TextCharacters)
                return text.ToString(0, ReadingLimits.TextCharacters);
        }
        return text.Length == 0 && !Shown(root).Any() ? null : text.ToString();
    }

    private static IEnumerable<TextPart> Shown(PartNode node)
    {
        if (node.Entity is { IsAttachment: true } and not Multipart)
            return [];
        return node switch
        {
            { IsOpaque: true } => [],
            { Entity: TextPart text } => [text],
            { Message: not null } => [],
            { Entity: MultipartAlternative } => Plainest(node),
            _ => node.Children.SelectMany(Shown),
        };
    }

    private static IEnumerable<TextPart> Plainest(PartNode node)
    {
        var choices = node.Children.Select(child => Shown(child).ToList()).Where(choice => choice.Count > 0).ToList();
        return choices.Find(choice => choice.All(part => part.IsPlain)) ?? choices.FirstOrDefault() ?? [];
    }

    private static string Plain(TextPart part)
    {
        var text = TextOctets.Words(part);
        if (part.IsHtml)
            return HtmlText.Of(text);
        if (!part.IsFlowed)
            return text;
        var deletesSpace =
            part.ContentType.Parameters.TryGetValue("delsp", out string? delsp)
            && string.Equals(delsp, "yes", StringComparison.OrdinalIgnoreCase);
        return FlowedText.Decode(text, deletesSpace);
    }
}
