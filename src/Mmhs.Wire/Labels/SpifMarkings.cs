using System.Collections.Immutable;
using System.Xml.Linq;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Labels;

/// <summary>Reads marking data and qualifiers, which nearly every element of a SPIF may have.</summary>
internal static class SpifMarkings
{
    public static MarkingRules Read(SpifXml xml, XElement parent) =>
        new(
            [.. SpifXml.Children(parent, "markingData").Select(element => ReadData(xml, element)).OfType<MarkingData>()],
            [
                .. SpifXml
                    .Children(parent, "markingQualifier")
                    .Select(element => ReadQualifier(xml, element))
                    .OfType<MarkingQualifier>(),
            ]
        );

    private static MarkingData? ReadData(SpifXml xml, XElement element)
    {
        var codes = ImmutableArray.CreateBuilder<MarkingCode>();
        foreach (var code in SpifXml.Children(element, "code"))
        {
            if (CodeOf(code.Value.Trim()) is not { } known)
                xml.Warn(code, SpifCodes.Value, $"The marking code \"{code.Value.Trim()}\" is not known.");
            else if (!codes.Contains(known))
                codes.Add(known);
        }
        if (codes.Count > 0)
            return new(element.Attribute("phrase")?.Value, SpifXml.Language(element), codes.ToImmutable());

        // a phrase for nowhere we know must not become a phrase for everywhere
        if (!SpifXml.Children(element, "code").Any())
            xml.Error(element, SpifCodes.Missing, "markingData has no code.");
        return null;
    }

    private static MarkingQualifier? ReadQualifier(SpifXml xml, XElement element)
    {
        MarkingCode? code = null;
        if (element.Attribute("markingCode")?.Value.Trim() is { } word)
        {
            code = CodeOf(word);
            if (code is null)
            {
                xml.Warn(element, SpifCodes.Value, $"The marking code \"{word}\" is not known.");
                return null;
            }
        }
        string prefix = "",
            suffix = "";
        string? separator = null;
        foreach (var qualifier in SpifXml.Children(element, "qualifier"))
        {
            var text = qualifier.Attribute("markingQualifier")?.Value;
            if (text is null)
                xml.Warn(qualifier, SpifCodes.Missing, "qualifier has no markingQualifier; nothing is written there.");
            switch (qualifier.Attribute("qualifierCode")?.Value)
            {
                case "prefix":
                    prefix = text ?? "";
                    break;
                case "suffix":
                    suffix = text ?? "";
                    break;
                case "separator":
                    separator = text;
                    break;
                case var other:
                    xml.Error(
                        qualifier,
                        SpifCodes.Value,
                        $"qualifierCode is \"{other}\", wanted is prefix, suffix or separator."
                    );
                    break;
            }
        }
        return new(code, SpifXml.Language(element), prefix, suffix, separator);
    }

    private static MarkingCode? CodeOf(string word) =>
        word switch
        {
            "pageTop" => MarkingCode.PageTop,
            "pageBottom" => MarkingCode.PageBottom,
            "pageTopBottom" => MarkingCode.PageTopBottom,
            "documentStart" => MarkingCode.DocumentStart,
            "documentEnd" => MarkingCode.DocumentEnd,
            "noNameDisplay" => MarkingCode.NoNameDisplay,
            "noMarkingDisplay" => MarkingCode.NoMarkingDisplay,
            "suppressClassName" => MarkingCode.SuppressClassName,
            "firstLineOfText" => MarkingCode.FirstLineOfText,
            "lastLineOfText" => MarkingCode.LastLineOfText,
            "subject" => MarkingCode.Subject,
            "xHeader" => MarkingCode.XHeader,
            "portionMarking" => MarkingCode.PortionMarking,
            "inputTitle" => MarkingCode.InputTitle,
            "waterMark" => MarkingCode.WaterMark,
            "replacePolicy" => MarkingCode.ReplacePolicy,
            _ => null,
        };
}
