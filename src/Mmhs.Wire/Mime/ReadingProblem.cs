namespace Mmhs.Wire.Mime;

/// <summary>Something the reader of a message must be told, or that was cut.</summary>
/// <param name="Code">Stable; those of this reader are in <see cref="ReadingCodes"/>, those of header fields in <c>HeaderCodes</c>.</param>
/// <param name="Where">A header field or the path of a part; "message" for the whole.</param>
/// <param name="Text">What was found, without a line of the message.</param>
public sealed record ReadingProblem(string Code, string Where, string Text);

/// <summary>The codes of problems of a message as a whole.</summary>
internal static class ReadingCodes
{
    public const string TooLarge = "MIME_TOO_LARGE";
    public const string HeaderTooLong = "MIME_HEADER_TOO_LONG";
    public const string TooDeep = "MIME_TOO_DEEP";
    public const string TooManyParts = "MIME_TOO_MANY_PARTS";
    public const string Unreadable = "MIME_UNREADABLE";

    /// <summary>A part whose transfer encoding is unknown, or forbidden where it stands; its octets are shown as they came.</summary>
    public const string Encoding = "MIME_ENCODING";

    /// <summary>A text in a character set nobody here knows; what is shown of it may be wrong (RFC 2049 §2).</summary>
    public const string Charset = "MIME_CHARSET";

    /// <summary>A compressed part that was not opened: damaged, or it would become too much.</summary>
    public const string Compressed = "MIME_COMPRESSED";
    public const string Cms = "CMS_MALFORMED";

    /// <summary>A field outside says other than the one the signature covers.</summary>
    public const string HeaderDiffers = "HEADER_DIFFERS";

    /// <summary>A field that may be there once (RFC 5322 §3.6) is there more often; the first counts.</summary>
    public const string HeaderRepeated = "HEADER_REPEATED";

    /// <summary>Something stands beside a signature, which does not cover it: a part, the header, or text around the parts.</summary>
    public const string Unsigned = "NOT_SIGNED";
    public const string Label = "LABEL";
    public const string Signature = "SIGNATURE";
}
