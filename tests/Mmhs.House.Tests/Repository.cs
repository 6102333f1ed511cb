namespace Mmhs.House.Tests;

/// <summary>The files of this repository, found from where the tests run.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "TestResults", ".git", "data", "artifacts", ".vs", ".idea"];

    public static string Root { get; } = Locate();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every file below a folder that is written by us, as paths from the root.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings)
    {
        var top = PathOf(folder);
        if (!Directory.Exists(top))
            yield break;
        foreach (var entry in Directory.EnumerateFileSystemEntries(top).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(Root, entry).Replace('\\', '/');
            if (Directory.Exists(entry))
            {
                if (NotOurs.Contains(Path.GetFileName(entry)))
                    continue;
                foreach (var file in Files(relative, endings))
                    yield return file;
            }
            else if (endings.Length == 0 || endings.Any(ending => entry.EndsWith(ending, StringComparison.Ordinal)))
            {
                yield return relative;
            }
        }
    }

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static string Locate()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Mmhs.Portal.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("The tests do not run below the folder of Mmhs.Portal.sln.");
    }
}
