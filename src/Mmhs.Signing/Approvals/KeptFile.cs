using Mmhs.Signing.Keys;

namespace Mmhs.Signing.Approvals;

/// <summary>A file of the signing service's own, read again when it was replaced.</summary>
/// <remarks>One that cannot be read, or that other accounts may open, stops the service from signing: half a roster entitles nobody.</remarks>
internal sealed class KeptFile<T>(string path, T absent, Func<byte[], T> read)
{
    private (T Content, DateTime Written)? _read;

    public string Path => path;

    /// <summary>What the file says now; not safe for two callers at once.</summary>
    public T Get()
    {
        if (!File.Exists(path))
            return absent;
        var written = File.GetLastWriteTimeUtc(path);
        if (_read is { } known && known.Written == written)
            return known.Content;
        if (!OwnerOnly.IsKept(path))
            throw new UnauthorizedAccessException(
                $"{System.IO.Path.GetFileName(path)} may be opened by other accounts. Take their permissions away (chmod 600)."
            );
        var content = read(File.ReadAllBytes(path));
        _read = (content, written);
        return content;
    }

    /// <summary>Puts it in place of what there is.</summary>
    public void Put(T content, byte[] octets)
    {
        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
            OwnerOnly.CreateFolder(folder);
        OwnerOnly.Write(path, octets);
        _read = (content, File.GetLastWriteTimeUtc(path));
    }
}
