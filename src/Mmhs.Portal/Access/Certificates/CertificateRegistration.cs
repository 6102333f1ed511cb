using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Mmhs.Portal.Access.Federation;
using Mmhs.Records.People;

namespace Mmhs.Portal.Access.Certificates;

/// <summary>The button "Sign in with card or certificate" and what stands behind it.</summary>
internal static class CertificateRegistration
{
    public static IServiceCollection AddClientCertificates(this IServiceCollection services)
    {
        services.AddOptions<CertificateSettings>().BindConfiguration(CertificateSettings.Section).ValidateOnStart();
        services.AddSingleton<CertificateJudge>();
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, CertificateHandler>(CertificateHandler.SchemeName, null);
        services
            .AddOptions<KestrelServerOptions>()
            .Configure<IOptions<CertificateSettings>>(
                (kestrel, settings) =>
                {
                    if (!settings.Value.Enabled)
                        return;
                    kestrel.ConfigureHttpsDefaults(https =>
                    {
                        https.ClientCertificateMode = settings.Value.Mode;
                        // The connection is not the place to say why: the button judges, with words and an audit entry.
                        https.AllowAnyClientCertificate();
                    });
                }
            );
        return services;
    }

    public static void MapClientCertificates(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapPost(
                "/sign-in/certificate",
                async (
                    HttpContext context,
                    IAntiforgery antiforgery,
                    IOptions<CertificateSettings> settings,
                    ExternalDoor door
                ) =>
                {
                    if (!settings.Value.Enabled)
                        return Results.NotFound();
                    // reads the form to its end, without which a connection cannot be asked for a certificate now
                    if (!await antiforgery.IsRequestValidAsync(context))
                        return Results.BadRequest();
                    var seen = await context.AuthenticateAsync(CertificateHandler.SchemeName);
                    var refusal = seen switch
                    {
                        { Failure: CertificateRefusedException refused } => await door.RefuseAsync(
                            context,
                            Method(refused.Fingerprint),
                            refused.Refusal
                        ),
                        { Succeeded: true } => await door.EnterAsync(
                            context,
                            Identity(context.Connection.ClientCertificate!, settings.Value)
                        ),
                        _ => await door.RefuseAsync(context, CertificateHandler.SchemeName, ExternalRefusals.NoCertificate),
                    };
                    return Results.Redirect(
                        refusal is null
                            ? SignIn.HomeOf((await context.Request.ReadFormAsync(context.RequestAborted))["returnUrl"])
                            : Landing.Refused(refusal.Code)
                    );
                }
            )
            .AllowAnonymous();

    private static ExternalIdentity Identity(
        System.Security.Cryptography.X509Certificates.X509Certificate2 certificate,
        CertificateSettings settings
    )
    {
        var fingerprint = ClientCertificate.Fingerprint(certificate);
        return new(
            CertificateHandler.SchemeName,
            // by this very certificate, or by whoever its authority calls so, which outlives a renewal
            [
                new("certificate", fingerprint),
                new("certificate-subject", $"{certificate.Subject} issued by {certificate.Issuer}"),
            ],
            Method(fingerprint),
            SignInMethod.Certificate,
            ClientCertificate.Claims(certificate).ToHashSet(),
            settings.MatchAddress ? ClientCertificate.Addresses(certificate) : [],
            PersonMatch.Address,
            TieOnceFound: false
        );
    }

    private static string Method(string fingerprint) => $"certificate sha256:{fingerprint}";
}
