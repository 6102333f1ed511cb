using System.Collections.Frozen;
using MimeKit;

namespace Mmhs.Wire.Mime;

/// <summary>Which transfer encodings are known, and where (RFC 2045 §6).</summary>
internal static class TransferEncodings
{
    private static readonly FrozenSet<string> Identity = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "7bit",
        "8bit",
        "binary"
    );

    // uuencode under its names of before MIME
    private static readonly FrozenSet<string> Encoding = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "base64",
        "quoted-printable",
        "x-uuencode",
        "uuencode",
        "x-uue"
    );

    public static bool IsUnknown(MimePart part) => Word(part) is { } word && !Identity.Contains(word) && !Encoding.Contains(word);

    public static bool IsComposite(MimeEntity entity) =>
        entity is not MimePart
        || entity.ContentType.IsMimeType("multipart", "*")
        || entity.ContentType.IsMimeType("message", "rfc822");

    /// <summary>RFC 2045 §6.4: multiparts and messages in 7bit, 8bit or binary only.</summary>
    public static bool IsForbidden(MimeEntity entity) => Word(entity) is { } word && !Identity.Contains(word);

    private static string? Word(MimeEntity entity)
    {
        var value = entity.Headers[HeaderId.ContentTransferEncoding]?.Trim();
        if (string.IsNullOrEmpty(value))
            return null;
        var end = value.AsSpan().IndexOfAny(" \t;(");
        return (end < 0 ? value : value[..end]).Trim('"');
    }
}
