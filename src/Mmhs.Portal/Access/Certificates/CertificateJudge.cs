using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Messages;
using Mmhs.Portal.Access.Federation;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.Access.Certificates;

/// <summary>Whether a client certificate is one to come in with: made for it, valid now, led to a root that issues cards, not revoked.</summary>
internal sealed class CertificateJudge(TrustFolders trust, IOptions<CertificateSettings> settings, TimeProvider time)
{
    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.CtlNotTimeValid;
    private const X509ChainStatusFlags NotKnown =
        X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    private readonly TrustRoots roots = trust.For(TrustPurpose.SignIn);

    /// <summary>Null when it is good; otherwise the gravest thing against it.</summary>
    public Refusal? Judge(X509Certificate2 certificate)
    {
        // Said, not left open: a certificate without stated uses, such as one for signing mail, is none for signing in.
        if (!TrustedPath.SaysItIsFor(certificate, TrustPurpose.SignIn))
            return ExternalRefusals.WrongUse;

        var policy = TrustedPath.PolicyFor(TrustPurpose.SignIn, roots, time.GetUtcNow());
        // only lists of revoked ones are fetched
        policy.RevocationMode = settings.Value.Revocation;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.UrlRetrievalTimeout = settings.Value.RevocationTimeout;
        var against = TrustedPath.Against(certificate, policy);
        if (against == X509ChainStatusFlags.NoError)
            return null;
        return (against & X509ChainStatusFlags.Revoked) != 0 ? ExternalRefusals.Revoked
            : (against & ~(Dates | NotKnown | X509ChainStatusFlags.NotValidForUsage)) != 0 ? ExternalRefusals.Untrusted
            : (against & X509ChainStatusFlags.NotValidForUsage) != 0 ? ExternalRefusals.WrongUse
            : (against & Dates) != 0 ? ExternalRefusals.OutOfDate
            : ExternalRefusals.StatusUnknown;
    }
}
