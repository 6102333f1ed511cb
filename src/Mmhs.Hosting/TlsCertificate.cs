using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Hosting;

/// <summary>The certificate of our mail doors: <c>server.pem</c> and <c>server.key.pem</c> in a folder.</summary>
public static class TlsCertificate
{
    /// <summary>Null where there is none.</summary>
    public static X509Certificate2? Load(string folder)
    {
        var pem = Path.Combine(folder, "server.pem");
        if (!File.Exists(pem))
            return null;
        using var read = X509Certificate2.CreateFromPemFile(pem, Path.Combine(folder, "server.key.pem"));
        // A key that came from PEM must be in a store of its own before TLS on every platform takes it.
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }
}
