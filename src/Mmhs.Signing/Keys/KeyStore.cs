using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Mmhs.Messages;
using Mmhs.Wire.Smime;

namespace Mmhs.Signing.Keys;

/// <summary>The keys of the organisations and of the audit trail, read from files when first needed and kept.</summary>
/// <remarks>
/// For a name either <c>name.pem</c> (the certificate, then its issuers) with <c>name.key.pem</c> (PKCS#8), or <c>name.p12</c> with
/// its password in <c>name.p12.password</c> or with none. Keys others may read are not used. A file replaced is read again.
/// </remarks>
internal sealed class KeyStore(IOptions<SigningOptions> options) : IDisposable
{
    /// <summary>The name of the key checkpoints are signed with.</summary>
    public const string CheckpointKey = "audit-checkpoint";

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <param name="name">A domain in lower case, or <see cref="CheckpointKey"/>.</param>
    /// <param name="identity">Belongs to this store.</param>
    /// <param name="refusal">SIG-004 when there is no key, SIG-005 when it may not or cannot be used.</param>
    internal bool TryFind(
        string name,
        [NotNullWhen(true)] out SigningIdentity? identity,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        identity = null;
        refusal = null;
        var pem = Path.Combine(options.Value.KeysFolder, name + ".pem");
        var p12 = Path.Combine(options.Value.KeysFolder, name + ".p12");
        var isPem = File.Exists(pem);
        if (!isPem && !File.Exists(p12))
        {
            refusal = SigningRefusals.NoKey.Of(name);
            return false;
        }
        var path = isPem ? pem : p12;
        var secret = isPem ? Path.Combine(options.Value.KeysFolder, name + ".key.pem") : p12;
        try
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (!_kept.TryGetValue(name, out var kept) || kept.Written != written)
            {
                if (!OwnerOnly.IsKept(secret))
                {
                    refusal = SigningRefusals.KeyUnusable.Of(
                        name,
                        "its file may be read by other accounts. Take their permissions away (chmod 600)."
                    );
                    return false;
                }
                kept = new(isPem ? FromPem(pem, secret) : FromPkcs12(p12), written);
                _kept[name] = kept;
            }
            identity = kept.Identity;
            return true;
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            refusal = SigningRefusals.KeyUnusable.Of(name, unreadable.Message);
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var kept in _kept.Values)
            kept.Identity.Dispose();
    }

    private static SigningIdentity FromPem(string certificateFile, string keyFile)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(certificateFile);
        if (certificates.Count == 0)
            throw new CryptographicException("the certificate file holds no certificate");
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(keyFile));
        return new(certificates[0], key, certificates.Skip(1).Where(IsIntermediate));
    }

    private static SigningIdentity FromPkcs12(string file)
    {
        var passwordFile = file + ".password";
        var password = File.Exists(passwordFile) ? File.ReadAllText(passwordFile).TrimEnd('\r', '\n') : null;
        var certificates = X509CertificateLoader.LoadPkcs12CollectionFromFile(
            file,
            password,
            X509KeyStorageFlags.EphemeralKeySet
        );
        var leaf =
            certificates.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CryptographicException("the file holds no private key");
        var key = leaf.GetECDsaPrivateKey() ?? throw new CryptographicException("the private key is not one for ECDSA");
        return new(leaf, key, certificates.Where(certificate => certificate != leaf && IsIntermediate(certificate)));
    }

    private static bool IsIntermediate(X509Certificate2 certificate) =>
        !certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private sealed record Kept(SigningIdentity Identity, DateTime Written);
}
