using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>What stands inside all signatures that cover the whole message, and the header they protect.</summary>
/// <param name="Signatures">Wrappers around everything, from the outside in; empty for a message nobody signed as a whole.</param>
/// <param name="Root">The entity the message consists of.</param>
/// <param name="Wrapper">The message/rfc822 that protects the header; null when there is none.</param>
/// <param name="Protected">The protected header; null when there is none.</param>
internal sealed record Payload(IReadOnlyList<PartNode> Signatures, PartNode Root, PartNode? Wrapper, HeaderView? Protected)
{
    /// <summary>Unwraps only cryptographic layers: what stands in a multipart with something else covers nothing but itself.</summary>
    public static Payload Of(PartNode root, HeaderView outer)
    {
        List<PartNode> signatures = [];
        var node = root;
        while (node.Cms is not null)
        {
            if (node.Cms is CmsContent.Signed or CmsContent.NotDetached or CmsContent.Malformed)
                signatures.Add(node);
            if (node.Children is not [var inside, ..])
                break;
            node = inside;
        }
        if (signatures.Count == 0)
            return new(signatures, node, null, null);
        if (node.Message is { } message && node.Children is [var body] && Protects(node, HeaderView.Of(message), outer))
            return new(signatures, body, node, HeaderView.Of(message));
        // RFC 9788 §4.2: the fields stand on the payload itself
        if (node.Entity is { } entity && entity.ContentType.Parameters.Contains("hp"))
            return new(signatures, node, null, new HeaderView([.. entity.Headers]));
        return new(signatures, node, null, null);
    }

    // forwarded=no says so; without it, the same message outside and inside (domain-signing §3; RFC 9788 §4.10)
    private static bool Protects(PartNode wrapper, HeaderView inside, HeaderView outer)
    {
        if (wrapper.Entity!.ContentType.Parameters.TryGetValue("forwarded", out string? forwarded))
            return string.Equals(forwarded, "no", StringComparison.OrdinalIgnoreCase);
        if (inside.Id("Message-ID") is { } id)
            return id == outer.Id("Message-ID");
        return Same("From") && Same("Date") && Same("Subject");

        bool Same(string name) => inside.Values(name).SequenceEqual(outer.Values(name));
    }
}
