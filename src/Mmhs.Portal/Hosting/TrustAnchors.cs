using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Portal.Hosting;

/// <summary>The roots that signatures, checkpoints and our own mail doors must lead to: every certificate in the folder <c>ca</c> of the data.</summary>
public sealed class TrustAnchors(DataFolder data)
{
    private readonly Lazy<X509Certificate2Collection> certificates = new(() =>
    {
        var read = new X509Certificate2Collection();
        foreach (
            var file in Directory
                .GetFiles(data.Folder("ca"), "*.pem")
                .Where(file => !file.EndsWith(".key.pem", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
            read.ImportFromPemFile(file);
        return read;
    });

    /// <summary>Empty where the folder is: then nothing is trusted.</summary>
    public X509Certificate2Collection Certificates => certificates.Value;
}
