using System.Collections.Immutable;

namespace Mmhs.House.Tests;

/// <summary>One clause of the profile and what we make of it; the words of the columns are those of <c>tests/conformance.tsv</c>.</summary>
/// <param name="State"><c>yes</c>, <c>partly</c>, <c>not yet</c> or <c>n/a</c> (the profile declares it unsupported).</param>
/// <param name="Requirement">What the clause asks for, in words for somebody who has only the profile.</param>
/// <param name="Missing">What of it is not built or not shown, where the state is <c>partly</c> or <c>not yet</c>; else empty.</param>
/// <param name="Where">Types or files that do it.</param>
/// <param name="Tests">Test methods that show it.</param>
internal sealed record ConformanceRow(
    string Id,
    string Level,
    string State,
    string Requirement,
    string Missing,
    ImmutableArray<string> Where,
    ImmutableArray<string> Tests
)
{
    public static readonly ImmutableArray<string> States = ["yes", "partly", "not yet", "n/a"];

    public bool IsBuilt => State is "yes" or "partly";

    public bool IsIncomplete => State is "partly" or "not yet";
}

internal static class ConformanceTable
{
    public const string File = "tests/conformance.tsv";
    private const string Header = "id\tlevel\tstate\trequirement\tmissing\twhere\ttests";

    /// <exception cref="FormatException">A line has not seven columns; the message names it.</exception>
    public static ImmutableArray<ConformanceRow> Read(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        if (lines[0] != Header)
            throw new FormatException($"The first line of {File} names the columns: {Header.Replace('\t', ' ')}.");
        return
        [
            .. lines
                .Skip(1)
                .Select(
                    (line, index) =>
                        line.Split('\t') is [var id, var level, var state, var requirement, var missing, var where, var tests]
                            ? new ConformanceRow(id, level, state, requirement, missing, List(where), List(tests))
                            : throw new FormatException($"{File}:{index + 2} has not seven columns.")
                ),
        ];
    }

    private static ImmutableArray<string> List(string cell) =>
        [.. cell.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
