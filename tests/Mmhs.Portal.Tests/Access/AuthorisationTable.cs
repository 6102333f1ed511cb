namespace Mmhs.Portal.Tests.Access;

/// <summary><c>authorisation.tsv</c>: what every kind of caller may do.</summary>
/// <remarks>
/// A row is an operation, then for each kind of caller <c>allow</c>, <c>deny</c> (told so), <c>hidden</c> (as if it were not there, or nothing in the list), or the code of
/// another refusal; the last column says which of its denials must be in the audit trail: <c>audited</c> those that say so, <c>traced</c> also those that hide it.
/// </remarks>
internal static class AuthorisationTable
{
    /// <summary>The cells behind each operation.</summary>
    public static IReadOnlyDictionary<string, string[]> Rows { get; } = Read();

    /// <summary>What the table says of a kind of caller; null where it has no row.</summary>
    public static string? Says(string operation, string kind) =>
        Rows.TryGetValue(operation, out var row) ? row[MatrixWorld.Kinds.ToList().IndexOf(kind)] : null;

    private static Dictionary<string, string[]> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Access", "authorisation.tsv"));
        Assert.Equal(["operation", .. MatrixWorld.Kinds, "denials"], lines[0].Split('\t'));
        return lines
            .Skip(1)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToDictionary(cells => cells[0], cells => cells[1..]);
    }
}
