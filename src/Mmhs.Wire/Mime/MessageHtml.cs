using MimeKit;

namespace Mmhs.Wire.Mime;

/// <summary>The HTML a message wants to be shown as, made harmless.</summary>
public static class MessageHtml
{
    // none of them is a document of its own, as SVG is
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];

    /// <summary>Null when there is no HTML, or none that may be shown; the text of the reading is shown then. Never throws.</summary>
    /// <param name="octets">The whole message as it was received.</param>
    /// <param name="addressOf">Under which address a part of this message, by its path, is served; null when it is not.</param>
    public static SafeHtml? Of(ReadOnlyMemory<byte> octets, Func<string, string?> addressOf) =>
        Of(octets, picture => addressOf(picture.Path));

    /// <summary>The same with its pictures inside it as <c>data:</c> addresses (RFC 2397), so that showing it loads nothing from anywhere.</summary>
    /// <param name="octets">The whole message as it was received.</param>
    /// <param name="mostPictureOctets">Of all pictures together, decoded; one beyond that is said in words.</param>
    public static SafeHtml? WithPictures(ReadOnlyMemory<byte> octets, int mostPictureOctets)
    {
        var left = mostPictureOctets;
        var made = new Dictionary<string, string?>(StringComparer.Ordinal);
        return Of(
            octets,
            picture =>
            {
                if (made.TryGetValue(picture.Path, out var known))
                    return known;
                return made[picture.Path] =
                    picture.Octets.Length <= left * 2L && Inside((MimePart)picture.Entity!, ref left) is { } address
                        ? address
                        : null;
            }
        );
    }

    private static string? Inside(MimePart picture, ref int left)
    {
        var octets = PartOctets.Decode(picture);
        if (octets.Length > left)
            return null;
        left -= octets.Length;
        return $"data:{picture.ContentType.MimeType.ToLowerInvariant()};base64,{Convert.ToBase64String(octets)}";
    }

    private static SafeHtml? Of(ReadOnlyMemory<byte> octets, Func<PartNode, string?> addressOf)
    {
        var tree = PartTree.Of(octets);
        if (tree.Root is null)
            return null;
        var payload = Payload.Of(tree.Root, tree.Message is { } message ? HeaderView.Of(message) : HeaderView.Empty);
        if (Shown(payload.Root) is not { Entity: TextPart html })
            return null;
        var pictures = Own(payload.Root)
            .Where(node =>
                node.Entity is MimePart { ContentId.Length: > 0 } part
                && Pictures.Contains(part.ContentType.MimeType, StringComparer.OrdinalIgnoreCase)
            )
            .DistinctBy(node => node.Entity!.ContentId, StringComparer.Ordinal)
            .ToDictionary(node => node.Entity!.ContentId!, StringComparer.Ordinal);
        return SafeHtml.From(TextOctets.Words(html), id => pictures.TryGetValue(id, out var picture) ? addressOf(picture) : null);
    }

    /// <summary>The first HTML that is no attachment and not in a message inside.</summary>
    private static PartNode? Shown(PartNode node) =>
        node switch
        {
            { Message: not null } or { IsOpaque: true } => null,
            { Entity: { IsAttachment: true } and not Multipart } => null,
            { Entity: TextPart { IsHtml: true } } => node,
            _ => node.Children.Select(Shown).FirstOrDefault(found => found is not null),
        };

    private static IEnumerable<PartNode> Own(PartNode node) =>
        node.Message is null ? node.Children.SelectMany(Own).Prepend(node) : [node];
}
