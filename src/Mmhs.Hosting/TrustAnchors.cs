using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Hosting;

/// <summary>The roots that signatures, checkpoints and our own mail doors must lead to: every certificate in the folder <c>ca</c> of the data.</summary>
public sealed class TrustAnchors(DataFolder data)
{
    private readonly Lazy<X509Certificate2Collection> _certificates = new(() => TrustFolder.Read(data.Folder("ca"), ".pem"));

    /// <summary>Empty where the folder is: then nothing is trusted.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be read; it is named.</exception>
    public X509Certificate2Collection Certificates => _certificates.Value;
}
