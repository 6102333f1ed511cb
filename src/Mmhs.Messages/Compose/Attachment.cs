namespace Mmhs.Messages.Compose;

/// <summary>A file that goes with the message, known by what is in it.</summary>
/// <param name="Name">File name without a path, as the receiver will see it.</param>
/// <param name="MediaType">type/subtype, lower case; <c>application/octet-stream</c> where nothing better is known.</param>
/// <param name="Size">Octets.</param>
/// <param name="Sha256">Digest of the octets, 64 hexadecimal digits in lower case.</param>
public sealed record Attachment(string Name, string MediaType, long Size, string Sha256);
