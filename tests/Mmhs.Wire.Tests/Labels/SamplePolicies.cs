using System.Collections.Immutable;
using Mmhs.Messages.Policy;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Tests.Labels;

/// <summary>The policies NORTHLAND and ALLIANCE of this repository, labels under them, and short ways to write labels and clearances.</summary>
internal static class SamplePolicies
{
    public const string NorthlandId = "1.3.6.1.4.1.32473.10.1";
    public const string AllianceId = "1.3.6.1.4.1.32473.10.2";

    public static readonly DateTimeOffset InForce = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static SecurityPolicy Northland { get; } = Load("northland.xml");

    public static SecurityPolicy Alliance { get; } = Load("alliance.xml");

    public static PolicyCatalog Catalog { get; } = new([Northland, Alliance]);

    /// <summary>The labels by the names the tables of the tests use.</summary>
    public static IReadOnlyDictionary<string, SecurityLabel> Sample { get; } =
        new Dictionary<string, SecurityLabel>
        {
            ["N1"] = Label(Northland, "UNMARKED"),
            ["N2"] = Label(Northland, "UNCLASSIFIED"),
            ["N3"] = Label(Northland, "SECRET"),
            ["N4"] = Label(Northland, "SECRET", "Compartments: CRIMSON, AZURE", "Releasable To: XN, XA"),
            ["N5"] = Label(Northland, "SECRET", "Projects: HERON", "Administrative: STAFF") with { PrivacyMark = "CLEAR" },
            ["N6"] = Label(Northland, "TOP SECRET", "Compartments: UMBER", "Eyes Only: XN, XE"),
            ["A1"] = Label(Alliance, "SECRET", "Context: ALLIANCE"),
            ["A2"] = Label(Alliance, "TOP SECRET", "Context: ALLIANCE", "Additional Sensitivity: NUCLEUS"),
            ["A3"] = Label(Alliance, "RESTRICTED", "Context: ALPINE GUARD", "Releasable To: NORTHLAND, EASTLAND") with
            {
                PrivacyMark = "CLEAR",
            },
            ["A4"] = Label(Alliance, "CONFIDENTIAL", "Context: ALLIANCE", "Only: NORTHLAND", "Administrative: MEDICAL"),
            ["A5"] = Label(Alliance, "RESTRICTED", "Context: EXERCISE 2026"),
        };

    public static string PathOf(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "policies", file);
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException("The policies of this repository are not above the tests.", file);
    }

    /// <summary>A label by names: the classification, then <c>Tag set: value, value</c> for each tag set.</summary>
    public static SecurityLabel Label(SecurityPolicy policy, string classification, params string[] tagSets) =>
        new(
            policy.Id,
            policy.Classifications.Single(candidate => candidate.Name == classification).Value,
            null,
            Categories(policy, tagSets)
        );

    /// <summary>A clearance by names; the classes are numbers, as in "0-4" or "5".</summary>
    public static Clearance Cleared(SecurityPolicy policy, string classes, params string[] tagSets)
    {
        var ends = classes
            .Split('-')
            .Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        return new(policy.Id, [.. Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)], Categories(policy, tagSets));
    }

    public static ImmutableSortedSet<Category> Categories(SecurityPolicy policy, params string[] tagSets) =>
        [
            .. from text in tagSets
            let parts = text.Split(": ")
            let set = policy.TagSets.Single(candidate => candidate.Name == parts[0])
            from name in parts[1].Split(", ")
            from tag in set.Tags
            from value in tag.Values
            where value.Name == name
            select new Category(set.Id, tag.Kind, value.Value),
        ];

    private static SecurityPolicy Load(string file)
    {
        var reading = SpifReader.Read(File.ReadAllBytes(PathOf(file)));
        return reading.Policy ?? throw new InvalidDataException(string.Join('\n', reading.Problems));
    }
}
