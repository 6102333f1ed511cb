using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Labels;

/// <summary>The SIO-Label header field: a marking to show, and a label to compare; unsigned unless something else covers it.</summary>
/// <remarks>
/// At most one a message; whoever finds two uses neither. Text is free of control characters and of characters that change its
/// direction: each became a blank. Source: RFC 7444 §3; MMHS §4.2.5.
/// </remarks>
public sealed class SioLabel
{
    /// <summary>In characters of the field body; RFC 7444 names no limit.</summary>
    public const int MaxLength = 64 << 10;

    public const string EssType = ":ess";
    public const string X411Type = ":x411";

    /// <summary>The words to show; null when the field has only a label.</summary>
    public string? Marking { get; init; }

    /// <summary>A colour of <see cref="Colours"/>; null when absent or not one we know.</summary>
    public string? Foreground { get; init; }

    /// <inheritdoc cref="Foreground"/>
    public string? Background { get; init; }

    /// <summary><c>:ess</c>, <c>:x411</c>, <c>:xml</c> or a URI; null exactly when <see cref="Label"/> is empty.</summary>
    public string? Type { get; init; }

    /// <summary>The octets of the label.</summary>
    public ImmutableArray<byte> Label { get; init; } = [];

    /// <summary>Parameters of no known meaning, decoded, in their order.</summary>
    public ImmutableArray<SioParameter> Unknown { get; init; } = [];

    /// <summary>A field that carries a label in its ESS form, its marking and its colours.</summary>
    /// <param name="label">The label.</param>
    /// <param name="marking">Its marking; an empty one is left out, and the colours with it.</param>
    public static SioLabel Of(SecurityLabel label, Marking marking)
    {
        var isMarked = DisplayText.Clean(marking.Text).Length > 0; // what would be shown of it
        return new()
        {
            Marking = isMarked ? marking.Text : null,
            Foreground = isMarked ? marking.Foreground : null,
            Background = isMarked ? marking.Background : null,
            Type = EssType,
            Label = [.. EssLabelCodec.Encode(label)],
        };
    }

    /// <summary>Reads a field body, folded or not; never throws, whatever the text.</summary>
    /// <param name="body">All after the colon.</param>
    /// <param name="label">The field; null on failure.</param>
    /// <param name="problem">What was found instead; null on success.</param>
    public static bool TryParse(
        string body,
        [NotNullWhen(true)] out SioLabel? label,
        [NotNullWhen(false)] out SioProblem? problem
    ) => SioLabelReader.TryRead(body, out label, out problem);

    /// <summary>The body as raw text for a header: folded, with the blank after the colon and the CRLF at the end.</summary>
    /// <exception cref="InvalidOperationException">Neither marking nor label, or longer than 8 KiB.</exception>
    public string ToRawBody() => SioLabelWriter.Write(this);

    /// <summary>The label the field carries, as far as we can read its kind.</summary>
    public SioLabelContent Decode()
    {
        if (Type is null)
            return new SioLabelContent.None();
        // RFC 7444 §3.4: ":x411" differs from ":ess" in what may be absent; a label without a policy means nothing here in either form
        if (!Is(EssType) && !Is(X411Type))
            return new SioLabelContent.UnknownType(Type);
        return EssLabelCodec.TryDecode(Label.ToArray(), out var label, out var text)
            ? new SioLabelContent.Decoded(label)
            : new SioLabelContent.Malformed(new(SioCodes.LabelMalformed, text));
    }

    private bool Is(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A parameter of SIO-Label after RFC 2231 assembly; the name is in lower case.</summary>
public sealed record SioParameter(string Name, string Value);

/// <summary>What is wrong with a SIO-Label field.</summary>
/// <param name="Code">One of <see cref="SioCodes"/>, stable.</param>
/// <param name="Text">Which parameter and why.</param>
public sealed record SioProblem(string Code, string Text);

/// <summary>The codes of problems of SIO-Label.</summary>
internal static class SioCodes
{
    public const string TooLong = "SIO_TOO_LONG";
    public const string Syntax = "SIO_SYNTAX";
    public const string DuplicateParameter = "SIO_DUPLICATE_PARAMETER";

    /// <summary>Sections of a parameter are not 0, 1, 2 … without a gap.</summary>
    public const string SectionGap = "SIO_SECTION_GAP";

    /// <summary>A percent-encoded value, or its character set, cannot be read.</summary>
    public const string Encoding = "SIO_ENCODING";

    /// <summary>Neither a marking nor a label.</summary>
    public const string Empty = "SIO_EMPTY";
    public const string TypeWithoutLabel = "SIO_TYPE_WITHOUT_LABEL";
    public const string LabelWithoutType = "SIO_LABEL_WITHOUT_TYPE";
    public const string ColourWithoutMarking = "SIO_COLOUR_WITHOUT_MARKING";
    public const string LabelNotBase64 = "SIO_LABEL_NOT_BASE64";
    public const string LabelMalformed = "SIO_LABEL_MALFORMED";
}

/// <summary>The label inside a SIO-Label field.</summary>
public abstract record SioLabelContent
{
    private SioLabelContent() { }

    /// <summary>The field has a marking only.</summary>
    public sealed record None : SioLabelContent;

    public sealed record Decoded(SecurityLabel Label) : SioLabelContent;

    /// <summary>A kind of label we do not read.</summary>
    public sealed record UnknownType(string Type) : SioLabelContent;

    public sealed record Malformed(SioProblem Problem) : SioLabelContent;
}
