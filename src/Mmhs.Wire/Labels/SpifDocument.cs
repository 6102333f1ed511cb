using System.Collections.Immutable;
using System.Xml.Linq;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Labels;

/// <summary>From the elements of one SPIF to the policy, reporting as it goes.</summary>
internal sealed class SpifDocument(XElement root)
{
    private const int HighestClass = 256; // RFC 2634 §3.2: ub-integer-options
    private const int HighestBit = EssLabelCodec.MaxBits - 1;

    private readonly SpifXml _xml = new();

    public SpifReading Read()
    {
        var id = SpifXml.Child(root, "securityPolicyId");
        var classifications = SpifXml.Child(root, "securityClassifications");
        if (id is null)
            _xml.Error(root, SpifCodes.Missing, "The SPIF has no securityPolicyId.");
        if (classifications is null)
            _xml.Error(root, SpifCodes.Missing, "The SPIF has no securityClassifications.");
        if (id is null || classifications is null)
            return new(null, _xml.Problems);

        new SpifRules(_xml, root).Check();
        var byDefault = SpifXml.Child(root, "defaultSecurityPolicyId");
        var policy = new SecurityPolicy
        {
            Id = _xml.RequiredObjectIdentifier(id, "id"),
            Name = _xml.Required(id, "name"),
            Version = _xml.OptionalNumber(root, "version", 0, int.MaxValue) ?? 1,
            Validity = _xml.Validity(root),
            Classifications = [.. SpifXml.Children(classifications, "securityClassification").Select(ReadClassification)],
            TagSets =
            [
                .. SpifXml.Children(SpifXml.Child(root, "securityCategoryTagSets"), "securityCategoryTagSet").Select(ReadTagSet),
            ],
            PrivacyMarks = SpifXml.Child(root, "privacyMarks") is { } marks ? ReadPrivacyMarks(marks) : null,
            EquivalentPolicies =
            [
                .. SpifXml.Children(SpifXml.Child(root, "equivalentPolicies"), "equivalentPolicy").Select(ReadEquivalentPolicy),
            ],
            DefaultPolicy = byDefault is null ? null : new(byDefault.Attribute("name")?.Value, byDefault.Attribute("id")?.Value),
            NameMarking = SpifMarkings.Read(_xml, id),
            Marking = SpifMarkings.Read(_xml, root),
            Language = OwnLanguage(),
        };
        return new(_xml.HasErrors ? null : policy, _xml.Problems);
    }

    private Classification ReadClassification(XElement element) =>
        new()
        {
            Name = _xml.Required(element, "name"),
            Value = _xml.RequiredNumber(element, "lacv", 0, HighestClass),
            Hierarchy = _xml.RequiredNumber(element, "hierarchy", int.MinValue, int.MaxValue),
            Colour = ReadColour(element),
            IsObsolete = _xml.Flag(element, "obsolete"),
            Required = ReadRequirements(element),
            Equivalents =
            [
                .. SpifXml
                    .Children(element, "equivalentClassification")
                    .Select(equivalent => new EquivalentClassification(
                        _xml.Required(equivalent, "policyRef"),
                        _xml.RequiredNumber(equivalent, "lacv", 0, HighestClass),
                        ReadUse(equivalent),
                        ReadRequirements(equivalent)
                    )),
            ],
            Marking = SpifMarkings.Read(_xml, element),
        };

    private string? ReadColour(XElement element)
    {
        if (element.Attribute("color")?.Value.Trim() is not { } text)
            return null;
        if (Colours.TryParse(text, out var colour))
            return colour;
        _xml.Warn(
            element,
            SpifCodes.Value,
            $"color is \"{text}\", wanted is #RRGGBB or a colour of the schema; the classification is shown without."
        );
        return null;
    }

    private TagSet ReadTagSet(XElement element) =>
        new()
        {
            Name = _xml.Required(element, "name"),
            Id = _xml.RequiredObjectIdentifier(element, "id"),
            Tags = [.. SpifXml.Children(element, "securityCategoryTag").Select(ReadTag).OfType<Tag>()],
            Equivalents =
            [
                .. SpifXml
                    .Children(element, "equivalentSecurityCategoryTagSet")
                    .Select(equivalent => new EquivalentTagSet(
                        _xml.Required(equivalent, "policyRef"),
                        equivalent.Attribute("name")?.Value,
                        equivalent.Attribute("id")?.Value,
                        ReadRequirements(equivalent)
                    )),
            ],
        };

