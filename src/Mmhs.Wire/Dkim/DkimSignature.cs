using System.Globalization;
using Mmhs.Wire.Labels;

namespace Mmhs.Wire.Dkim;

/// <summary>The tags of a DKIM-Signature field that has all it needs (RFC 6376 §3.5).</summary>
internal sealed record DkimSignature(
    string Domain,
    string Selector,
    string Algorithm,
    string Identity,
    string IdentityDomain,
    bool HasLength,
    long? Expires
)
{
    /// <summary>The signature, or why it is none; domain, selector and algorithm also then, where they can be read.</summary>
    public static (DkimSignature? Signature, DkimReading? Bad) Read(string body)
    {
        if (TagList.Read(body) is not { } tags)
            return (null, Wrong("the field cannot be read"));
        var (domain, selector, algorithm) = (
            Name(tags.GetValueOrDefault("d")),
            Name(tags.GetValueOrDefault("s")),
            tags.GetValueOrDefault("a")?.ToLowerInvariant()
        );
        DkimReading Refused(string reason) =>
            new(DkimResult.PermError, reason, domain, selector, algorithm is null ? null : Printable(algorithm))
            {
                Identity = On(tags.GetValueOrDefault("i"), domain),
            };
        if (tags.GetValueOrDefault("v") != "1")
            return (null, Refused("another version"));
        if (
            domain is null
            || selector is null
            || algorithm is null
            || !tags.ContainsKey("b")
            || !tags.ContainsKey("bh")
            || !tags.TryGetValue("h", out var fields)
        )
            return (null, Refused("something is missing"));
        if (algorithm == "rsa-sha1")
            return (null, Refused("made with SHA-1")); // RFC 8301 §3.1: MUST NOT be considered valid
        if (algorithm is not ("rsa-sha256" or "ed25519-sha256"))
            return (null, Refused("an algorithm nobody here knows"));
        if (!fields.Split(':', StringSplitOptions.TrimEntries).Contains("from", StringComparer.OrdinalIgnoreCase))
            return (null, Refused("From is not signed"));
        if (
            tags.TryGetValue("q", out var queries)
            && !queries.Split(':', StringSplitOptions.TrimEntries).Contains("dns/txt", StringComparer.OrdinalIgnoreCase)
        )
            return (null, Refused("the key is not in the DNS"));
        var identity =
            tags.TryGetValue("i", out var said) && said.LastIndexOf('@') is >= 0 and var at ? Name(said[(at + 1)..])
            : said is null ? domain
            : null;
        if (identity is null || !(identity == domain || identity.EndsWith("." + domain, StringComparison.Ordinal)))
            return (null, Refused("the identity is not of the domain"));
        if (
            !IsTime(tags.GetValueOrDefault("t"), out var made)
            || !IsTime(tags.GetValueOrDefault("x"), out var expires)
            || expires <= made
        )
            return (null, Refused("its times are no times"));
        if (tags.TryGetValue("l", out var length) && !(length.Length is > 0 and <= 18 && length.All(char.IsAsciiDigit)))
            return (null, Refused("its length is no number"));
        return (new(domain, selector, algorithm, On(said, domain)!, identity, length is not null, expires), null);
    }

    private static string? On(string? said, string? domain) =>
        said is not null ? DisplayText.Clean(said)
        : domain is null ? null
        : "@" + domain;

    private static DkimReading Wrong(string reason) => new(DkimResult.PermError, reason, null, null, null);

    // RFC 6376 §3.5: 1 to 12 digits; none is lawful
    private static bool IsTime(string? text, out long? seconds)
    {
        seconds = null;
        if (text is null)
            return true;
        if (text.Length is 0 or > 12 || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            return false;
        seconds = read;
        return true;
    }

    // what a name in the DNS may be; it goes into a query and into a field of ours
    private static string? Name(string? text) =>
        text is { Length: > 0 and <= 253 }
        && text.Split('.')
            .All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            ? text.ToLowerInvariant()
            : null;

    private static string Printable(string text) =>
        string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-').Take(32));
}
