using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Tests.Release.Walk;

namespace Mmhs.Portal.Tests.Access;

/// <summary>A wrong proof is left to the rules, and what stops before them is not.</summary>
public sealed class ProofDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_proof_does_not_hold_and_stops_nothing_until_there_were_too_many()
    {
        await using var world = await WalkWorld.OpenAsync("--Mmhs:SignIn:MostWrong=3");
        var (releaser, desk) = (await world.ActorAsync("releaser", RoleFunction.Releaser, Token), world.Get<ProofDesk>());
        var statement = await StatementAsync(world, releaser);
        var right = await world.ProveAsync(statement, Token);
        var wrong = new Proof(ApprovalMethod.PasswordProof, [1]);

        Assert.Equal((true, null), await desk.HoldsAsync(releaser, statement, right, Token));
        Assert.Null(await desk.ObjectionAsync(releaser, statement, right, Token));
        Assert.Equal((false, null), await desk.HoldsAsync(releaser, statement, wrong, Token));
        var objection = await desk.ObjectionAsync(releaser, statement, wrong, Token);
        Assert.Equal(("REL-007", "proof-password"), (objection!.Code, objection.Field));
        var (holds, stop) = await desk.HoldsAsync(releaser, statement, wrong, Token);
        Assert.Equal((false, "REL-021", null), (holds, stop!.Code, stop.Field));
        Assert.Equal("REL-021", (await desk.ObjectionAsync(releaser, statement, right, Token))!.Code); // the right one too
    }

    [Fact]
    public async Task What_a_rule_says_first_of_a_release_it_says_of_a_wrong_proof_too()
    {
        await using var world = await WalkWorld.OpenAsync();
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var statement = await StatementAsync(world, releaser);
        var wrong = new Proof(ApprovalMethod.PasswordProof, [1]);
        var revision = (await world.Office.OpenAsync(releaser, statement.DraftId, Token))!.Revision;

        var overtaken = await world.Office.ReleaseAsync(releaser, revision + 1, statement, wrong, Token);
        var unproven = await world.Office.ReleaseAsync(releaser, revision, statement, wrong, Token);

        Assert.Equal("ACC-003", Assert.Single(overtaken.Refusals).Code);
        Assert.Equal("REL-007", Assert.Single(unproven.Refusals).Code);
    }

    private static async Task<ApprovalStatement> StatementAsync(WalkWorld world, Actor releaser)
    {
        var (drafter, id) = (await world.ActorAsync("drafter", RoleFunction.Drafter, Token), await world.CreateAsync(Token));
        Assert.Empty(
            (await world.SubmitAsync(drafter, id, WalkWorld.Form(staged: false, Precedence.Routine, "Move."), Token)).Refusals
        );
        var shown = (await world.Office.OpenAsync(releaser, id, Token))!;
        return world.Office.Statement(releaser, shown, world.Office.Prepare(shown));
    }
}
