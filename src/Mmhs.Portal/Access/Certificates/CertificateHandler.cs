using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Mmhs.Messages;

namespace Mmhs.Portal.Access.Certificates;

/// <summary>Reads the client certificate of the connection. It vouches for a certificate, not yet for a person.</summary>
internal sealed class CertificateHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    CertificateJudge judge
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "certificate";

    /// <summary>Claim with the fingerprint.</summary>
    public const string FingerprintClaim = "fingerprint";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await Context.Connection.GetClientCertificateAsync(Context.RequestAborted) is not { } certificate)
            return AuthenticateResult.NoResult();
        var fingerprint = ClientCertificate.Fingerprint(certificate);
        if (judge.Judge(certificate) is { } against)
            return AuthenticateResult.Fail(new CertificateRefusedException(against, fingerprint));
        var identity = new ClaimsIdentity(
            [
                new(FingerprintClaim, fingerprint),
                .. ClientCertificate.Claims(certificate).Select(said => new Claim(said.Type, said.Value)),
            ],
            SchemeName
        );
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}

/// <summary>The framework hands failures on as exceptions; this one is never thrown.</summary>
internal sealed class CertificateRefusedException(Refusal refusal, string fingerprint) : Exception(refusal.Text)
{
    public Refusal Refusal => refusal;

    public string Fingerprint => fingerprint;
}
