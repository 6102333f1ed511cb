using System.Collections.Frozen;

namespace Mmhs.Wire.Smime;

/// <summary>The names <c>micalg</c> gives to digests (RFC 8551 §3.5.3.2).</summary>
internal static class DigestNames
{
    private const string Md5 = "1.2.840.113549.2.5";

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["md5"] = Md5,
        ["sha-1"] = CmsOids.Sha1,
        ["sha-256"] = CmsOids.Sha256,
        ["sha-384"] = CmsOids.Sha384,
        ["sha-512"] = CmsOids.Sha512,
        // RFC 8551 §3.5.3.2: older programs leave the hyphen out
        ["rsa-md5"] = Md5,
        ["sha1"] = CmsOids.Sha1,
        ["sha256"] = CmsOids.Sha256,
        ["sha384"] = CmsOids.Sha384,
        ["sha512"] = CmsOids.Sha512,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the names are those of the digests that were used. One not known here, or none at all, contradicts nothing (RFC 8551 §3.5.3.2).</summary>
    /// <param name="micalg">As it stands; null when it does not.</param>
    /// <param name="digests">Object identifiers, one a signer.</param>
    public static bool Fit(string? micalg, IEnumerable<string?> digests)
    {
        var names = (micalg ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || names.Any(name => !Known.ContainsKey(name)))
            return true;
        var said = names.Select(name => Known[name]).ToHashSet(StringComparer.Ordinal);
        return digests.All(digest => digest is null || said.Contains(digest));
    }
}
