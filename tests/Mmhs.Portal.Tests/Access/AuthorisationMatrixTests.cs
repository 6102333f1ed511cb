namespace Mmhs.Portal.Tests.Access;

/// <summary>Every page, every operation of the API and every handler of a desk, tried as everybody; what is right stands in <see cref="AuthorisationTable"/>.</summary>
public sealed class AuthorisationMatrixTests(MatrixAttempts attempts) : IClassFixture<MatrixAttempts>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MatrixWorld World => attempts.World;

    public static TheoryData<string> Operations => [.. AuthorisationTable.Rows.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Everybody_can_do_what_the_table_says_and_nothing_else(string operation)
    {
        var page = attempts.Pages().FirstOrDefault(one => one.Name == operation).Attempt;
        var attempt = page ?? attempts.Operations().FirstOrDefault(one => one.Name == operation).Attempt;
        Assert.True(attempt is not null, $"{operation}: in the table, and nowhere else");
        var (found, wrong) = await TryAsync(operation, changes: page is null, attempt);
        var row = AuthorisationTable.Rows[operation];
        for (var at = 0; at < found.Count; at++)
            if (found[at].Outcome != row[at])
                wrong.Add($"{operation} as {MatrixWorld.Kinds[at]}: {found[at].Outcome}, and the table says {row[at]}");
        string Untold(string outcome) =>
            string.Join(", ", MatrixWorld.Kinds.Where((_, at) => found[at].Outcome == outcome && !found[at].IsTold));
        if (row[^1] is "audited" or "traced" && Untold("deny") is { Length: > 0 } denied)
            wrong.Add($"{operation}: denied to {denied} and not in the audit trail");
        if (row[^1] == "traced" && Untold("hidden") is { Length: > 0 } hidden)
            wrong.Add($"{operation}: hidden from {hidden} and not in the audit trail");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Nothing new slips in unexamined: what has no row is told as the row it might get.</summary>
    [Fact]
    public async Task Everything_that_can_be_asked_for_has_a_row()
    {
        var rows = new List<string>();
        foreach (var (operation, attempt) in attempts.Pages().Concat(attempts.Operations()))
        {
            if (AuthorisationTable.Rows.ContainsKey(operation))
                continue;
            var (found, _) = await TryAsync(operation, changes: true, attempt);
            var denied = found.Where(one => one.Outcome == "deny").ToList();
            rows.Add(
                $"no row\t{operation}\t{string.Join('\t', found.Select(one => one.Outcome))}\t{(denied.Count > 0 && denied.All(one => one.IsTold) ? "audited" : "-")}"
            );
        }
        Assert.True(rows.Count == 0, string.Join('\n', rows));
    }

    /// <summary>Tries one operation as every kind, sees that a no changed nothing, and leaves the world as it was.</summary>
    /// <returns>For each kind what came of it and whether the audit trail tells of a denial; and what was wrong whatever the table says.</returns>
    private async Task<(List<(string Outcome, bool IsTold)> Found, List<string> Wrong)> TryAsync(
        string operation,
        bool changes,
        Func<string, Task<string>> attempt
    )
    {
        var found = new List<(string Outcome, bool IsTold)>();
        var wrong = new List<string>();
        var before = await World.RowsAsync(Token);
        foreach (var kind in MatrixWorld.Kinds)
        {
            var commits = await World.CommitsAsync(Token);
            var denials = await World.DenialsAsync(Token);
            string outcome;
            try
            {
                outcome = await attempt(kind);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                outcome = failed.GetType().Name;
                wrong.Add($"{operation} as {kind}: {failed.Message}");
            }
            found.Add((outcome, MatrixWorld.Nobody.Contains(kind) || await World.DenialsAsync(Token) != denials));
            // Without a commit nothing changed, and nothing was audited.
            var after = commits == await World.CommitsAsync(Token) ? before : await World.RowsAsync(Token);
            if (before != after && outcome is ("deny" or "hidden"))
                wrong.Add($"{operation} as {kind}: {outcome}, and yet the records changed");
            if (before == after && !(outcome == "allow" && changes && operation.Contains("elegation", StringComparison.Ordinal)))
                continue;
            if (changes)
                await World.RestoreAsync(Token);
            before = await World.RowsAsync(Token);
        }
        return (found, wrong);
    }
}