    private Tag? ReadTag(XElement element)
    {
        if (ReadKind(element) is not { } kind)
            return null;
        var single = _xml.Flag(element, "singleSelection");
        return new()
        {
            Name = element.Attribute("name")?.Value,
            Kind = kind,
            MinSelection = ReadLimit(element, "minSelection"),
            MaxSelection = single ? 1 : ReadLimit(element, "maxSelection"),
            Values = [.. SpifXml.Children(element, "tagCategory").Select(value => ReadValue(value, kind)).OfType<TagCategory>()],
            Marking = SpifMarkings.Read(_xml, element),
        };
    }

    private TagCategory? ReadValue(XElement element, TagKind kind)
    {
        if (element.Attribute("userInput") is { } userInput)
        {
            // the syntaxes of labels have no form for a value the user types
            _xml.Warn(
                element,
                SpifCodes.Unsupported,
                $"A value with userInput {userInput.Value} has no form in a label and is left out."
            );
            return null;
        }
        var isBit = kind is TagKind.Restrictive or TagKind.Permissive or TagKind.InformativeBits;
        return new()
        {
            Name = _xml.Required(element, "name"),
            Value = _xml.RequiredLong(element, "lacv", 0, isBit ? HighestBit : long.MaxValue),
            IsObsolete = _xml.Flag(element, "obsolete"),
            Validity = _xml.Validity(element),
            RequiredClassification = element.Attribute("requiredClass")?.Value.Trim(),
            ExcludedClassifications = [.. SpifXml.Children(element, "excludedClass").Select(excluded => excluded.Value.Trim())],
            Required = ReadRequirements(element),
            Excluded = [.. SpifXml.Children(element, "excludedCategory").Select(ReadGroup).OfType<CategoryGroup>()],
            Equivalents =
            [
                .. SpifXml.Children(element, "equivalentSecCategoryTag").Select(ReadEquivalent).OfType<EquivalentCategory>(),
            ],
            Marking = SpifMarkings.Read(_xml, element),
        };
    }

    private EquivalentCategory? ReadEquivalent(XElement element) =>
        ReadKind(element, isReference: true) is not { } kind
            ? null
            : new(
                _xml.Required(element, "policyRef"),
                _xml.RequiredObjectIdentifier(element, "tagSetId"),
                kind,
                _xml.RequiredLong(element, "lacv", 0, long.MaxValue),
                ReadUse(element),
                element.Attribute("action")?.Value == "discard"
            );

    private PrivacyMarks ReadPrivacyMarks(XElement element) =>
        new()
        {
            Marks =
            [
                .. SpifXml
                    .Children(element, "privacyMark")
                    .Select(mark => new PermittedPrivacyMark
                    {
                        Name = _xml.Required(mark, "name"),
                        IsObsolete = _xml.Flag(mark, "obsolete"),
                        Marking = SpifMarkings.Read(_xml, mark),
                    }),
            ],
        };

    private EquivalentPolicy ReadEquivalentPolicy(XElement element) =>
        new(_xml.Required(element, "name"), _xml.RequiredObjectIdentifier(element, "id"), ReadRequirements(element));

    private ImmutableArray<CategoryRequirement> ReadRequirements(XElement parent) =>
        [.. SpifXml.Children(parent, "requiredCategory").Select(ReadRequirement).OfType<CategoryRequirement>()];

    private CategoryRequirement? ReadRequirement(XElement element)
    {
        var groups = SpifXml.Children(element, "categoryGroup").ToList();
        if (groups.Count == 0)
            _xml.Error(element, SpifCodes.Missing, "requiredCategory has no categoryGroup.");
        RequiredOperation? operation = element.Attribute("operation")?.Value switch
        {
            null or "all" => RequiredOperation.All,
            "onlyOne" => RequiredOperation.OnlyOne,
            "oneOrMore" => RequiredOperation.OneOrMore,
            _ => null,
        };
        if (operation is null)
            _xml.Error(
                element,
                SpifCodes.Value,
                $"operation is \"{element.Attribute("operation")!.Value}\", wanted is onlyOne, oneOrMore or all."
            );
        return operation is { } known ? new(known, [.. groups.Select(ReadGroup).OfType<CategoryGroup>()]) : null;
    }

