using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Federation;

/// <summary>Somebody as a provider or a certificate vouches for them, before we know who that is here.</summary>
/// <param name="ProvidedBy">Issuer of the identity, or <c>certificate</c>; what role rules name.</param>
/// <param name="Keys">What a person may be tied by, surest first; the first is what we tie by.</param>
/// <param name="Method">How it came, for the audit trail: <c>openid-connect</c> and the issuer, <c>certificate</c> and its fingerprint.</param>
/// <param name="Kind">The same for the list of sessions.</param>
/// <param name="Claims">What is said of them, for the role rules.</param>
/// <param name="Names">Names or addresses by which a person may be found; empty when no rule says so.</param>
/// <param name="NamesAre">What <paramref name="Names"/> are compared with.</param>
/// <param name="TieOnceFound">Whether a person found by name is known by the first key from then on.</param>
internal sealed record ExternalIdentity(
    string ProvidedBy,
    IReadOnlyList<ExternalKey> Keys,
    string Method,
    SignInMethod Kind,
    IReadOnlyCollection<(string Type, string Value)> Claims,
    IReadOnlyList<string> Names,
    PersonMatch NamesAre,
    bool TieOnceFound
);

/// <param name="Provider">As stored in <c>person_login</c>.</param>
/// <param name="Key">The subject there.</param>
internal sealed record ExternalKey(string Provider, string Key)
{
    /// <summary>Most characters of either that are kept and shown.</summary>
    public const int Longest = 400;
}
