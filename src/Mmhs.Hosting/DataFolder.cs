namespace Mmhs.Hosting;

/// <summary>The folder of everything that is kept, closed to everybody but its owner.</summary>
public sealed class DataFolder
{
    /// <param name="path">Relative to the working directory; made if it is missing.</param>
    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Make(Path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Lets nobody but its owner open a database that is there; what the engine puts beside it later (-wal, -shm) takes its permissions over.</summary>
    public void CloseToOthers(string database)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in new[] { database, database + "-wal", database + "-shm" }.Select(File).Where(System.IO.File.Exists))
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>A folder in it, made if it is missing.</summary>
    public string Folder(string name)
    {
        var folder = File(name);
        Make(folder);
        return folder;
    }

    private static void Make(string folder)
    {
        Directory.CreateDirectory(folder);
        // Also when it was there before: whoever made it may not have known what it would hold.
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
