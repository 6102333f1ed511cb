namespace Mmhs.Wire.Mime;

/// <summary>One copy of a message, not yet signed.</summary>
/// <param name="Header">The fields without those of MIME, every line ended; they stand inside the signature and outside of it alike.</param>
/// <param name="Octets">The whole RFC 5322 message: the same fields, MIME, and the body; seven bits, lines below 998 octets, CRLF.</param>
public sealed record BuiltMessage(ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Octets);
