using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Wire.Trust;

/// <summary>The only maker of certificate paths: to named roots and no others, and without asking anybody a certificate names.</summary>
public static class TrustedPath
{
    /// <summary>The extended key usage of checkpoints; ours, in the arc of documentation numbers (RFC 5612).</summary>
    public const string CheckpointUsage = "1.3.6.1.4.1.32473.10.100.1";

    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12

    /// <summary>What a path for this purpose must keep to.</summary>
    /// <param name="purpose">What the certificate is to be believed for.</param>
    /// <param name="roots">The roots it must lead to; none: nothing is believed. Who speaks for a domain: <see cref="SignerTrust.For"/>.</param>
    /// <param name="at">The moment it is asked for; null: the moment of the asking.</param>
    /// <param name="others">What came along; they help to build the path and are trusted for nothing.</param>
    /// <exception cref="ArgumentException">The roots are believed for another purpose.</exception>
    public static X509ChainPolicy PolicyFor(
        TrustPurpose purpose,
        TrustRoots roots,
        DateTimeOffset? at,
        X509Certificate2Collection? others = null
    )
    {
#pragma warning disable RS0030 // here, and nowhere else
        var policy = new X509ChainPolicy
#pragma warning restore RS0030
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true, // a stranger's certificate does not tell us where to call, nor learns that it was looked at
        };
        policy.CustomTrustStore.AddRange(Only(purpose, roots).Certificates.ToArray());
        if (others is not null)
            policy.ExtraStore.AddRange(others);
        if (at is { } moment)
            (policy.VerificationTime, policy.VerificationTimeIgnored) = (moment.LocalDateTime, false);
        if (UsageFor(purpose) is { } usage)
            policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }

    /// <summary>Everything against a certificate by a policy; <see cref="X509ChainStatusFlags.NoError"/>: nothing.</summary>
    /// <remarks>Name constraints of the authorities on the way, the root included, are kept (RFC 5280 §4.2.1.10).</remarks>
    public static X509ChainStatusFlags Against(X509Certificate2 certificate, X509ChainPolicy policy) =>
        Against(certificate, policy, out _);

    /// <param name="root">The root it leads to, DER; empty where anything is against it.</param>
    internal static X509ChainStatusFlags Against(X509Certificate2 certificate, X509ChainPolicy policy, out byte[] root)
    {
#pragma warning disable RS0030 // here, and nowhere else
        using var chain = new X509Chain { ChainPolicy = policy };
#pragma warning restore RS0030
        var isGood = chain.Build(certificate);
        root = isGood ? chain.ChainElements[^1].Certificate.RawData : [];
        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        // what is refused without a word is refused all the same
        return isGood ? X509ChainStatusFlags.NoError
            : flags == X509ChainStatusFlags.NoError ? X509ChainStatusFlags.PartialChain
            : flags;
    }

    /// <summary>Whether a certificate says in so many words that it is for this; what leaves its uses open does not.</summary>
    public static bool SaysItIsFor(X509Certificate2 certificate, TrustPurpose purpose) =>
        UsageFor(purpose) is { } usage
        && certificate
            .Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(uses => uses.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value == usage));

    /// <summary>The roots, when they are for this purpose.</summary>
    /// <exception cref="ArgumentException">They are for another.</exception>
    internal static TrustRoots Only(TrustPurpose purpose, TrustRoots roots) =>
        roots.Purpose == purpose
            ? roots
            : throw new ArgumentException($"These roots are believed for {roots.Purpose}, not for {purpose}.", nameof(roots));

    private static string? UsageFor(TrustPurpose purpose) =>
        purpose switch
        {
            TrustPurpose.MessageSignature or TrustPurpose.Peer => null,
            TrustPurpose.Checkpoint => CheckpointUsage,
            TrustPurpose.SignIn => ClientAuthentication,
        };
}
