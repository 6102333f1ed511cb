using System.Security.Cryptography;
using Mmhs.Messages;
using Mmhs.Signing.Keys;
using Mmhs.Signing.Ledger;

namespace Mmhs.Signing.Approvals;

/// <summary>A file of the signing service's own, read again when it was replaced, and believed only as the ledger says that it was written.</summary>
/// <remarks>
/// One that cannot be read, that other accounts may open, or that somebody else wrote, stops the service from signing: half a roster
/// entitles nobody. A new content lies beside the file before it is entered and takes its place after: killed between the two, the next
/// reading finds what the ledger promised and puts it in place.
/// </remarks>
internal sealed class KeptFile<T>(string path, T absent, Func<byte[], T> read, FileEntries entries)
{
    private (T Content, DateTime Written)? _read;
    private bool _isAbsent;

    private string Name => Path.GetFileName(path);

    /// <summary>What the file says now; not safe for two callers at once.</summary>
    /// <exception cref="KeptFileException">It is not as the service wrote it.</exception>
    public T Get()
    {
        var isThere = File.Exists(path);
        if (!isThere && _isAbsent)
            return absent;
        if (isThere && _read is { } known && known.Written == File.GetLastWriteTimeUtc(path))
            return known.Content;
        (_read, _isAbsent) = (null, false);
        var entered = entries.Of(Name);
        if (entered is not null && Sha256(path) != entered && Sha256(Next(entered)) == entered)
            Place(entered);
        if (!File.Exists(path))
        {
            _isAbsent = entered is null;
            return _isAbsent ? absent : throw new KeptFileException(LedgerRefusals.FileChanged.Of(Name));
        }
        var written = File.GetLastWriteTimeUtc(path);
        if (!OwnerOnly.IsKept(path))
            throw new UnauthorizedAccessException(
                $"{Name} may be opened by other accounts. Take their permissions away (chmod 600)."
            );
        var octets = File.ReadAllBytes(path);
        var digest = Convert.ToHexStringLower(SHA256.HashData(octets));
        if (entered is null)
            entries.TakeOver(Name, digest);
        else if (entered != digest)
            throw new KeptFileException(LedgerRefusals.FileChanged.Of(Name));
        var content = read(octets);
        _read = (content, written);
        return content;
    }

    /// <summary>Puts it in place of what there is.</summary>
    public void Put(T content, byte[] octets)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            OwnerOnly.CreateFolder(folder);
        var digest = Convert.ToHexStringLower(SHA256.HashData(octets));
        OwnerOnly.Write(Next(digest), octets);
        entries.Enter(Name, digest);
        Place(digest);
        _read = (content, File.GetLastWriteTimeUtc(path));
    }

    private string Next(string digest) => $"{path}.{digest[..16]}.next";

    // who reads beside us may have put it in its place already
    private void Place(string digest)
    {
        try
        {
            File.Move(Next(digest), path, overwrite: true);
        }
        catch (FileNotFoundException) when (Sha256(path) == digest) { }
    }

    private static string? Sha256(string path) =>
        File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : null;
}

/// <summary>A file of the service is not what the service wrote: nothing is decided by it.</summary>
internal sealed class KeptFileException(Refusal reason) : Exception(reason.Text)
{
    /// <summary>Codes <c>LED-010</c> and <c>LED-011</c>.</summary>
    public Refusal Reason { get; } = reason;
}
