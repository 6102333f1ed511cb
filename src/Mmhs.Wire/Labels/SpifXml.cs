using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Labels;

/// <summary>Elements and attributes of a SPIF as values; what cannot be read is reported and never read as zero or empty.</summary>
/// <remarks>Elements are in the namespace, attributes are not; unknown ones are ignored, as the schema permits more.</remarks>
internal sealed class SpifXml
{
    public static readonly XNamespace Namespace = "http://www.xmlspif.org/spif";

    private readonly ImmutableArray<SpifProblem>.Builder _problems = ImmutableArray.CreateBuilder<SpifProblem>();

    public static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;

    public static IEnumerable<XElement> Children(XElement? parent, string name) => parent?.Elements(Namespace + name) ?? [];

    public static XElement? Child(XElement? parent, string name) => parent?.Element(Namespace + name);

    public ImmutableArray<SpifProblem> Problems => [.. _problems.OrderBy(problem => problem.Line)];

    public bool HasErrors => _problems.Any(problem => problem.IsError);

    public void Error(XElement at, string code, string text) => _problems.Add(new(code, true, LineOf(at), text));

    public void Warn(XElement at, string code, string text) => _problems.Add(new(code, false, LineOf(at), text));

    /// <summary>An attribute that must be there and not be blank; "" after a report.</summary>
    public string Required(XElement element, string name)
    {
        var value = element.Attribute(name)?.Value.Trim();
        if (!string.IsNullOrEmpty(value))
            return value;
        Error(element, SpifCodes.Missing, $"{element.Name.LocalName} has no {name}.");
        return "";
    }

    public string RequiredObjectIdentifier(XElement element, string name)
    {
        var value = Required(element, name);
        if (value.Length > 0 && !ObjectIdentifiers.IsValid(value))
            Error(element, SpifCodes.Value, $"{element.Name.LocalName} {name} is \"{value}\", wanted is an object identifier.");
        return value;
    }

    /// <summary>A number that must be there, within both ends; leading zeros are read ("008" is 8).</summary>
    public int RequiredNumber(XElement element, string name, int least, int most) =>
        (int)RequiredLong(element, name, least, most);

    /// <summary>The same for values of tags, which are wider in published policies.</summary>
    public long RequiredLong(XElement element, string name, long least, long most)
    {
        var text = Required(element, name);
        return text.Length == 0 ? least : Number(element, name, text, least, most) ?? least;
    }

    public int? OptionalNumber(XElement element, string name, int least, int most) =>
        element.Attribute(name)?.Value.Trim() is { } text ? (int?)Number(element, name, text, least, most) : null;

    /// <summary>A language named by the element itself; null where it names none.</summary>
    public static string? Language(XElement element) =>
        element.Attribute(XNamespace.Xml + "lang")?.Value.Trim() is { Length: > 0 } tag ? tag : null;

    public bool Flag(XElement element, string name)
    {
        switch (element.Attribute(name)?.Value.Trim())
        {
            case null or "false" or "0":
                return false;
            case "true" or "1":
                return true;
            case var other:
                Error(element, SpifCodes.Value, $"{element.Name.LocalName} {name} is \"{other}\", wanted is true or false.");
                return false;
        }
    }

    public ValidityPeriod Validity(XElement element) => new(Moment(element, "notBefore"), Moment(element, "notAfter"));

    private DateTimeOffset? Moment(XElement element, string name)
    {
        if (element.Attribute(name)?.Value.Trim() is not { } text)
            return null;
        try
        {
            // XML Schema part 2 §3.2.7; without a zone it is UTC, not the zone of the machine that happens to read it
            return new DateTimeOffset(XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.Utc));
        }
        catch (Exception refusal) when (refusal is FormatException or ArgumentOutOfRangeException)
        {
            Error(
                element,
                SpifCodes.Value,
                $"{element.Name.LocalName} {name} is \"{text}\", wanted is a date and time as 2026-12-31T23:59:59Z."
            );
            return null;
        }
    }

    private long? Number(XElement element, string name, string text, long least, long most)
    {
        if (
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
            return number;
        Error(
            element,
            SpifCodes.Value,
            $"{element.Name.LocalName} {name} is \"{text}\", wanted is a number from {least} to {most}."
        );
        return null;
    }
}
