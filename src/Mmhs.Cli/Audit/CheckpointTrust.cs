using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Cli.CommandLine;
using Mmhs.Records.Audit;
using Mmhs.Wire.Smime;

namespace Mmhs.Cli.Audit;

/// <summary>The anchors a checkpoint's signature is held against, from the file somebody names.</summary>
internal static class CheckpointTrust
{
    /// <exception cref="UsageException">The file holds no certificate.</exception>
    public static CheckpointSignatureCheck? FromFile(string? file)
    {
        if (file is null)
            return null;
        var anchors = new X509Certificate2Collection();
        try
        {
            anchors.ImportFromPemFile(file);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {unreadable.Message}", unreadable);
        }
        if (anchors.Count == 0)
            throw new UsageException($"{file} holds no certificate in PEM.");
        return (text, signature, at, keyId) => CheckpointSignature.Check(anchors, text, signature, at, keyId);
    }
}
