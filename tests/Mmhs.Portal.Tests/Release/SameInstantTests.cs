using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Testing;

namespace Mmhs.Portal.Tests.Release;

/// <summary>Two people decide on one message at the same instant: one wins, one is told.</summary>
public sealed class SameInstantTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_wins_and_one_is_told_on_SQLite()
    {
        await using var world = await WalkWorld.OpenAsync();
        await RaceAsync(world, rounds: 12);
    }

    [Fact]
    public async Task One_wins_and_one_is_told_on_PostgreSQL()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("CREATE DATABASE portal");
        await server.ExecuteAsync("CREATE DATABASE relay");
        await using var world = await WalkWorld.OpenAsync(
            "--Mmhs:DatabaseProvider=PostgreSql",
            $"--Mmhs:PortalConnection={server.ConnectionString.Replace("Database=postgres", "Database=portal", StringComparison.Ordinal)}",
            $"--Mmhs:RelayConnection={server.ConnectionString.Replace("Database=postgres", "Database=relay", StringComparison.Ordinal)}"
        );
        await RaceAsync(world, rounds: 12);
    }

    private static async Task RaceAsync(WalkWorld world, int rounds)
    {
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        for (var round = 0; round < rounds; round++)
        {
            var id = await world.CreateAsync(Token);
            Assert.Empty(
                (
                    await world.SubmitAsync(
                        drafter,
                        id,
                        WalkWorld.Form(staged: false, Precedence.Routine, $"Round {round}."),
                        Token
                    )
                ).Refusals
            );
            var shown = (await world.Office.OpenAsync(releaser, id, Token))!;
            var statement = world.Office.Statement(releaser, shown, world.Office.Prepare(shown));
            var proof = await world.ProveAsync(statement, Token);
            var again = world.Office.Statement(releaser, shown, world.Office.Prepare(shown));
            var second = await world.ProveAsync(again, Token);
            Func<Task<Outcome>>[] acts =
            [
                () => world.Office.ReleaseAsync(releaser, shown.Revision, statement, proof, Token),
                () => world.Office.ReleaseAsync(releaser, shown.Revision, again, second, Token),
                () => world.Review.ReturnAsync(releaser, shown, ReturnReason.Content, "Say until when.", Token),
                () => world.Review.HoldAsync(releaser, shown, world.Now.AddHours(1), "Until the weather is known.", Token),
            ];
            var outcomes = await Task.WhenAll(acts.Select(act => Task.Run(act, Token)));
            Assert.Single(outcomes, outcome => outcome.IsDone);
            Assert.All(
                outcomes.Where(outcome => !outcome.IsDone),
                outcome => Assert.Contains(outcome.Refusals.Single().Code, new[] { "REL-009", "REV-010", "ACC-003" })
            );
            var stored = await world.ReadAsync(id, Token);
            Assert.Equal(stored.State == DraftState.Releasing, stored.Release is not null);
            Assert.Contains(stored.State, new[] { DraftState.Releasing, DraftState.Returned, DraftState.Held });
        }
    }
}
