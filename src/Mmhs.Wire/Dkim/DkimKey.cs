using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Mmhs.Wire.Dkim;

/// <summary>A published key and the conditions it comes with (RFC 6376 §3.6.1; RFC 8463 §4).</summary>
/// <param name="Key">RSA or Ed25519.</param>
/// <param name="IsTesting">Flag <c>y</c>.</param>
/// <param name="IsExact">Flag <c>s</c>: the identity must be of the very domain.</param>
internal sealed record DkimKey(AsymmetricKeyParameter Key, bool IsTesting, bool IsExact)
{
    /// <summary>The key, or why there is none.</summary>
    /// <param name="record">One TXT record.</param>
    /// <param name="algorithm">What the signature is made with.</param>
    [SuppressMessage("Design", "CA1031", Justification = "The library reports bad octets with whatever came to hand.")]
    public static (DkimKey? Key, string? Reason) Read(string record, string algorithm)
    {
        if (TagList.Read(record) is not { } tags)
            return (null, "the key record cannot be read");
        if (tags.TryGetValue("v", out var version) && (version != "DKIM1" || !record.TrimStart().StartsWith('v')))
            return (null, "the key record is of another version");
        var kind = tags.GetValueOrDefault("k", "rsa");
        if (!algorithm.StartsWith(kind + "-", StringComparison.Ordinal))
            return (null, "the key is for another algorithm");
        if (tags.TryGetValue("h", out var hashes) && !Has(hashes, "sha256"))
            return (null, "the key is for another hash");
        if (tags.TryGetValue("s", out var services) && !Has(services, "*") && !Has(services, "email"))
            return (null, "the key is not for mail");
        if (!tags.TryGetValue("p", out var text))
            return (null, "the key record holds no key");
        text = TagList.Compact(text);
        if (text.Length == 0)
            return (null, "the key was revoked");
        var flags = tags.GetValueOrDefault("t", "");
        try
        {
            var octets = Convert.FromBase64String(text);
            AsymmetricKeyParameter? key =
                kind == "ed25519"
                    ? octets.Length == 32
                        ? new Ed25519PublicKeyParameters(octets)
                        : null
                    : Rsa(octets);
            return key is null ? (null, "the key is not of its kind") : (new(key, Has(flags, "y"), Has(flags, "s")), null);
        }
        catch (Exception)
        {
            return (null, "the key cannot be read");
        }
    }

    // RFC 6376 §3.6.1 says an RSAPublicKey; what is published is mostly a SubjectPublicKeyInfo, as its examples are: both are read
    private static RsaKeyParameters? Rsa(byte[] octets)
    {
        var sequence = Asn1Sequence.GetInstance(octets);
        if (sequence.Count == 2 && sequence[0] is DerInteger && sequence[1] is DerInteger)
        {
            var bare = RsaPublicKeyStructure.GetInstance(sequence);
            return new(isPrivate: false, bare.Modulus, bare.PublicExponent);
        }
        return PublicKeyFactory.CreateKey(SubjectPublicKeyInfo.GetInstance(sequence)) as RsaKeyParameters;
    }

    private static bool Has(string list, string word) =>
        list.Split(':', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase);
}
