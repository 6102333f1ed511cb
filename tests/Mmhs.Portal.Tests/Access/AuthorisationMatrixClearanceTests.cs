namespace Mmhs.Portal.Tests.Access;

/// <summary>The clearance of an organisation bounds that of its people, in every operation that goes by labels.</summary>
public sealed class AuthorisationMatrixClearanceTests(MatrixAttempts attempts) : IClassFixture<MatrixAttempts>
{
    // hidden from others for what they are, and not for a label
    private static readonly HashSet<string> NoLabels =
    [
        "GET /api/v1/delegations",
        "DelegationDesk.ListAsync",
        "SessionDesk.EndAsync",
        "TokenDesk.RevokeAsync",
        "POST /api/v1/tokens/{id}/revoke",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_of_an_organisation_cleared_for_less_see_no_more_than_people_cleared_for_less()
    {
        var wrong = new List<string>();
        var kinds = MatrixWorld
            .Kinds.Where(kind => kind.StartsWith("low-", StringComparison.Ordinal))
            .Select(low => (Low: low, Kind: low["low-".Length..]))
            .ToList();
        await attempts.World.LowerOrganisationAsync(Token);
        var asked = 0;
        foreach (var (operation, attempt) in attempts.Operations())
        foreach (var (low, kind) in kinds)
        {
            if (
                NoLabels.Contains(operation)
                || AuthorisationTable.Says(operation, kind) != "allow"
                || AuthorisationTable.Says(operation, low) != "hidden"
            )
                continue;
            asked++;
            var found = await attempt(kind);
            if (found != "hidden")
                wrong.Add($"{operation} as {kind} of an organisation cleared for less: {found}");
            await attempts.World.RestoreAsync(Token);
        }
        Assert.InRange(asked, 100, int.MaxValue);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
