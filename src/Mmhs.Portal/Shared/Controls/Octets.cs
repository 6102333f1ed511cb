using System.Globalization;

namespace Mmhs.Portal.Shared.Controls;

/// <summary>A number of octets in the unit people read.</summary>
internal static class Octets
{
    public static string Text(long octets) =>
        octets switch
        {
            < 1024 => string.Create(CultureInfo.InvariantCulture, $"{octets} octets"),
            < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{octets / 1024.0:0.#} KiB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{octets / (1024.0 * 1024.0):0.#} MiB"),
        };
}
