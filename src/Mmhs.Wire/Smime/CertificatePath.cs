using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Wire.Trust;

namespace Mmhs.Wire.Smime;

/// <summary>What the path of a signer's certificate came to.</summary>
/// <param name="Status">Valid where it is trusted for one address at least.</param>
/// <param name="Reason">Why it is not trusted, or for which of its addresses; null when it is for all.</param>
/// <param name="Trusted">The addresses for whose domain its root may vouch.</param>
internal sealed record CertificateTrust(ChainStatus Status, string? Reason, ImmutableArray<string> Trusted);

/// <summary>Whether a certificate may be believed for a signature: its path, its dates and its purpose (RFC 5280 §6; RFC 8550 §4), and for whose addresses.</summary>
internal static class CertificatePath
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4"; // RFC 5280 §4.2.1.12
    private const string AnyExtendedUsage = "2.5.29.37.0";

    /// <param name="certificate">The signer's.</param>
    /// <param name="addresses">Those it names.</param>
    /// <param name="others">What came with the message; they help to build the path and are trusted for nothing.</param>
    /// <param name="trust">Which roots may vouch for which domain.</param>
    /// <param name="at">The moment it is asked for.</param>
    public static CertificateTrust Check(
        X509Certificate2 certificate,
        ImmutableArray<string> addresses,
        X509Certificate2Collection others,
        SignerTrust trust,
        DateTimeOffset at
    )
    {
        try
        {
            if (Purpose(certificate) is { } wrong)
                return new(ChainStatus.Untrusted, wrong, []);
            var path = new Path(certificate, others, at);
            if (addresses.IsEmpty)
                return path.Against(trust.All) is var flags && flags == X509ChainStatusFlags.NoError
                    ? new(ChainStatus.Valid, null, [])
                    : Distrusted(certificate, flags, $"The certificate does not lead to a trusted authority ({flags}).", at);

            var refused = addresses
                .Select(CertificateAddresses.DomainOf)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(domain => (Domain: domain, Flags: path.Against(trust.For(domain))))
                .Where(asked => asked.Flags != X509ChainStatusFlags.NoError)
                .ToDictionary(asked => asked.Domain, asked => asked.Flags, StringComparer.OrdinalIgnoreCase);
            ImmutableArray<string> trusted =
            [
                .. addresses.Where(address => !refused.ContainsKey(CertificateAddresses.DomainOf(address))),
            ];
            if (refused.Count == 0)
                return new(ChainStatus.Valid, null, trusted);
            var (first, against) = refused.MinBy(one => one.Value == X509ChainStatusFlags.NotTimeValid ? 0 : 1);
            var words = path.RootAmong(trust.All) is { Length: > 0 } root
                ? $"The certificate leads to an authority that is trusted for {trust.ScopeOf(root)}, and not for {first}."
                : $"The certificate does not lead to an authority trusted for {first} ({against}).";
            var distrusted = Distrusted(certificate, against, words, at);
            return trusted.IsEmpty ? distrusted : new(ChainStatus.Valid, distrusted.Reason, trusted);
        }
        catch (CryptographicException unreadable)
        {
            return new(ChainStatus.Untrusted, $"The certificate cannot be checked: {unreadable.Message}", []);
        }
    }

    private static CertificateTrust Distrusted(
        X509Certificate2 certificate,
        X509ChainStatusFlags against,
        string words,
        DateTimeOffset at
    ) =>
        against == X509ChainStatusFlags.NotTimeValid
            ? new(
                ChainStatus.Expired,
                certificate.NotBefore > at.LocalDateTime ? "The certificate is not valid yet." : "The certificate has expired.",
                []
            )
            : new(ChainStatus.Untrusted, words, []);

    private static string? Purpose(X509Certificate2 certificate)
    {
        // RFC 8550 §1.4, §4.4: only version 3 can say what a certificate is for
        if (certificate.Version != 3)
            return $"The certificate is of X.509 version {certificate.Version}; version 3 is needed.";
        foreach (var extension in certificate.Extensions)
        {
            switch (extension)
            {
                case X509KeyUsageExtension usage
                    when (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) == 0:
                    return "The certificate is not for signatures (keyUsage).";
                case X509EnhancedKeyUsageExtension extended
                    when !extended.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value is EmailProtection or AnyExtendedUsage):
                    return "The certificate is not for mail (extendedKeyUsage).";
                default:
                    break;
            }
        }
        return null;
    }

    /// <summary>The paths of one certificate, each tried once: a stranger's certificate may name thousands of domains.</summary>
    private sealed class Path(X509Certificate2 certificate, X509Certificate2Collection others, DateTimeOffset at)
    {
        private readonly Dictionary<TrustRoots, X509ChainStatusFlags> _tried = [];

        public X509ChainStatusFlags Against(TrustRoots roots)
        {
            if (!_tried.TryGetValue(roots, out var against))
                _tried.Add(roots, against = TrustedPath.Against(certificate, Policy(roots)));
            return against;
        }

        /// <summary>The root it leads to; empty where it leads to none.</summary>
        public byte[] RootAmong(TrustRoots roots)
        {
            TrustedPath.Against(certificate, Policy(roots), out var root);
            return root;
        }

        private X509ChainPolicy Policy(TrustRoots roots) =>
            TrustedPath.PolicyFor(TrustPurpose.MessageSignature, roots, at, others);
    }
}
