using Microsoft.Extensions.Options;
using Mmhs.Hosting;
using Mmhs.Portal.AddressBook;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Submit;
using Mmhs.Relay;
using Mmhs.Wire.Smtp;
using Mmhs.Wire.Trust;

namespace Mmhs.Portal.Hosting;

/// <summary>MSA, MTA and the delivery door, in this process.</summary>
internal static class MailTransport
{
    public static IServiceCollection AddMailTransport(this IServiceCollection services)
    {
        services.AddSingleton<DirectorySnapshot>();
        services.AddSingleton<IRelayDirectory, PortalRelayDirectory>();
        services
            .AddOptions<MailLoginOptions>()
            .BindConfiguration(MailLoginOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<PortalAccount>();
        services.AddSingleton<MappedCertificates>();
        services.AddSingleton(provider => MailLogins.Offered(provider));
        services.AddSingleton<IMsaEndpoint, LocalSubmission>();
        services.AddSingleton<OwnConnections>();
        services.AddSingleton<IValidateOptions<MmhsOptions>, DeliveryDoorCheck>();
        services.AddSingleton<DeliveryDoor>();
        // The door opens before the relay looks for it, and closes after.
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryDoor>());
        services
            .AddOptions<RelayOptions>()
            .PostConfigure<DataFolder, TrustFolders, IOptions<MmhsOptions>, OwnConnections>(
                (relay, data, trust, mmhs, own) =>
                {
                    relay.Certificate ??= TlsCertificate.Load(data.Folder("tls"));
                    relay.SignerRoots ??= trust.For(TrustPurpose.MessageSignature);
                    foreach (var peer in relay.Peers.Values)
                        peer.TrustedRoots ??= trust.For(TrustPurpose.Peer);
                    relay.Own = own;
                    relay.Delivery = mmhs.Value.DeliveryEndpoint;
                }
            );
        services.AddRelay();
        return services;
    }
}

/// <summary>The MSA of this process, or the one configured elsewhere.</summary>
internal sealed class LocalSubmission(
    RelayHost relay,
    IOptions<SubmissionOptions> options,
    DataFolder data,
    TrustFolders trust,
    OwnConnections own
) : IMsaEndpoint
{
    public async Task<SubmissionEndpoint> FindAsync(CancellationToken cancellationToken)
    {
        var submission = options.Value;
        var port =
            submission.Port != 0
                ? submission.Port
                : relay.Submission?.Port
                    ?? throw new InvalidOperationException(
                        "Mmhs:Submission:Port is 0 and no MSA listens in this process. Name the MSA's port."
                    );
        return new SubmissionEndpoint(
            submission.Host,
            port,
            await LoginAsync(submission, cancellationToken),
            trust.For(TrustPurpose.Peer)
        )
        {
            Own = own,
        };
    }

    private async Task<SmtpLogin> LoginAsync(SubmissionOptions submission, CancellationToken cancellationToken) =>
        submission.Login switch
        {
            SubmissionLogin.Certificate => SmtpLogin.Certificate.FromFiles(
                data.File(submission.CertificateFile),
                data.File(submission.KeyFile)
            ),
            SubmissionLogin.Kerberos => new SmtpLogin.Kerberos(),
            _ => new SmtpLogin.Password(
                new(submission.User, (await File.ReadAllTextAsync(data.File(submission.PasswordFile), cancellationToken)).Trim())
            ),
        };
}
