using System.Xml;
using System.Xml.Linq;

namespace Mmhs.Wire.Labels;

/// <summary>Reads a security policy from an Open XML SPIF file.</summary>
/// <remarks>
/// At most 8 MiB; a document type is refused and nothing outside the file is read. Versions 1.0, 2.0 and 2.1 are one format; 3.0 is another
/// and refused by name. All faults are reported at once. Source: Open XML SPIF 2.1 schema, and what it leaves unchecked (<see cref="SpifRules"/>).
/// </remarks>
public static class SpifReader
{
    /// <summary>In octets.</summary>
    public const int MaxLength = 8 << 20;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxLength,
    };

    /// <param name="octets">The whole file; its encoding is what XML says it is.</param>
    public static SpifReading Read(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > MaxLength)
            return Refused(SpifCodes.TooLarge, 0, $"The file has {octets.Length} octets, at most {MaxLength} are read.");

        XDocument document;
        try
        {
            using var stream = new MemoryStream(octets.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, Settings);
            document = XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException refusal)
        {
            // the library's advice on a document type is to permit it, which is not ours
            return Refused(
                SpifCodes.NotXml,
                refusal.LineNumber,
                refusal.Message.Contains("DTD", StringComparison.Ordinal)
                    ? "The file has a document type (DTD), which is not accepted. Remove it."
                    : refusal.Message
            );
        }

        var root = document.Root!;
        if (root.Name != SpifXml.Namespace + "SPIF")
            return Refused(
                SpifCodes.NotSpif,
                SpifXml.LineOf(root),
                $"The root element is {root.Name}, wanted is {SpifXml.Namespace + "SPIF"}."
            );
        if (root.Attribute("schemaVersion")?.Value is not ("1.0" or "2.0" or "2.1"))
        {
            var found = root.Attribute("schemaVersion")?.Value is { } version ? $"\"{version}\"" : "absent";
            return Refused(
                SpifCodes.Version,
                SpifXml.LineOf(root),
                $"schemaVersion is {found}; 1.0, 2.0 and 2.1 are read. Convert the policy to 2.1."
            );
        }
        return new SpifDocument(root).Read();
    }

    private static SpifReading Refused(string code, int line, string text) => new(null, [new(code, true, line, text)]);
}
