using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mmhs.Hosting;
using Mmhs.Wire.Trust;

namespace Mmhs.Cli.CommandLine;

/// <summary>The roots somebody names with <c>--trust</c>: a plain folder is believed for what the command asks, one with folders of purposes as these say.</summary>
internal static class TrustOption
{
    /// <summary>Who may vouch for the signers of messages. Which domains are ours no folder says: all that are no partner's.</summary>
    /// <param name="folder">Null: nobody is trusted.</param>
    /// <exception cref="UsageException">The folder is not there, or something in it is wrong.</exception>
    public static SignerTrust Signers(string? folder) =>
        folder is null ? SignerTrust.Nobody
        : Read(folder) is { } byPurpose ? byPurpose.SignersOf(ours: null)
        : SignerTrust.AnyDomain(new(TrustPurpose.MessageSignature, Plain(folder)));

    /// <summary>The roots of checkpoints.</summary>
    /// <param name="path">A folder, or one file in PEM.</param>
    /// <exception cref="UsageException">It is not there, holds no certificate, or something in it is wrong.</exception>
    public static TrustRoots Checkpoints(string path)
    {
        var roots =
            File.Exists(path) ? new(TrustPurpose.Checkpoint, Pem(path))
            : Read(path) is { } byPurpose ? byPurpose.For(TrustPurpose.Checkpoint)
            : new TrustRoots(TrustPurpose.Checkpoint, Plain(path));
        return roots.IsEmpty ? throw new UsageException($"{path} holds no certificate to check checkpoints by.") : roots;
    }

    // null where it is a plain folder
    private static TrustFolders? Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"There is no folder {folder}.");
        if (!TrustFolders.IsByPurpose(folder))
            return null;
        try
        {
            var read = TrustFolders.Read(folder);
            return read.Faults.IsEmpty ? read : throw new UsageException(string.Join(Environment.NewLine, read.Faults));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static X509Certificate2Collection Plain(string folder)
    {
        try
        {
            return TrustFolder.Read(folder, ".pem", ".crt", ".cer", ".der");
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(unreadable.Message, unreadable);
        }
    }

    private static X509Certificate2Collection Pem(string file)
    {
        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            return read;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
