using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mmhs.Testing.Host;

/// <summary>Issues cards as a test wants them, and tells over HTTP which are revoked.</summary>
public sealed class CardAuthority : IAsyncDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly CertificateRevocationListBuilder revoked = new();
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private readonly WebApplication lists;
    private readonly List<X509Certificate2> issued = [];
    private readonly List<string> folders = [];

    private CardAuthority(WebApplication lists)
    {
        this.lists = lists;
        var request = new CertificateRequest($"CN=Card authority {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Root = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
    }

    public X509Certificate2 Root { get; }

    public static async Task<CardAuthority> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var lists = builder.Build();
        CardAuthority? authority = null;
        lists.MapGet(
            "/cards.crl",
            () =>
                Results.Bytes(
                    authority!.revoked.Build(
                        authority.Root,
                        1,
                        authority.now.AddDays(1),
                        HashAlgorithmName.SHA256,
                        thisUpdate: authority.now.AddDays(-1)
                    ),
                    "application/pkix-crl"
                )
        );
        await lists.StartAsync();
        return authority = new(lists);
    }

    /// <summary>Puts the root among those of a purpose in a portal's folder, before it starts. The folder goes with the authority.</summary>
    /// <param name="purpose">Path below the folder of roots.</param>
    public async Task TrustIn(string folder, string purpose = "people")
    {
        folders.Add(folder);
        var place = Directory.CreateDirectory(Path.Combine(folder, "trust", purpose));
        await File.WriteAllTextAsync(Path.Combine(place.FullName, "cards.pem"), Root.ExportCertificatePem());
    }

    public void Revoke(X509Certificate2 card) => revoked.AddEntry(card, now.AddHours(-1));

    /// <param name="address">rfc822Name among the alternative names; null: none.</param>
    /// <param name="use">Extended key usage; null: the extension is missing.</param>
    /// <param name="days">How long it is valid from two days ago.</param>
    /// <param name="tells">Whether it says where the list of revoked ones is.</param>
    public X509Certificate2 Card(
        string? address,
        string? use = ClientAuthentication,
        int days = 10,
        bool tells = false,
        string subject = "CN=Card, OU=Logistics, O=Northland"
    )
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, own, HashAlgorithmName.SHA256);
        if (use is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        if (address is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddEmailAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }
        if (tells)
            request.CertificateExtensions.Add(
                CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{lists.Urls.First()}/cards.crl"])
            );
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, true, false));
        using var bare = request.Create(Root, now.AddDays(-2), now.AddDays(days - 2), RandomNumberGenerator.GetBytes(12));
        using var whole = bare.CopyWithPrivateKey(own);
        var card = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
        issued.Add(card);
        return card;
    }

    /// <summary>A server certificate of nobody in particular, as PEM files; the visitor does not look at it.</summary>
    public static async Task<string[]> HttpsAsync(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var (chain, secret) = (Path.Combine(folder, "door.pem"), Path.Combine(folder, "door.key"));
        await File.WriteAllTextAsync(chain, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem());
        return
        [
            "--Kestrel:Endpoints:Card:Url=https://127.0.0.1:0",
            $"--Kestrel:Endpoints:Card:Certificate:Path={chain}",
            $"--Kestrel:Endpoints:Card:Certificate:KeyPath={secret}",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await lists.StopAsync();
        await lists.DisposeAsync();
        issued.ForEach(card => card.Dispose());
        Root.Dispose();
        key.Dispose();
        folders.ForEach(folder => Directory.Delete(folder, recursive: true));
    }
}
