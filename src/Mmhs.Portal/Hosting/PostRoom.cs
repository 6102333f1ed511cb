using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Mmhs.Portal.Directory;
using Mmhs.Portal.Submit;
using Mmhs.Relay;
using Mmhs.Wire.Smtp;

namespace Mmhs.Portal.Hosting;

/// <summary>MSA, MTA and the delivery door, in this process.</summary>
internal static class PostRoom
{
    public static IServiceCollection AddPostRoom(this IServiceCollection services)
    {
        services.AddSingleton<DirectorySnapshot>();
        services.AddSingleton<IRelayDirectory, PortalRelayDirectory>();
        services.AddSingleton<IScramAccounts, PortalAccount>();
        services.AddSingleton<IMsaEndpoint, LocalMsa>();
        services.AddSingleton<DeliveryDoor>();
        // The door opens before the relay looks for it, and closes after.
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryDoor>());
        services.AddOptions<RelayOptions>().PostConfigure<DataFolder, IOptions<MmhsOptions>>((relay, data, mmhs) =>
        {
            relay.Certificate ??= TlsCertificate.Load(data.Folder("tls"));
            relay.Delivery = mmhs.Value.DeliveryEndpoint;
        });
        services.AddRelay();
        return services;
    }
}

/// <summary>The certificate of our mail doors: <c>tls/server.pem</c> and <c>tls/server.key.pem</c> in the data folder.</summary>
internal static class TlsCertificate
{
    public static X509Certificate2? Load(string folder)
    {
        var pem = Path.Combine(folder, "server.pem");
        if (!File.Exists(pem)) return null;
        using var read = X509Certificate2.CreateFromPemFile(pem, Path.Combine(folder, "server.key.pem"));
        // A key that came from PEM must be in a store of its own before TLS on every platform takes it.
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }
}

/// <summary>The one account of our MSA: the portal's own, with the password of the secret file.</summary>
internal sealed class PortalAccount(IOptions<SubmissionOptions> options, DataFolder data) : IScramAccounts
{
    private readonly Lazy<ScramVerifier> verifier = new(() => ScramVerifier.FromPassword(File.ReadAllText(data.File(options.Value.PasswordFile)).Trim()));

    public ValueTask<ScramVerifier?> FindAsync(string user, CancellationToken cancellationToken) =>
        ValueTask.FromResult(user == options.Value.User ? verifier.Value : null);
}

/// <summary>The MSA of this process, or the one configured elsewhere.</summary>
internal sealed class LocalMsa(RelayHost relay, IOptions<SubmissionOptions> options, DataFolder data, TrustAnchors anchors) : IMsaEndpoint
{
    public async Task<MsaDoor> FindAsync(CancellationToken cancellationToken)
    {
        var submission = options.Value;
        var port = submission.Port != 0 ? submission.Port : relay.Submission?.Port
            ?? throw new InvalidOperationException("Mmhs:Submission:Port is 0 and no MSA listens in this process. Name the MSA's port.");
        var password = (await File.ReadAllTextAsync(data.File(submission.PasswordFile), cancellationToken)).Trim();
        return new MsaDoor(submission.Host, port, submission.User, password, anchors.Certificates.Count > 0 ? anchors.Certificates : null);
    }
}
