using System.Xml.Linq;

namespace Mmhs.House.Tests;

/// <summary>Every package is there by choice, with a licence and a reason (design §2).</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Every_package_has_its_line_and_every_line_its_package() =>
        House.IsClean(Offences(Pinned(), Repository.Read("docs/dependencies.md")));

    [Fact]
    public void A_planted_package_turns_it_red() =>
        Assert.Equal(
            ["Old has a line and is not pinned.", "Planted has no line.", "Stated has no licence or no reason."],
            Offences(
                    ["Planted", "Stated", "Good"],
                    "| `Stated` | 1.0 | | |\n| `Good` | 1.0 | MIT | reads mail | Wire |\n| `Old` | 1.0 | MIT | reads mail | Wire |"
                )
                .Order()
        );

    [Fact]
    public void The_version_that_is_written_is_the_one_that_is_pinned()
    {
        var page = Repository.Read("docs/dependencies.md");
        Assert.All(
            Versions(),
            package => Assert.Contains($"| `{package.Key}` | {package.Value} |", page, StringComparison.Ordinal)
        );
    }

    private static IEnumerable<string> Offences(IReadOnlyCollection<string> pinned, string page)
    {
        var lines = page.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[0].Trim('`'));
        return pinned
            .Where(package => !lines.ContainsKey(package))
            .Select(package => $"{package} has no line.")
            .Concat(lines.Keys.Except(pinned).Select(package => $"{package} has a line and is not pinned."))
            .Concat(
                lines
                    .Where(line => pinned.Contains(line.Key) && (line.Value.Length < 5 || line.Value.Any(string.IsNullOrEmpty)))
                    .Select(line => $"{line.Key} has no licence or no reason.")
            );
    }

    private static string[] Pinned() => [.. Versions().Keys];

    private static Dictionary<string, string> Versions() =>
        XDocument
            .Parse(Repository.Read("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
}
