using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Admin;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Release.Walk;
using Mmhs.Records;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;
using Mmhs.Testing.Host;
using Mmhs.Wire.Scram;

namespace Mmhs.Portal.Tests.Admin;

/// <summary>Four eyes over the rights book, on the real records and the real signing service.</summary>
public sealed class RightsDeskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approved_rights_are_in_force_at_once_and_a_release_beyond_them_is_refused()
    {
        var time = new FakeTimeProvider(WalkWorld.Start);
        await using var portal = await RunningPortal.PrepareAsync(null, time);
        var world = new WalkWorld(portal, time);
        var drafter = await world.ActorAsync("drafter", RoleFunction.Drafter, Token);
        var releaser = await world.ActorAsync("releaser", RoleFunction.Releaser, Token);
        var id = await world.CreateAsync(Token);
        Assert.Empty(
            (await world.SubmitAsync(drafter, id, WalkWorld.Form(staged: false, Precedence.Flash, "Move."), Token)).Refusals
        );

        var desk = portal.Get<RightsDesk>();
        var proposal = await ProposeAsync(portal, await WithoutFlashAsync(portal));
        Assert.True((await ApproveAsync(portal, proposal)).IsDone);

        Assert.Equal(proposal.After, (await desk.ShownAsync(releaser, Token))!.InForce.Digest());
        var shown = (await world.Office.OpenAsync(releaser, id, Token))!;
        var outcome = await world.Office.ReleaseAsync(releaser, shown, world.Office.Prepare(shown), DemoWorld.Password, Token);
        Assert.Equal("REL-004", Assert.Single(outcome.Refusals).Code);
    }

    [Fact]
    public async Task Who_proposed_does_not_approve()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var proposal = await ProposeAsync(portal, await WithoutFlashAsync(portal));
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var desk = portal.Get<RightsDesk>();

        var outcome = await desk.ApproveAsync(admin, desk.ApprovalStatement(admin, proposal), DemoWorld.Password, Token);

        Assert.Equal("ROS-021", Assert.Single(outcome.Refusals).Code);
        Assert.Equal(proposal.Before, (await desk.BookAsync(admin, Token))!.Digest());
    }

    [Fact]
    public async Task Of_two_proposals_the_one_overtaken_is_refused()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var after = await WithoutFlashAsync(portal);
        var first = await ProposeAsync(portal, after);
        var second = await ProposeAsync(portal, after with { Policies = [] });

        Assert.True((await ApproveAsync(portal, first)).IsDone);

        Assert.Equal("ROS-023", Assert.Single((await ApproveAsync(portal, second)).Refusals).Code);
    }

    [Fact]
    public async Task Killed_between_the_signing_service_and_the_record_the_next_approval_writes_it_down()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var proposal = await ProposeAsync(portal, await WithoutFlashAsync(portal));
        var security = await portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token);
        var desk = portal.Get<RightsDesk>();
        var yes = desk.ApprovalStatement(security, proposal);
        var first = new BookStatement(proposal.ProposedBy, proposal.Id, proposal.Before, proposal.After, proposal.ProposedAt);
        // as far as the desk comes when it is killed there
        Assert.Null(
            await portal
                .Get<IRosterChanges>()
                .ChangeBookAsync(new(RightsBookJson.Read(proposal.Book), [], first, (yes, await ProveAsync(portal, yes))), Token)
        );
        Assert.Equal(ProposalState.Open, (await desk.ProposalsAsync(security, 5, Token)).Single().State);

        Assert.True((await ApproveAsync(portal, proposal)).IsDone);

        var written = (await desk.ProposalsAsync(security, 5, Token)).Single();
        Assert.Equal(ProposalState.Approved, written.State);
        Assert.Equal("security", written.DecidedBy);
    }

    [Fact]
    public async Task Who_takes_it_back_while_the_signing_service_takes_it_over_is_late()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var proposal = await ProposeAsync(portal, await WithoutFlashAsync(portal));
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var security = await portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token);
        var roster = new InterruptedRoster(
            portal.Get<IRosterChanges>(),
            async () => Assert.True((await portal.Get<RightsDesk>().RejectAsync(admin, proposal.Id, "", Token)).IsDone)
        );
        var desk = new RightsDesk(
            portal.Get<PortalRecords>(),
            portal.Get<IApprovals>(),
            roster,
            portal.Get<ProofDesk>(),
            portal.Get<TimeProvider>()
        );

        var outcome = await desk.ApproveAsync(security, desk.ApprovalStatement(security, proposal), DemoWorld.Password, Token);

        Assert.True(outcome.IsDone);
        Assert.Equal(proposal.After, (await desk.ShownAsync(security, Token))!.InForce.Digest());
        var written = (await desk.ProposalsAsync(security, 5, Token)).Single();
        Assert.Equal((ProposalState.Approved, "security"), (written.State, written.DecidedBy));
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(
            "ok",
            await context
                .AuditEntries.Where(entry => entry.EventType == Messages.Audit.AuditTypes.RightsChanged)
                .Select(entry => entry.Outcome)
                .SingleAsync(Token)
        );
    }

    [Fact]
    public async Task A_wrong_password_and_a_function_without_rights_are_refused_and_on_record()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var after = await WithoutFlashAsync(portal);
        var desk = portal.Get<RightsDesk>();
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var auditor = await portal.ActorAsync("auditor", RoleFunction.Auditor, Token);

        var wrong = await desk.ProposeAsync(
            admin,
            await desk.StatementAsync(admin, after, Token),
            after,
            "Less.",
            new Dictionary<string, string>(),
            "wrong",
            Token
        );
        var other = await desk.ProposeAsync(
            auditor,
            await desk.StatementAsync(auditor, after, Token),
            after,
            "Less.",
            new Dictionary<string, string>(),
            DemoWorld.Password,
            Token
        );

        Assert.False(wrong.IsDone);
        Assert.Equal("ACC-001", Assert.Single(other.Refusals).Code);
        Assert.Empty(await desk.ProposalsAsync(admin, 5, Token));
        await using var context = await portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Equal(
            2,
            await context.AuditEntries.CountAsync(entry => entry.EventType == Messages.Audit.AuditTypes.RightsProposed, Token)
        );
        Assert.Null(await desk.BookAsync(await portal.ActorAsync("drafter", RoleFunction.Drafter, Token), Token));
    }

    [Fact]
    public async Task A_rejection_needs_words_and_taking_back_does_not()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        var after = await WithoutFlashAsync(portal);
        var desk = portal.Get<RightsDesk>();
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var security = await portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token);
        var first = await ProposeAsync(portal, after);

        Assert.Equal("RGT-007", Assert.Single((await desk.RejectAsync(security, first.Id, " ", Token)).Refusals).Code);
        Assert.True((await desk.RejectAsync(admin, first.Id, "", Token)).IsDone);
        Assert.Equal("RGT-005", Assert.Single((await desk.RejectAsync(security, first.Id, "Too late.", Token)).Refusals).Code);
    }

    [Fact]
    public async Task Attack_an_allied_releaser_sees_his_own_organisation_and_nothing_else()
    {
        await using var portal = await RunningPortal.PrepareAsync(null, null);
        await ProposeAsync(portal, await WithoutFlashAsync(portal));
        var desk = portal.Get<RightsDesk>();
        var allied = await portal.ActorAsync("alliance.releaser", RoleFunction.Releaser, Token);

        var shown = (await desk.BookAsync(allied, Token))!;
        Assert.Equal(
            ["alliance.drafter", "alliance.duty", "alliance.releaser"],
            shown.People.Select(person => person.Name).Order(StringComparer.Ordinal)
        );
        Assert.Empty(shown.Policies);
        Assert.Empty(await desk.ProposalsAsync(allied, 20, Token));

        var keeper = (await desk.BookAsync(await portal.ActorAsync("admin", RoleFunction.Administrator, Token), Token))!;
        Assert.NotNull(keeper.Find("alliance.releaser")); // nobody there keeps rights, so he does
        var own = (await desk.BookAsync(await portal.ActorAsync("releaser", RoleFunction.Releaser, Token), Token))!;
        Assert.Null(own.Find("alliance.releaser"));
        Assert.NotNull(own.Find("chief"));
    }

    internal static async Task<RightsBook> WithoutFlashAsync(RunningPortal portal)
    {
        var book = (await portal.Get<IApprovals>().AuthorityAsync(Token)).Book;
        var releaser = book.Find("releaser")!;
        return book with
        {
            People = book.People.Replace(
                releaser,
                releaser with
                {
                    Rights = [releaser.Rights[0] with { HighestAction = Precedence.Immediate }],
                }
            ),
        };
    }

    internal static async Task<Proposal> ProposeAsync(RunningPortal portal, RightsBook after)
    {
        var admin = await portal.ActorAsync("admin", RoleFunction.Administrator, Token);
        var desk = portal.Get<RightsDesk>();
        var statement = await desk.StatementAsync(admin, after, Token);
        Assert.Empty(
            (
                await desk.ProposeAsync(
                    admin,
                    statement,
                    after,
                    "FLASH is the commander's.",
                    new Dictionary<string, string>(),
                    DemoWorld.Password,
                    Token
                )
            ).Refusals
        );
        return (await desk.ProposalsAsync(admin, 10, Token)).Single(row => row.Id == statement.Proposal);
    }

    private static async Task<Outcome> ApproveAsync(RunningPortal portal, Proposal proposal)
    {
        var security = await portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token);
        var desk = portal.Get<RightsDesk>();
        return await desk.ApproveAsync(security, desk.ApprovalStatement(security, proposal), DemoWorld.Password, Token);
    }

    private static async Task<Proof> ProveAsync(RunningPortal portal, Statement statement)
    {
        var parameters = await portal.Get<IApprovals>().ProofParametersAsync(statement.Person, Token);
        return new(
            ApprovalMethod.PasswordProof,
            ScramProof.Create(DemoWorld.Password, parameters.Salt, parameters.Iterations, statement.ToBytes())
        );
    }

    /// <summary>The signing service, and what somebody does as soon as it has taken a book over.</summary>
    private sealed class InterruptedRoster(IRosterChanges service, Func<Task> meanwhile) : IRosterChanges
    {
        public async Task<Refusal?> ChangeBookAsync(BookChange change, CancellationToken cancellationToken)
        {
            var refusal = await service.ChangeBookAsync(change, cancellationToken);
            await meanwhile();
            return refusal;
        }

        public Task<Refusal?> RegisterPasskeyAsync(
            PasskeyStatement statement,
            Proof proof,
            CancellationToken cancellationToken
        ) => service.RegisterPasskeyAsync(statement, proof, cancellationToken);

        public Task<Refusal?> RemovePasskeyAsync(
            PasskeyRemovalStatement statement,
            Proof proof,
            CancellationToken cancellationToken
        ) => service.RemovePasskeyAsync(statement, proof, cancellationToken);

        public Task<Refusal?> ReplaceVerifierAsync(
            VerifierStatement statement,
            Proof proof,
            CancellationToken cancellationToken
        ) => service.ReplaceVerifierAsync(statement, proof, cancellationToken);

        public Task<Refusal?> DelegateAsync(DelegationStatement statement, Proof proof, CancellationToken cancellationToken) =>
            service.DelegateAsync(statement, proof, cancellationToken);

        public Task<Refusal?> EndDelegationAsync(
            DelegationEndStatement statement,
            Proof proof,
            CancellationToken cancellationToken
        ) => service.EndDelegationAsync(statement, proof, cancellationToken);
    }
}
