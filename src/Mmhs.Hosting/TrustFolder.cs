using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mmhs.Hosting;

/// <summary>The certificates of a plain folder that is trusted as a whole, such as somebody names on the command line. Keys and notes may lie beside them.</summary>
public static class TrustFolder
{
    /// <summary>In the order of the files' names.</summary>
    /// <param name="folder">Must be there.</param>
    /// <param name="endings">Which files are read: <c>.pem</c> as PEM, of any number, others as one certificate each. No <c>.key.pem</c> is.</param>
    /// <exception cref="InvalidOperationException">A file cannot be read; it is named.</exception>
    public static X509Certificate2Collection Read(string folder, params string[] endings)
    {
        var read = new X509Certificate2Collection();
        foreach (
            var file in Directory
                .EnumerateFiles(folder)
                .Where(file => endings.Contains(Path.GetExtension(file)) && !file.EndsWith(".key.pem", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
            try
            {
                if (Path.GetExtension(file) == ".pem")
                    read.ImportFromPemFile(file);
                else
                    read.Add(X509CertificateLoader.LoadCertificateFromFile(file));
            }
            catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new InvalidOperationException($"{file} cannot be read: {unreadable.Message}", unreadable);
            }
        return read;
    }
}