    private CategoryGroup? ReadGroup(XElement element)
    {
        var name = _xml.Required(element, "tagSetRef");
        // both attributes are optional in the schema: a group that names no value means every one of the tag
        var any = _xml.Flag(element, "all") || element.Attribute("lacv") is null;
        if (ReadKind(element, isReference: true) is not { } kind)
            return null;
        return new(name, kind, any ? null : _xml.RequiredLong(element, "lacv", 0, long.MaxValue));
    }

    private int? ReadLimit(XElement element, string name) =>
        element.Attribute(name)?.Value.Trim() == "unbounded" ? null : _xml.OptionalNumber(element, name, 0, int.MaxValue);

    private EquivalenceUse ReadUse(XElement element)
    {
        switch (element.Attribute("applied")?.Value)
        {
            case "encrypt":
                return EquivalenceUse.Encrypt;
            case "decrypt":
                return EquivalenceUse.Decrypt;
            case "both":
                return EquivalenceUse.Both;
            case var other:
                _xml.Error(element, SpifCodes.Value, $"applied is \"{other}\", wanted is encrypt, decrypt or both.");
                return EquivalenceUse.Both;
        }
    }

    /// <summary>What a reference leaves out because its tag set has one kind of enumeration only; null where that does not tell.</summary>
    private string? EnumerationOf(string? tagSet)
    {
        var kinds = SpifXml
            .Children(SpifXml.Child(root, "securityCategoryTagSets"), "securityCategoryTagSet")
            .Where(set => tagSet is not null && SpifRules.Same(set.Attribute("name")?.Value, tagSet))
            .SelectMany(set => SpifXml.Children(set, "securityCategoryTag"))
            .Select(tag => tag.Attribute("enumType")?.Value)
            .OfType<string>()
            .Distinct()
            .ToList();
        return kinds is [var only] ? only : null;
    }

    /// <summary>The language the policy names; without that the one all its markings are in.</summary>
    private string? OwnLanguage()
    {
        if (SpifXml.Language(root) is { } named)
            return named;
        var used = root.Descendants()
            .Where(element =>
                element.Name == SpifXml.Namespace + "markingData" || element.Name == SpifXml.Namespace + "markingQualifier"
            )
            .Select(SpifXml.Language)
            .Distinct()
            .ToList();
        return used is [var only] ? only : null;
    }

    /// <summary>The kind of a tag, or of the tags a reference means; a reference does not say how tag type 7 is encoded.</summary>
    private TagKind? ReadKind(XElement element, bool isReference = false)
    {
        var type = _xml.Required(element, "tagType");
        var enumeration =
            element.Attribute("enumType")?.Value
            ?? (isReference && type == "enumerated" ? EnumerationOf(element.Attribute("tagSetRef")?.Value) : null);
        var encoding = element.Attribute("tag7Encoding")?.Value;
        if (type != "enumerated" && enumeration is not null)
            _xml.Error(element, SpifCodes.Value, $"enumType goes with tagType enumerated, not with {type}.");
        if (type != "tagType7" && encoding is not null)
            _xml.Error(element, SpifCodes.Value, $"tag7Encoding goes with tagType tagType7, not with {type}.");

        switch (type, enumeration, encoding)
        {
            case ("restrictive", _, _):
                return TagKind.Restrictive;
            case ("permissive", _, _):
                return TagKind.Permissive;
            case ("enumerated", "restrictive", _):
                return TagKind.EnumeratedRestrictive;
            case ("enumerated", "permissive", _):
                return TagKind.EnumeratedPermissive;
            case ("tagType7", _, "bitSetAttributes"):
                return TagKind.InformativeBits;
            case ("tagType7", _, "securityAttributes"):
                return TagKind.InformativeValues;
            case ("tagType7", _, _) when isReference:
                return TagKind.InformativeBits;
            case ("notApplicable", _, _):
                _xml.Warn(element, SpifCodes.Unsupported, "A tag of type notApplicable has no form in a label and is left out.");
                return null;
            case ("enumerated", _, _):
                _xml.Error(element, SpifCodes.Value, $"enumType is \"{enumeration}\", wanted is restrictive or permissive.");
                return null;
            case ("tagType7", _, _):
                _xml.Error(
                    element,
                    SpifCodes.Value,
                    $"tag7Encoding is \"{encoding}\", wanted is bitSetAttributes or securityAttributes."
                );
                return null;
            default:
                if (type.Length > 0)
                    _xml.Error(
                        element,
                        SpifCodes.Value,
                        $"tagType is \"{type}\", wanted is restrictive, enumerated, permissive, tagType7 or notApplicable."
                    );
                return null;
        }
    }
}
