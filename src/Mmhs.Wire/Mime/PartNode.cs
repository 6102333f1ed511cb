using MimeKit;
using Mmhs.Wire.Smime;

namespace Mmhs.Wire.Mime;

/// <summary>An entity of a message in its place; cryptographic wrappers are opened, so that what is inside stands below them.</summary>
/// <param name="Path">See <see cref="MessagePart"/>.</param>
/// <param name="Entity">Null for a CMS object that is not in a message.</param>
/// <param name="Octets">As it came, header and all.</param>
internal sealed record PartNode(string Path, MimeEntity? Entity, ReadOnlyMemory<byte> Octets)
{
    /// <summary>What it is as a cryptographic wrapper; null when it is none.</summary>
    public CmsContent? Cms { get; init; }

    /// <summary>The message a message/rfc822 part holds.</summary>
    public MimeMessage? Message { get; init; }

    /// <summary>The entity as it came, which a signature beside it covers; <see cref="Octets"/> of a message/rfc822 are those of the message inside.</summary>
    public ReadOnlyMemory<byte> Whole { get; } = Octets;

    /// <summary>Octets in a transfer encoding nobody knows: they are shown as they came, whatever type they claim (RFC 2049 §2).</summary>
    public bool IsOpaque { get; init; }

    public List<PartNode> Children { get; } = [];

    public IEnumerable<PartNode> WithDescendants() => Children.SelectMany(child => child.WithDescendants()).Prepend(this);
}
