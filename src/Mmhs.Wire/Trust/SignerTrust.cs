using System.Collections.Frozen;

namespace Mmhs.Wire.Trust;

/// <summary>Which roots may vouch for the signer of a message, by the domain of the address he speaks for: ours for what is ours, a partner's for his own.</summary>
/// <remarks>
/// A domain is all that stands behind the at sign; a subdomain is another domain and vouched for by itself. What is ours is vouched for by
/// our own roots, whatever a partner's folder says.
/// </remarks>
public sealed class SignerTrust
{
    private static readonly TrustRoots NoRoots = new(TrustPurpose.MessageSignature);

    private readonly TrustRoots _own;
    private readonly FrozenDictionary<string, TrustRoots> _partners;
    private readonly FrozenSet<string>? _ours;

    /// <param name="own">Roots of our own organisations' signing certificates.</param>
    /// <param name="partners">Those of each partner, by his mail domain.</param>
    /// <param name="ours">The domains that are ours; null where nobody knows them: then all that are no partner's.</param>
    /// <exception cref="ArgumentException">Some of the roots are for another purpose.</exception>
    public SignerTrust(TrustRoots own, IEnumerable<KeyValuePair<string, TrustRoots>> partners, IEnumerable<string>? ours)
    {
        _own = own;
        _partners = partners.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _ours = ours?.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        All = new(
            TrustPurpose.MessageSignature,
            _partners.Values.Prepend(own).SelectMany(roots => TrustedPath.Only(TrustPurpose.MessageSignature, roots).Certificates)
        );
    }

    /// <summary>Nobody vouches for anybody.</summary>
    public static SignerTrust Nobody { get; } = AnyDomain(NoRoots);

    /// <summary>All of them together, to find out whose a certificate is that is not good for its domain.</summary>
    internal TrustRoots All { get; }

    /// <summary>These roots vouch for every domain.</summary>
    public static SignerTrust AnyDomain(TrustRoots roots) => new(roots, [], ours: null);

    /// <summary>The roots that may vouch for a domain; none: nobody does.</summary>
    public TrustRoots For(string domain)
    {
        var partner = _partners.GetValueOrDefault(domain);
        return _ours is null ? partner ?? _own
            : _ours.Contains(domain) ? _own
            : partner ?? NoRoots;
    }

    /// <summary>What a root of <see cref="All"/> is good for, in words.</summary>
    internal string ScopeOf(ReadOnlySpan<byte> root)
    {
        var scopes = new List<string>();
        if (Holds(_own, root))
            scopes.Add("our own domains");
        foreach (var (domain, roots) in _partners)
            if (Holds(roots, root))
                scopes.Add(domain);
        scopes.Sort(StringComparer.Ordinal);
        return string.Join(", ", scopes);
    }

    private static bool Holds(TrustRoots roots, ReadOnlySpan<byte> root)
    {
        foreach (var certificate in roots.Certificates)
            if (certificate.RawDataMemory.Span.SequenceEqual(root))
                return true;
        return false;
    }
}
