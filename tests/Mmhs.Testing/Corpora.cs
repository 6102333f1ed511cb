namespace Mmhs.Testing;

/// <summary>Third-party material, read where it lies and never copied into this repository.</summary>
/// <remarks>The folder <c>MMHS_CORPORA</c> names, else <c>shared/corpora</c> in a folder above the tests. Without it such tests are skipped.</remarks>
public static class Corpora
{
    public static string? Root { get; } = Locate();

    /// <summary>The full path of a file; skips the test when it is not there.</summary>
    public static string File(string relative)
    {
        var path = Root is null ? null : Path.Combine(Root, relative);
        if (!System.IO.File.Exists(path))
            Assert.Skip($"The corpora are not here: {relative}. Set MMHS_CORPORA to their folder.");
        return path;
    }

    private static string? Locate()
    {
        if (Environment.GetEnvironmentVariable("MMHS_CORPORA") is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "corpora");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
