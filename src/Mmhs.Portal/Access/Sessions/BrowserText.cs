namespace Mmhs.Portal.Access.Sessions;

/// <summary>A browser in words, from what it called itself (RFC 9110 §10.1.5); good enough to know one's own again, and for nothing else.</summary>
internal static class BrowserText
{
    // The first that fits: nearly every browser also calls itself by the names further down.
    private static readonly (string Sign, string Word)[] Browsers =
    [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    private static readonly (string Sign, string Word)[] Systems =
    [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    public static string Of(string? said)
    {
        if (said is null)
            return "A browser that does not say which";
        var browser = Find(Browsers, said) ?? "Another browser";
        return Find(Systems, said) is { } system ? $"{browser} on {system}" : browser;
    }

    private static string? Find((string Sign, string Word)[] among, string said) =>
        among.Where(known => said.Contains(known.Sign, StringComparison.Ordinal)).Select(known => known.Word).FirstOrDefault();
}
