using System.Globalization;
using System.Text;

namespace Mmhs.Wire.Labels;

/// <summary>Writes SIO-Label: marking, colours, type, label, then what we did not know; one line a parameter (RFC 7444 §3; RFC 2231).</summary>
internal static class SioLabelWriter
{
    private const int ValuePerLine = 60; // leaves room for the name and keeps lines within 78
    private const int PreferredLine = 78;
    private const int MaxLength = 8 << 10;

    public static string Write(SioLabel label)
    {
        if (label.Marking is null && label.Type is null)
            throw new InvalidOperationException("A SIO-Label has a marking or a label (RFC 7444 §3).");
        if (label.Type is null != label.Label.IsEmpty)
            throw new InvalidOperationException("type and label come together (RFC 7444 §3.4).");

        List<string> parameters = [];
        if (label.Marking is not null)
        {
            parameters.AddRange(Text("marking", label.Marking));
            if (label.Foreground is not null)
                parameters.Add($"fgcolor={Quoted(label.Foreground)}");
            if (label.Background is not null)
                parameters.Add($"bgcolor={Quoted(label.Background)}");
        }
        if (label.Type is not null)
        {
            parameters.AddRange(Text("type", label.Type));
            parameters.AddRange(Base64("label", Convert.ToBase64String(label.Label.AsSpan())));
        }
        foreach (var unknown in label.Unknown)
            parameters.AddRange(Text(unknown.Name, unknown.Value));

        var body = Fold(parameters);
        if (body.Length > MaxLength)
            throw new InvalidOperationException(
                $"The field would have {body.Length} characters, at most {MaxLength} are written."
            );
        return body;
    }

    private static string Fold(List<string> parameters)
    {
        var body = new StringBuilder();
        var column = "SIO-Label:".Length;
        for (var i = 0; i < parameters.Count; i++)
        {
            var text = i == parameters.Count - 1 ? parameters[i] : parameters[i] + ";";
            if (i > 0 && column + 1 + text.Length > PreferredLine)
            {
                body.Append("\r\n");
                column = 0;
            }
            body.Append(' ').Append(text);
            column += 1 + text.Length;
        }
        return body.Append("\r\n").ToString();
    }

    private static IEnumerable<string> Text(string name, string value)
    {
        var clean = DisplayText.Clean(value);
        if (clean.Length <= ValuePerLine && clean.All(c => c is >= ' ' and <= '~'))
            return [$"{name}={Quoted(clean)}"];
        return Encoded(name, clean);
    }

    private static IEnumerable<string> Encoded(string name, string value)
    {
        var section = new StringBuilder("UTF-8''");
        var number = 0;
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            var text = IsAttributeCharacter((char)octet)
                ? ((char)octet).ToString()
                : string.Create(CultureInfo.InvariantCulture, $"%{octet:X2}");
            if (section.Length + text.Length > ValuePerLine)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{name}*{number++}*={section}");
                section.Clear();
            }
            section.Append(text);
        }
        yield return number == 0
            ? $"{name}*={section}"
            : string.Create(CultureInfo.InvariantCulture, $"{name}*{number}*={section}");
    }

    private static IEnumerable<string> Base64(string name, string value) =>
        value.Length <= ValuePerLine
            ? [$"{name}={Quoted(value)}"]
            : value
                .Chunk(ValuePerLine)
                .Select(
                    (chunk, number) => string.Create(CultureInfo.InvariantCulture, $"{name}*{number}={Quoted(new string(chunk))}")
                );

    private static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // RFC 2231 §7: attribute-char
    private static bool IsAttributeCharacter(char c) =>
        c is > ' ' and < '\u007F' && !"*'%()<>@,;:\\\"/[]?=".Contains(c, StringComparison.Ordinal);
}
