using System.Xml.Linq;
using Mmhs.Messages.Policy;

namespace Mmhs.Wire.Labels;

/// <summary>What holds between the elements of a SPIF: what is unique, what must resolve.</summary>
/// <remarks>
/// The identity rules of the 2.1 schema and those it means but does not enforce: its keyref for required categories never fires, and names
/// are compared there with regard to case. Source: Open XML SPIF 2.1 schema.
/// </remarks>
internal sealed class SpifRules(SpifXml xml, XElement root)
{
    public void Check()
    {
        var classes = SpifXml.Children(SpifXml.Child(root, "securityClassifications"), "securityClassification").ToList();
        var sets = SpifXml.Children(SpifXml.Child(root, "securityCategoryTagSets"), "securityCategoryTagSet").ToList();

        Unique(classes, "name", "classification");
        Unique(classes, "lacv", "classification", Number);
        Unique(classes, "color", "classification", colour => Colours.TryParse(colour, out var canonical) ? canonical : null);
        if (classes.TrueForAll(element => element.Attribute("obsolete")?.Value is "true" or "1"))
            xml.Error(root, SpifCodes.Missing, "There is no classification that is not obsolete.");
        Unique(sets, "name", "tag set");
        Unique(sets, "id", "tag set");
        foreach (var set in sets)
            CheckSet(set, classes);
        foreach (var element in classes)
            CheckGroups(element, sets);
        foreach (var value in sets.SelectMany(Values))
            CheckGroups(value, sets);
        CheckPolicies();
    }

    private void CheckSet(XElement set, List<XElement> classes)
    {
        var tags = SpifXml.Children(set, "securityCategoryTag").ToList();
        if (tags.Count == 0)
            xml.Error(set, SpifCodes.Missing, "securityCategoryTagSet has no securityCategoryTag.");
        foreach (var sameType in tags.GroupBy(tag => (tag.Attribute("tagType")?.Value, tag.Attribute("enumType")?.Value)))
            Unique(sameType.SelectMany(tag => SpifXml.Children(tag, "tagCategory")), "lacv", "value", Number);
        foreach (var tag in tags)
            Unique(SpifXml.Children(tag, "tagCategory"), "name", "value");

        var encodings = tags.Select(tag => tag.Attribute("tag7Encoding")?.Value).OfType<string>().Distinct().Count();
        if (encodings > 1)
            xml.Error(set, SpifCodes.Value, "All tags of type 7 in a tag set have the same tag7Encoding.");

        foreach (var value in Values(set))
        {
            if (value.Attribute("requiredClass")?.Value is { } required)
                CheckClass(value, required, classes);
            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var excluded in SpifXml.Children(value, "excludedClass"))
            {
                CheckClass(excluded, excluded.Value, classes);
                if (!seen.Add(excluded.Value.Trim()))
                    xml.Error(excluded, SpifCodes.Duplicate, $"The classification {excluded.Value.Trim()} is excluded twice.");
            }
        }
    }

    private void CheckClass(XElement at, string name, List<XElement> classes)
    {
        if (!classes.Exists(element => Same(element.Attribute("name")?.Value, name)))
            xml.Error(at, SpifCodes.Reference, $"There is no classification \"{name.Trim()}\".");
    }

    /// <summary>Only what speaks of our own tag sets: requirements under an equivalence name those of the other policy.</summary>
    private void CheckGroups(XElement owner, List<XElement> sets)
    {
        var groups = SpifXml
            .Children(owner, "requiredCategory")
            .SelectMany(required => SpifXml.Children(required, "categoryGroup"))
            .Concat(SpifXml.Children(owner, "excludedCategory"));
        foreach (var group in groups)
        {
            var name = group.Attribute("tagSetRef")?.Value;
            if (name is null)
                continue; // reported where it is read
            var set = sets.Find(candidate => Same(candidate.Attribute("name")?.Value, name));
            var tags = SpifXml
                .Children(set, "securityCategoryTag")
                .Where(tag =>
                    tag.Attribute("tagType")?.Value == group.Attribute("tagType")?.Value
                    && (
                        group.Attribute("enumType")?.Value is not { } enumeration
                        || tag.Attribute("enumType")?.Value == enumeration
                    )
                )
                .ToList();
            if (set is null)
                xml.Error(group, SpifCodes.Reference, $"There is no tag set \"{name}\".");
            else if (tags.Count == 0)
                xml.Error(group, SpifCodes.Reference, $"The tag set \"{name}\" has no tag of this type.");
            else if (
                Number(group.Attribute("lacv")?.Value ?? "") is { } lacv
                && !tags.SelectMany(tag => SpifXml.Children(tag, "tagCategory"))
                    .Any(value => Number(value.Attribute("lacv")?.Value ?? "") == lacv)
            )
                xml.Error(group, SpifCodes.Reference, $"The tag set \"{name}\" has no value {lacv} of this type.");
        }
    }

    private void CheckPolicies()
    {
        var policies = SpifXml.Children(SpifXml.Child(root, "equivalentPolicies"), "equivalentPolicy").ToList();
        Unique(policies, "name", "equivalent policy");
        Unique(policies, "id", "equivalent policy");
        if (SpifXml.Child(root, "defaultSecurityPolicyId") is { } byDefault)
            policies.Add(byDefault);
        foreach (var element in root.Descendants().Where(element => element.Name.Namespace == SpifXml.Namespace))
            if (
                element.Attribute("policyRef")?.Value is { } name
                && !policies.Exists(policy => Same(policy.Attribute("name")?.Value, name))
            )
                xml.Error(element, SpifCodes.Reference, $"There is no equivalent policy \"{name}\".");
    }

    private static IEnumerable<XElement> Values(XElement set) =>
        SpifXml.Children(set, "securityCategoryTag").SelectMany(tag => SpifXml.Children(tag, "tagCategory"));

    private void Unique(IEnumerable<XElement> elements, string attribute, string what, Func<string, string?>? canonical = null)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in elements)
        {
            if (element.Attribute(attribute)?.Value.Trim() is not { } text)
                continue;
            if ((canonical is null ? text : canonical(text)) is { } value && !seen.Add(value))
                xml.Error(element, SpifCodes.Duplicate, $"There are two {what} entries with {attribute} \"{text}\".");
        }
    }

    internal static bool Same(string? left, string right) =>
        string.Equals(left?.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase);

    // "008" and "8" are one number
    private static string? Number(string text) =>
        text.Trim() is { Length: > 0 } digits ? digits.TrimStart('0').PadLeft(1, '0') : null;
}
