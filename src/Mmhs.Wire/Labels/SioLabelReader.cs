using System.Diagnostics.CodeAnalysis;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Labels;

/// <summary>From parameters to a SIO-Label: which belong together, and what each means (RFC 7444 §3).</summary>
internal static class SioLabelReader
{
    public static bool TryRead(string body, [NotNullWhen(true)] out SioLabel? label, [NotNullWhen(false)] out SioProblem? problem)
    {
        label = null;
        problem =
            body.Length > SioLabel.MaxLength
                ? new(SioCodes.TooLong, $"The field has {body.Length} characters, at most {SioLabel.MaxLength} are read.")
                : SioParameters.Read(body, out var parameters) ?? Interpret(parameters, out label);
        return label is not null;
    }

    private static SioProblem? Interpret(List<SioParameter> parameters, out SioLabel? label)
    {
        label = null;
        string? Value(string name) => parameters.Find(parameter => parameter.Name == name)?.Value;

        var marking = DisplayText.Clean(Value("marking"));
        if (marking is { Length: 0 })
            marking = null;
        string? type = Value("type"),
            encoded = Value("label"),
            foreground = Value("fgcolor"),
            background = Value("bgcolor");

        if (type is not null && encoded is null)
            return new(SioCodes.TypeWithoutLabel, "type is there without label.");
        if (type is null && encoded is not null)
            return new(SioCodes.LabelWithoutType, "label is there without type.");
        if (marking is null && type is null)
            return new(SioCodes.Empty, "There is neither a marking nor a label.");
        if (marking is null && (foreground ?? background) is not null)
            return new(SioCodes.ColourWithoutMarking, "A colour is there without a marking.");

        byte[]? octets = [];
        if (encoded is not null && !TryDecode(encoded, out octets))
            return new(SioCodes.LabelNotBase64, "label is not Base64.");
        label = new()
        {
            Marking = marking,
            Foreground = Colours.TryParse(foreground, out var front) ? front : null,
            Background = Colours.TryParse(background, out var back) ? back : null,
            Type = DisplayText.Clean(type),
            Label = [.. octets],
            Unknown =
            [
                .. parameters
                    .Where(parameter => parameter.Name is not ("marking" or "fgcolor" or "bgcolor" or "type" or "label"))
                    .Select(parameter => parameter with { Value = DisplayText.Clean(parameter.Value) }),
            ],
        };
        return null;
    }

    // samples in the wild lack the padding or are folded inside the quotes
    private static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        var packed = string.Concat(text.Where(c => c is not (' ' or '\t' or '\r' or '\n'))).TrimEnd('=');
        if (packed.Length == 0 || packed.Length % 4 == 1)
            return false;
        var padded = packed.PadRight((packed.Length + 3) / 4 * 4, '=');
        var buffer = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, buffer, out var written))
            return false;
        octets = buffer[..written];
        return true;
    }
}
