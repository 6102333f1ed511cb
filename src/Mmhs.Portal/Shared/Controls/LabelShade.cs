using System.Collections.Frozen;

namespace Mmhs.Portal.Shared.Controls;

/// <summary>Finds the shade of <c>labels.css</c> for a classification; a style sheet can hold only colours it knows beforehand.</summary>
internal static class LabelShade
{
    // The colour names of the SPIF schema (spif.md §1, attribute "color"; "fuschia" is the schema's spelling), and the two
    // numbers the NATO-like policies use.
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["aqua"] = "aqua",
        ["black"] = "black",
        ["blue"] = "blue",
        ["fuschia"] = "fuchsia",
        ["fuchsia"] = "fuchsia",
        ["gray"] = "gray",
        ["green"] = "green",
        ["lime"] = "lime",
        ["maroon"] = "maroon",
        ["navy"] = "navy",
        ["olive"] = "olive",
        ["purple"] = "purple",
        ["red"] = "red",
        ["silver"] = "silver",
        ["teal"] = "teal",
        ["white"] = "white",
        ["yellow"] = "yellow",
        ["#4169E1"] = "royalblue",
        ["#FF8800"] = "orange",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] ByLevel = ["white", "lime", "aqua", "royalblue", "red", "orange"];

    /// <summary>The policy's colour where we have it, else that of the level, else <c>plain</c>.</summary>
    public static string Of(LabelDisplay? marking)
    {
        if (marking?.Color is { } color && Known.TryGetValue(color, out var shade))
            return shade;
        return marking?.Level is { } level && level >= 0 && level < ByLevel.Length ? ByLevel[level] : "plain";
    }
}
