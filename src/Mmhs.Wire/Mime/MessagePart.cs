namespace Mmhs.Wire.Mime;

/// <summary>A leaf of a message, or a message inside it.</summary>
/// <param name="Path">The root is 1, the n-th child of p is p.n; what is in a signature or a message is its child 1.</param>
/// <param name="ContentType">type/subtype in lower case.</param>
/// <param name="Charset">As it says; null when it does not.</param>
/// <param name="Name">File name, cleaned of paths and control characters; null when there is none.</param>
/// <param name="Disposition"><c>inline</c>, <c>attachment</c> or another word, in lower case; null when there is none.</param>
/// <param name="Size">Octets, decoded.</param>
/// <param name="Sha256">Of the decoded octets, 64 hexadecimal digits in lower case.</param>
public sealed record MessagePart(
    string Path,
    string ContentType,
    string? Charset,
    string? Name,
    string? Disposition,
    long Size,
    string Sha256
);
