using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Mmhs.Portal.Access.Certificates;

/// <summary>Sign-in with a client certificate, from a card or a file. It needs a door with https.</summary>
internal sealed class CertificateSettings
{
    public const string Section = "Mmhs:ClientCertificates";

    public bool Enabled { get; set; }

    /// <summary>How https doors ask: <c>AllowCertificate</c> while connecting, which every browser can; <c>DelayCertificate</c> only at the button, which needs TLS 1.2 and HTTP/1.1.</summary>
    public ClientCertificateMode Mode { get; set; } = ClientCertificateMode.AllowCertificate;

    /// <summary>How revocation is found out. <c>Online</c> unless set: a certificate of which nobody knows is not taken. <c>NoCheck</c> takes revoked ones too.</summary>
    public X509RevocationMode Revocation { get; set; } = X509RevocationMode.Online;

    /// <summary>Longest time for one list of revoked certificates to come.</summary>
    public TimeSpan RevocationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the mail address in the certificate finds the person of that address. False: only certificates tied to a person come in.</summary>
    public bool MatchAddress { get; set; } = true;
}
