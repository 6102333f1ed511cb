using MimeKit;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Mime;

/// <summary>Which entities are parts to be shown: the leaves, and messages inside; not the wrappers around them.</summary>
internal static class PartList
{
    public static bool IsListed(PartNode node) =>
        node switch
        {
            { Entity: Multipart or null } => false,
            { Message: not null } => true,
            { Cms: not null, Children.Count: > 0 } => false,
            _ => true,
        };

    /// <param name="root">Where to start.</param>
    /// <param name="wrapper">The message that protects the header; it is the message itself, no part of it.</param>
    public static IEnumerable<MessagePart> Of(PartNode root, PartNode? wrapper) =>
        root.WithDescendants().Where(node => node != wrapper && IsListed(node)).Select(Describe);

    private static MessagePart Describe(PartNode node)
    {
        var entity = node.Entity!;
        var (size, sha256) = PartOctets.Measure(node);
        return new(
            node.Path,
            node.IsOpaque ? "application/octet-stream" : entity.ContentType.MimeType.ToLowerInvariant(),
            entity.ContentType.Charset,
            NameOf(entity),
            entity.ContentDisposition?.Disposition.ToLowerInvariant(),
            size,
            sha256
        );
    }

    private static string? NameOf(MimeEntity entity) =>
        (entity.ContentDisposition?.FileName ?? entity.ContentType.Name) is { Length: > 0 } name
            ? AttachmentName.Clean(DisplayText.Reveal(name))
            : null;
}
