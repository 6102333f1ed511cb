using System.Text.RegularExpressions;

namespace Mmhs.House.Tests;

/// <summary>What may not stand in a file of ours. Each rule is a pattern, shown to find what it is for.</summary>
public sealed partial class TextTests
{
    private static readonly string[] Folders = ["src", "tests", "migrations", "wwwroot", "policies", "docs", ".ci"];
    private static readonly string[] Texts =
    [
        ".cs",
        ".razor",
        ".css",
        ".js",
        ".md",
        ".csproj",
        ".props",
        ".sln",
        ".json",
        ".xml",
        ".tsv",
        ".smtp",
        ".editorconfig",
        "Dockerfile",
        ".dockerignore",
        "test",
        "run",
        ".sh",
        ".yml",
    ];

    private static readonly string[] RootEntries =
    [
        ".ci",
        ".config",
        ".dockerignore",
        ".editorconfig",
        ".git",
        ".gitattributes",
        ".gitignore",
        ".csharpierignore",
        ".csharpierrc.yaml",
        ".git-blame-ignore-revs",
        "BannedSymbols.txt",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Directory.Build.props",
        "Directory.Packages.props",
        "Dockerfile",
        "LICENSE",
        "Mmhs.Portal.sln",
        "README.md",
        "docs",
        "global.json",
        "migrations",
        "policies",
        "src",
        "test",
        "tests",
        "wwwroot",
        "data",
        "artifacts",
        "TestResults",
        ".vs",
        ".idea", // ignored by git
    ];

    [Fact]
    public void No_markup_carries_a_style_of_its_own() =>
        House.IsClean(Found(InlineStyle(), Repository.Files("src", ".razor", ".cs", ".html")));

    [Theory]
    [InlineData("<p style=\"color:red\">")]
    [InlineData("<td class=\"a\"\n  style='x'>")]
    [InlineData("builder.AddAttribute(1, \"style\", \"x\")")]
    public void A_planted_style_turns_it_red(string markup) => Assert.Matches(InlineStyle(), markup);

    [Theory]
    [InlineData("<p class=\"style\">")]
    [InlineData("<link rel=\"stylesheet\" href=\"x.css\">")]
    [InlineData("var style = 1;")]
    public void What_only_looks_like_a_style_does_not(string markup) => Assert.DoesNotMatch(InlineStyle(), markup);

    [Fact]
    public void No_text_becomes_markup() => House.IsClean(Found(Markup(), Repository.Files("src", ".razor", ".cs")));

    [Theory]
    [InlineData("@((MarkupString)text)")]
    [InlineData("builder.AddMarkupContent(0, text)")]
    public void A_planted_markup_turns_it_red(string code) => Assert.Matches(Markup(), code);

    [Fact]
    public void Nothing_is_left_to_do_without_a_reason() => House.IsClean(Found(LeftToDo(), OurTexts()));

    [Theory]
    [InlineData("// TO" + "DO")]
    [InlineData("// TO" + "DO: later")]
    [InlineData("// FIX" + "ME this")]
    public void A_planted_leftover_turns_it_red(string comment) => Assert.Matches(LeftToDo(), comment);

    [Fact]
    public void A_reason_makes_it_lawful() =>
        Assert.DoesNotMatch(LeftToDo(), "// TO" + "DO: drop it when .NET 11 no longer writes styles on spacers");

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() => House.IsClean(Found(MachinePath(), OurTexts()));

    [Theory]
    [InlineData("see /wo" + "rk/shared/design.md")]
    [InlineData("cp x /ro" + "ot/y")]
    [InlineData("\"/ho" + "me/me/x\"")]
    [InlineData("C:\\Us" + "ers\\me")]
    public void A_planted_path_turns_it_red(string text) => Assert.Matches(MachinePath(), text);

    [Fact]
    public void A_path_below_another_does_not() => Assert.DoesNotMatch(MachinePath(), "out/wo" + "rk/x frame" + "work/y");

    [Fact]
    public void No_file_names_a_package_registry() => House.IsClean(Found(Registry(), OurTexts()));

    [Theory]
    [InlineData("https://api.nu" + "get.org/v3/index.json")]
    [InlineData("http://registry.npm" + "js.org/x")]
    [InlineData("https://packages.example/artifac" + "tory/x")]
    public void A_planted_registry_turns_it_red(string text) => Assert.Matches(Registry(), text);

    [Fact]
    public void The_root_holds_no_working_papers() =>
        House.IsClean(Strangers(Directory.EnumerateFileSystemEntries(Repository.Root).Select(entry => Path.GetFileName(entry)!)));

    [Fact]
    public void A_planted_paper_turns_it_red() => Assert.Equal(["NOTES.md"], Strangers(["README.md", "NOTES.md"]));

    private static IEnumerable<string> Strangers(IEnumerable<string> entries) =>
        entries.Where(entry => !RootEntries.Contains(entry) && !entry.EndsWith(".user", StringComparison.Ordinal));

    private static IEnumerable<string> OurTexts() =>
        Folders
            .SelectMany(folder => Repository.Files(folder, Texts))
            .Concat(
                Directory
                    .EnumerateFiles(Repository.Root)
                    .Select(file => Path.GetFileName(file)!)
                    .Where(file => file != ".git" && RootEntries.Contains(file))
            );

    private static IEnumerable<string> Found(Regex pattern, IEnumerable<string> files) =>
        from file in files
        let text = Repository.Read(file)
        from Match match in pattern.Matches(text)
        select $"{file}:{text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value.Trim()}";

    [GeneratedRegex(@"<[a-zA-Z][^<>]*\sstyle\s*=|AddAttribute\([^)]*""style""")]
    private static partial Regex InlineStyle();

    [GeneratedRegex("""\bMarkupString\b|\bAddMarkupContent\b""")]
    private static partial Regex Markup();

    // lawful is only: the word, a colon and a reason of three words or more
    [GeneratedRegex("""\b(?:TOD[O]|FIXM[E]|HAC[K]|XX[X])\b(?!: \S+ \S+ \S+)""")]
    private static partial Regex LeftToDo();

    [GeneratedRegex("""(?<![\w.~$}*-])/(?:work|root|home)/|\b[A-Z]:\\Users\b""")]
    private static partial Regex MachinePath();

    [GeneratedRegex("""https?://[^\s"'<>]*(?:nuget\.org|npmjs\.|artifactory|nexus|pypi\.)""", RegexOptions.IgnoreCase)]
    private static partial Regex Registry();
}
