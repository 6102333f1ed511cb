using Microsoft.Extensions.Options;

namespace Mmhs.Portal.Hosting;

/// <summary>The folder of everything that is kept, closed to everybody but its owner.</summary>
public sealed class DataFolder
{
    public DataFolder(IOptions<MmhsOptions> options)
    {
        Path = System.IO.Path.GetFullPath(options.Value.DataFolder);
        Make(Path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder in it, made if it is missing.</summary>
    public string Folder(string name)
    {
        var folder = File(name);
        Make(folder);
        return folder;
    }

    private static void Make(string folder)
    {
        System.IO.Directory.CreateDirectory(folder);
        // Also when it was there before: whoever made it may not have known what it would hold.
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
