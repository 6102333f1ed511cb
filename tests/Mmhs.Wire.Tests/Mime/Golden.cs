using System.Text;

namespace Mmhs.Wire.Tests.Mime;

/// <summary>Files a reviewer has read and accepted. With <c>MMHS_GOLDEN=accept</c> they are written instead, and the difference is the review.</summary>
internal static class Golden
{
    public static void Matches(string name, ReadOnlySpan<byte> octets)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("MMHS_GOLDEN") == "accept")
            File.WriteAllBytes(path, octets);
        Assert.Equal(Encoding.UTF8.GetString(File.ReadAllBytes(path)), Encoding.UTF8.GetString(octets));
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "tests", "Mmhs.Wire.Tests", "Mime", "Golden");
            if (Directory.Exists(path))
                return path;
        }
        throw new DirectoryNotFoundException("The golden files are not above the tests.");
    }
}
