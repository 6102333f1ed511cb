using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Mmhs.House.Tests;

/// <summary>The conformance statement is complete, and what it claims is there.</summary>
public sealed partial class ConformanceTests
{
    private const int Clauses = 273;

    private static ImmutableArray<ConformanceRow> Table => ConformanceTable.Read(Repository.Read(ConformanceTable.File));

    [Fact]
    public void Every_clause_has_its_row_once()
    {
        Assert.Equal(Clauses, Table.Length);
        Assert.Equal(Clauses, Table.Select(row => row.Id).Distinct().Count());
    }

    [Fact]
    public void The_clauses_are_those_of_the_specification()
    {
        if (Specification() is not { } specification)
        {
            Assert.Skip("The specification is not here: set MMHS_CORPORA to the folder of the corpora beside it.");
            return;
        }
        Assert.Equal(
            Clause().Matches(File.ReadAllText(specification)).Select(match => match.Groups[1].Value),
            Table.Select(row => row.Id)
        );
    }

    [Fact]
    public void Every_state_is_one_of_the_four() => Assert.All(Table, row => Assert.Contains(row.State, ConformanceRow.States));

    [Fact]
    public void What_is_claimed_is_there() => House.IsClean(Offences(Table, TestMethods(), Declared()));

    [Fact]
    public void Planted_claims_turn_it_red()
    {
        ConformanceRow Claim(string state, string where, string test) =>
            new(
                "EOS-0",
                "MUST",
                state,
                "A requirement",
                state is "partly" or "not yet" ? "a part" : "",
                where.Length == 0 ? [] : [where],
                test.Length == 0 ? [] : [test]
            );
        var tests = new HashSet<string> { "A_test" };
        var declared = new HashSet<string> { "AType" };
        Assert.Empty(
            Offences(
                [
                    Claim("yes", "AType", "A_test"),
                    Claim("partly", "AType", "A_test"),
                    Claim("not yet", "", ""),
                    Claim("n/a", "", ""),
                ],
                tests,
                declared
            )
        );
        Assert.Single(Offences([Claim("yes", "AType", "")], tests, declared));
        Assert.Single(Offences([Claim("yes", "", "A_test")], tests, declared));
        Assert.Single(Offences([Claim("partly", "AType", "No_such_test")], tests, declared));
        Assert.Single(Offences([Claim("yes", "NoSuchType", "A_test")], tests, declared));
        Assert.Single(Offences([Claim("not yet", "", "A_test")], tests, declared));
        Assert.Single(Offences([Claim("partly", "AType", "A_test") with { Missing = "" }], tests, declared));
        Assert.Single(Offences([Claim("yes", "AType", "A_test") with { Missing = "a part" }], tests, declared));
        Assert.Single(Offences([Claim("yes", "AType", "A_test") with { Requirement = "" }], tests, declared));
    }

    [Fact]
    public void The_statement_for_people_is_made_from_the_table()
    {
        var expected = ConformancePage.Write(Table);
        if (Environment.GetEnvironmentVariable("MMHS_WRITE_DOCS") == "1")
            File.WriteAllText(Repository.PathOf(ConformancePage.File), expected);
        Assert.Equal(expected, Repository.Read(ConformancePage.File));
    }

    private static IEnumerable<string> Offences(
        IEnumerable<ConformanceRow> rows,
        IReadOnlySet<string> tests,
        IReadOnlySet<string> declared
    )
    {
        foreach (var row in rows)
        {
            if (row.IsBuilt && row.Tests.IsEmpty)
                yield return $"{row.Id} is said to be built, and no test shows it.";
            if (row.IsBuilt && row.Where.IsEmpty)
                yield return $"{row.Id} is said to be built, and nothing is named that does it.";
            if (!row.IsBuilt && !row.Tests.IsEmpty)
                yield return $"{row.Id} is said not to be built, and tests are named for it.";
            if (row.Requirement.Length == 0)
                yield return $"{row.Id} does not say what it asks for.";
            if (row.IsIncomplete && row.Missing.Length == 0)
                yield return $"{row.Id} is {row.State} and does not say what is missing.";
            if (!row.IsIncomplete && row.Missing.Length > 0)
                yield return $"{row.Id} is {row.State} and says that something is missing.";
            foreach (var test in row.Tests.Where(test => row.IsBuilt && !tests.Contains(test)))
                yield return $"{row.Id}: there is no test {test}.";
            foreach (var where in row.Where.Where(where => !declared.Contains(where)))
                yield return $"{row.Id}: there is no type or file {where}.";
        }
    }

    /// <summary>The names of all test methods, from their source: the assemblies of the other rooms' tests are not needed for it.</summary>
    private static HashSet<string> TestMethods() =>
        [
            .. Repository
                .Files("tests", ".cs")
                .SelectMany(file => TestMethod().Matches(Repository.Read(file)))
                .Select(match => match.Groups[1].Value),
        ];

    private static HashSet<string> Declared() =>
        [
            .. Repository
                .Files("src", ".cs")
                .SelectMany(file => TypeDeclaration().Matches(Repository.Read(file)))
                .Select(match => match.Groups[1].Value)
                .Concat(Repository.Files("src", ".razor").Select(file => Path.GetFileNameWithoutExtension(file)!))
                .Concat(Repository.Files("policies"))
                .Concat(Repository.Files("docs"))
                .Concat(Repository.Files("wwwroot")),
        ];

    private static string? Specification()
    {
        if (Environment.GetEnvironmentVariable("MMHS_CORPORA") is { Length: > 0 } corpora)
        {
            var beside = Path.GetFullPath(Path.Combine(corpora, "..", "spec", "conformance.md"));
            return File.Exists(beside) ? beside : null;
        }
        for (var folder = new DirectoryInfo(Repository.Root); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "spec", "conformance.md");
            if (File.Exists(path))
                return path;
        }
        return null;
    }

    [GeneratedRegex(@"^\| ((?:EOS|SEC|MUA|MSA|MTA|AUD)-\S+) \|", RegexOptions.Multiline)]
    private static partial Regex Clause();

    [GeneratedRegex(
        @"\[(?:Fact|Theory)\b(?:(?!\[(?:Fact|Theory)\b)[\s\S])*?\bpublic (?:static )?(?:async )?(?:void|Task|ValueTask) (\w+)\("
    )]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"\b(?:class|record|struct|enum|interface) (?:struct |class )?(\w+)")]
    private static partial Regex TypeDeclaration();
}
