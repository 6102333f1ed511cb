using Microsoft.Data.Sqlite;

namespace Mmhs.Testing.Host;

/// <summary>A data folder as the first start of the demo world leaves it: made once a run, and copied for every portal that does not care how it came about.</summary>
public static class DemoFolder
{
    // what makes another world, or keeps it elsewhere
    private static readonly string[] Others =
    [
        "--Mmhs:Mode=",
        "--Mmhs:Database",
        "--Mmhs:PortalConnection=",
        "--Mmhs:RelayConnection=",
        "--Mmhs:Signing:",
    ];

    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    public static bool Fits(IEnumerable<string> settings) =>
        !settings.Any(setting => Others.Any(other => setting.StartsWith(other, StringComparison.OrdinalIgnoreCase)));

    public static async Task<string> CopyAsync()
    {
        var from = await Made.Value;
        var folder = Directory.CreateTempSubdirectory("mmhs-").FullName;
        foreach (var inside in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            var made = Directory.CreateDirectory(Path.Combine(folder, Path.GetRelativePath(from, inside)));
            if (!OperatingSystem.IsWindows())
                made.UnixFileMode = File.GetUnixFileMode(inside);
        }
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(folder, Path.GetRelativePath(from, file)));
        return folder;
    }

    private static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mmhs-demo-").FullName;
        await using (await RunningPortal.OpenAsync(folder, ownsFolder: false, null, [])) { }
        SqliteConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
