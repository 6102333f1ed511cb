namespace Mmhs.Wire.Headers;

/// <summary>A header field as it stands in a message.</summary>
/// <param name="Name">Without the colon; any case.</param>
/// <param name="RawBody">All after the colon, folded or not; the line end at the end may be there or not.</param>
public sealed record HeaderField(string Name, string RawBody);

/// <summary>An address of a header field.</summary>
/// <param name="Name">Decoded, fit to be shown; null when there is none.</param>
/// <param name="Address">The addr-spec of RFC 5322 §3.4.1, without comments.</param>
public sealed record HeaderAddress(string? Name, string Address);

/// <summary>Something about the header the reader must be told.</summary>
/// <param name="Code">One of <see cref="HeaderCodes"/>, stable.</param>
/// <param name="Where">The name of the field.</param>
/// <param name="Text">What was found; never the value itself.</param>
public sealed record HeaderProblem(string Code, string Where, string Text);

/// <summary>The codes of header problems.</summary>
public static class HeaderCodes
{
    /// <summary>The body does not follow the grammar of the field; the field counts as absent.</summary>
    public const string Syntax = "HEADER_SYNTAX";

    /// <summary>A field no message is without is not there, or names nobody.</summary>
    public const string Missing = "HEADER_MISSING";

    /// <summary>A field that may be there once is there more often; it counts as absent.</summary>
    public const string Duplicate = "HEADER_DUPLICATE";

    /// <summary>A misspelling of a registered name; the field counts as absent.</summary>
    public const string Alias = "HEADER_ALIAS";

    /// <summary>A subject indicator code has a comma: it is one code, though two may be meant.</summary>
    public const string CodeWithComma = "HEADER_SIC_COMMA";

    /// <summary>More subject indicator codes than every gateway carries.</summary>
    public const string TooManyCodes = "HEADER_SIC_MANY";
}
