using System.Globalization;
using System.Text;

namespace Mmhs.House.Tests;

/// <summary>The conformance statement for people, made of the table and of nothing else.</summary>
internal static class ConformancePage
{
    public const string File = "docs/conformance.md";

    private static readonly (string Prefix, string Title)[] Chapters =
    [
        ("EOS-", "Elements of service (§3)"),
        ("SEC-", "Security (§4)"),
        ("MUA-", "The portal as user agent (§5.1)"),
        ("MSA-", "Submission agent (§6.1)"),
        ("MTA-", "Transfer agent (§7.1)"),
        ("AUD-", "Audit (§§5.2, 6.2, 7.2)"),
    ];

    public static string Write(IReadOnlyCollection<ConformanceRow> rows)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Conformance with the MMHS profile

            Made from `tests/conformance.tsv`; change that file, then run the house tests with `MMHS_WRITE_DOCS=1`. The profile is
            `draft-melnikov-mmhs-profile-09`; each clause is named after its section there, and said in our words. **yes**: built, and the
            tests named show it. **partly**: the part the tests show is built, and what is missing is said. **not yet**: nothing may rely
            on it. **n/a**: the profile itself declares it unsupported, or it is permitted and left out for good.
            Where table and text of the profile differ in level, the stricter one is given.


            """
        );
        page.Append("| | clauses | yes | partly | not yet | n/a |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var (prefix, title) in Chapters)
            Count(page, title, [.. rows.Where(row => row.Id.StartsWith(prefix, StringComparison.Ordinal))]);
        Count(page, "**all**", rows);
        foreach (var (prefix, title) in Chapters)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"\n## {title}\n\n| clause | requirement | level | state | missing | where | shown by |\n| --- | --- | --- | --- | --- | --- | --- |\n"
            );
            foreach (var row in rows.Where(row => row.Id.StartsWith(prefix, StringComparison.Ordinal)))
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| {row.Id} | {Cell(row.Requirement)} | {row.Level} | {row.State} | {Cell(row.Missing)} | {Code(row.Where)} | {Code(row.Tests)} |\n"
                );
        }
        return page.ToString();
    }

    private static void Count(StringBuilder page, string title, IReadOnlyCollection<ConformanceRow> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"| {title} | {rows.Count} |");
        foreach (var state in ConformanceRow.States)
            page.Append(CultureInfo.InvariantCulture, $" {rows.Count(row => row.State == state)} |");
        page.Append('\n');
    }

    // what would end a cell or begin an element of HTML
    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Code(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
