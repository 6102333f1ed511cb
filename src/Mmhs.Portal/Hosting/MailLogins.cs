using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Portal.Access.Certificates;
using Mmhs.Portal.Submit;
using Mmhs.Relay;
using Mmhs.Wire.Scram;
using Mmhs.Wire.Smime;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Hosting;

/// <summary>Who may log in at our MSA otherwise than by password; section <c>Mmhs:MailLogins</c>. Empty: nobody, and it is not offered.</summary>
internal sealed class MailLoginOptions
{
    public const string Section = "Mmhs:MailLogins";

    /// <summary>
    /// Logins by certificate: its SHA-256 fingerprint in lower case, or a mail address among its alternative names. It must besides lead to a root in
    /// <c>trust/people</c>, be made for clients, be in date and, as <c>Mmhs:ClientCertificates</c> says, not revoked.
    /// </summary>
    public IDictionary<string, string> Certificates { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Logins by Kerberos principal with its realm, exactly as written: <c>portal@HQ.EXAMPLE</c>.</summary>
    public IDictionary<string, string> Kerberos { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What our MSA offers: passwords always, the others where somebody is named.</summary>
internal static class MailLogins
{
    public static RelayAccounts Offered(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<MailLoginOptions>>().Value;
        return new(
            services.GetRequiredService<PortalAccount>(),
            options.Certificates.Count > 0 ? services.GetRequiredService<MappedCertificates>() : null,
            options.Kerberos.Count > 0 ? new MappedPrincipals(options) : null
        );
    }
}

/// <summary>The one account of our MSA: the portal's own, with the password of the secret file.</summary>
internal sealed class PortalAccount(IOptions<SubmissionOptions> options, DataFolder data) : IScramAccounts
{
    private readonly Lazy<ScramVerifier> verifier = new(() =>
        ScramVerifier.FromPassword(File.ReadAllText(data.File(options.Value.PasswordFile)).Trim())
    );

    public ValueTask<ScramVerifier?> FindAsync(string user, CancellationToken cancellationToken) =>
        ValueTask.FromResult(user == options.Value.User ? verifier.Value : null);
}

/// <summary>Certificates that stand for a login.</summary>
internal sealed class MappedCertificates(
    IOptions<MailLoginOptions> options,
    CertificateJudge judge,
    ILogger<MappedCertificates> logger
) : ICertificateAccounts
{
    public ValueTask<string?> FindAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
        if (judge.Judge(certificate) is { } refusal)
        {
            logger.CertificateRefused(fingerprint, refusal.Code);
            return ValueTask.FromResult<string?>(null);
        }
        var logins = options.Value.Certificates;
        var login = CertificateAddresses
            .Of(certificate)
            .Prepend(fingerprint)
            .Select(name => logins.TryGetValue(name, out var found) ? found : null)
            .FirstOrDefault(found => found is not null);
        if (login is null)
            logger.CertificateUnknown(fingerprint);
        return ValueTask.FromResult(login);
    }
}

/// <summary>Kerberos principals that stand for a login.</summary>
internal sealed class MappedPrincipals(MailLoginOptions options) : IKerberosAccounts
{
    public ValueTask<string?> FindAsync(string principal, CancellationToken cancellationToken) =>
        ValueTask.FromResult(options.Kerberos.TryGetValue(principal, out var login) ? login : null);
}

internal static partial class MailLoginLog
{
    [LoggerMessage(
        EventId = 5111,
        EventName = "MailCertificateRefused",
        Level = LogLevel.Warning,
        Message = "A client showed certificate {Fingerprint} at the MSA, which is not to be trusted: {Code}"
    )]
    public static partial void CertificateRefused(this ILogger logger, string fingerprint, string code);

    [LoggerMessage(
        EventId = 5112,
        EventName = "MailCertificateUnknown",
        Level = LogLevel.Warning,
        Message = "A client showed certificate {Fingerprint} at the MSA, which stands for no login"
    )]
    public static partial void CertificateUnknown(this ILogger logger, string fingerprint);
}
