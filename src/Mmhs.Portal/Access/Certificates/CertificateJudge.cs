using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Portal.Access.Federation;
using Mmhs.Portal.Hosting;

namespace Mmhs.Portal.Access.Certificates;

/// <summary>Whether a client certificate is one to come in with: made for it, valid now, led to one of our trust anchors, not revoked.</summary>
public sealed class CertificateJudge(TrustAnchors anchors, IOptions<CertificateSettings> settings, TimeProvider time)
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2"); // RFC 5280 §4.2.1.12

    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.CtlNotTimeValid;
    private const X509ChainStatusFlags NotKnown =
        X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>Null when it is good; otherwise the gravest thing against it.</summary>
    public Refusal? Judge(X509Certificate2 certificate)
    {
        // Said, not left open: a certificate without stated uses, such as one for signing mail, is none for signing in.
        if (
            !certificate
                .Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .Any(uses => uses.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value == ClientAuthentication.Value))
        )
            return ExternalRefusals.WrongUse;

        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(anchors.Certificates);
        policy.ApplicationPolicy.Add(ClientAuthentication);
        policy.VerificationTime = time.GetUtcNow().UtcDateTime;
        policy.RevocationMode = settings.Value.Revocation;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.UrlRetrievalTimeout = settings.Value.RevocationTimeout;
        policy.DisableCertificateDownloads = true; // an unknown certificate does not tell us where to call; only lists of revoked ones are fetched
        if (chain.Build(certificate))
            return null;

        var against = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);
        return (against & X509ChainStatusFlags.Revoked) != 0 ? ExternalRefusals.Revoked
            : (against & ~(Dates | NotKnown | X509ChainStatusFlags.NotValidForUsage)) != 0 ? ExternalRefusals.Untrusted
            : (against & X509ChainStatusFlags.NotValidForUsage) != 0 ? ExternalRefusals.WrongUse
            : (against & Dates) != 0 ? ExternalRefusals.OutOfDate
            : ExternalRefusals.StatusUnknown;
    }
}
