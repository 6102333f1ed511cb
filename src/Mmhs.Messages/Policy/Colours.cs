using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mmhs.Messages.Policy;

/// <summary>The colours of markings: seventeen words or <c>#RRGGBB</c>. Colour only repeats what the words say.</summary>
/// <remarks>Source: Open XML SPIF <c>color</c>; RFC 7444 §3, which adds orange and shares the spelling "fuschia".</remarks>
public static class Colours
{
    public const string Black = "black";
    public const string White = "white";

    private static readonly FrozenDictionary<string, int> Words = new Dictionary<string, int>
    {
        ["aqua"] = 0x00FFFF,
        [Black] = 0x000000,
        ["blue"] = 0x0000FF,
        ["fuschia"] = 0xFF00FF,
        ["gray"] = 0x808080,
        ["green"] = 0x008000,
        ["lime"] = 0x00FF00,
        ["maroon"] = 0x800000,
        ["navy"] = 0x000080,
        ["olive"] = 0x808000,
        ["orange"] = 0xFFA500,
        ["purple"] = 0x800080,
        ["red"] = 0xFF0000,
        ["silver"] = 0xC0C0C0,
        ["teal"] = 0x008080,
        [White] = 0xFFFFFF,
        ["yellow"] = 0xFFFF00,
    }.ToFrozenDictionary();

    /// <summary>Reads a colour in any case; gives the word in lower case or <c>#RRGGBB</c> in upper case. The right spelling "fuchsia" is accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? colour)
    {
        colour = null;
        if (text is null)
            return false;
        if (text.StartsWith('#'))
        {
            if (
                text.Length != 7
                || !int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            )
                return false;
            colour = text.ToUpperInvariant();
            return true;
        }
        var word = text.ToLowerInvariant();
        if (word == "fuchsia")
            word = "fuschia";
        if (!Words.ContainsKey(word))
            return false;
        colour = word;
        return true;
    }

    /// <summary>The colour as <c>#RRGGBB</c>, which every style sheet reads.</summary>
    /// <exception cref="FormatException">Not a colour <see cref="TryParse"/> gave.</exception>
    public static string ToHex(string colour) => string.Create(CultureInfo.InvariantCulture, $"#{Rgb(colour):X6}");

    /// <summary>Black or white, whichever is read better on this background (WCAG 2.2 relative luminance).</summary>
    public static string ForegroundOn(string background)
    {
        var rgb = Rgb(background);
        var luminance = (0.2126 * Linear(rgb >> 16)) + (0.7152 * Linear((rgb >> 8) & 0xFF)) + (0.0722 * Linear(rgb & 0xFF));
        // the contrast with black, (L + 0.05) / 0.05, is the greater one above this point
        return luminance > 0.179 ? Black : White;
    }

    private static double Linear(int channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static int Rgb(string colour) =>
        Words.TryGetValue(colour, out var rgb)
            ? rgb
            : int.Parse(colour.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
