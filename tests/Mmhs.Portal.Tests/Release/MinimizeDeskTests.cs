using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Round;
using Mmhs.Portal.Track;
using Mmhs.Records;
using Mmhs.Records.Review;
using Mmhs.Signing.Client;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Release;

/// <summary>MINIMIZE and the pre-flight at the desks of a real portal.</summary>
public sealed class MinimizeDeskTests : IAsyncLifetime
{
    private RunningPortal? running;
    private Actor drafter = null!;
    private Actor releaser = null!;
    private Actor duty = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunningPortal Portal => running!;

    private MinimizeDesk Desk => Portal.Get<MinimizeDesk>();

    private DraftDesk Drafts => Portal.Get<DraftDesk>();

    private ReleaseDesk Office => Portal.Get<ReleaseDesk>();

    private DateTimeOffset Now => Portal.Get<TimeProvider>().GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        running = await RunningPortal.PrepareAsync(null, null);
        drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        releaser = await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        duty = await Portal.ActorAsync("duty", RoleFunction.DutyOfficer, Token);
    }

    public ValueTask DisposeAsync() => running!.DisposeAsync();

    [Fact]
    public async Task Without_the_statement_nothing_below_is_submitted_and_with_it_it_is()
    {
        Assert.True((await Desk.DeclareAsync(duty, Wish(), Token)).IsDone);
        var id = (await Drafts.CreateAsync(drafter, Token))!.Value;

        Assert.Equal("PRE-060", Assert.Single((await Drafts.SubmitForReleaseAsync(drafter, id, 0, Form(), Token)).Refusals).Code);

        var item = Assert.Single(
            await Drafts.PreFlightAsync(drafter, id, Form(), PreFlightMoment.Submit, MinimizeAnswer.None, Token),
            found => found.Code == "PRE-060"
        );
        Assert.Empty((await Drafts.SubmitForReleaseAsync(drafter, id, 0, item.Fix!.Apply(Form()), Token)).Refusals);
    }

    [Fact]
    public async Task What_was_submitted_before_is_not_released_under_it_and_the_refusal_is_evidence()
    {
        var id = await SubmittedAsync();
        Assert.True((await Desk.DeclareAsync(duty, Wish(), Token)).IsDone);
        var open = (await Office.OpenAsync(releaser, id, Token))!;

        Assert.Equal("PRE-060", Assert.Single((await ReleaseAsync(open)).Refusals).Code);

        Assert.Contains(await AuditedAsync(AuditTypes.Release), outcome => outcome == "denied");
        Assert.True((await Desk.EndAsync(duty, Assert.Single(await Desk.CurrentAsync(duty, Token)).Id, Token)).IsDone);
        Assert.True((await ReleaseAsync((await Office.OpenAsync(releaser, id, Token))!)).IsDone);
    }

    [Fact]
    public async Task The_releaser_states_himself_that_it_was_considered_and_that_is_part_of_what_he_approves_and_evidence()
    {
        var id = await SubmittedAsync();
        Assert.True((await Desk.DeclareAsync(duty, Wish(), Token)).IsDone);
        var open = (await Office.OpenAsync(releaser, id, Token))!;
        var item = Assert.Single(
            await Drafts.PreFlightAsync(releaser, id, Form(), PreFlightMoment.Release, MinimizeAnswer.Considered, Token),
            found => found.Code == "PRE-106"
        );
        Assert.Equal(PreFlightSeverity.Good, item.Severity);
        Assert.Equal("PRE-060", Assert.Single((await ReleaseAsync(open)).Refusals).Code); // not said is not considered

        var statement = Office.Statement(releaser, open, Office.Prepare(open), minimizeConsidered: true);
        Assert.Empty(
            (
                await Office.ReleaseAsync(
                    releaser,
                    open.Revision,
                    statement,
                    new GivenApproval(statement, null, DemoWorld.Password),
                    Token
                )
            ).Refusals
        );

        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        var release = await context.Releases.SingleAsync(row => row.DraftId == id, Token);
        var approval = StatementCodec.ReadApproval(release.Approval);
        Assert.Equal(statement.Digest(), approval.Statement.Digest());
        Assert.Equal(
            "true",
            new AuditEntryView(
                await context.AuditEntries.SingleAsync(
                    entry => entry.EventType == AuditTypes.Release && entry.Outcome == "ok",
                    Token
                )
            ).Said("minimizeConsidered")
        );
        Assert.Equal(
            Minimize.Statement,
            (await context.Decisions.SingleAsync(one => one.DraftId == id && one.Kind == DecisionKind.Released, Token)).Words
        );
        // the signing service signs what was proven to it, and not without the word
        var version = (await Office.OpenAsync(releaser, id, Token))!.Version;
        Task<SigningResult> SignAsync(Approval said) =>
            Portal.Get<IReleaseSigning>().SignAsync(new(version, said, [], new Dictionary<string, byte[]>()), Token);
        var without = approval with { Statement = approval.Statement with { MinimizeConsidered = false } };
        Assert.Equal("REL-007", Assert.IsType<SigningResult.Refused>(await SignAsync(without)).Reason.Code);
        Assert.IsType<SigningResult.Signed>(await SignAsync(approval));
    }

    [Fact]
    public async Task Break_glass_is_not_stopped_by_it_and_that_is_said_recorded_and_shown_to_who_judges()
    {
        var id = await SubmittedAsync();
        var calm = await SubmittedAsync();
        Assert.True((await AloneAsync(calm)).IsDone);
        Assert.True((await Desk.DeclareAsync(duty, Wish() with { MaxKib = 1 }, Token)).IsDone);
        var found = await Drafts.PreFlightAsync(releaser, id, Form(), PreFlightMoment.Release, MinimizeAnswer.SetAside, Token);
        Assert.Empty(PreFlight.Stops(found));
        Assert.Contains("set aside", Assert.Single(found, item => item.Code == "PRE-060").Text, StringComparison.Ordinal);
        Assert.True((await AloneAsync(id)).IsDone);

        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        var releases = await context.Releases.ToDictionaryAsync(row => row.DraftId, row => row.Id, Token);
        Assert.Equal(
            ["false", "true"],
            (
                await context
                    .AuditEntries.Where(entry => entry.EventType == AuditTypes.BreakGlass)
                    .OrderBy(entry => entry.Seq)
                    .ToListAsync(Token)
            ).Select(entry => new AuditEntryView(entry).Said("minimizeSetAside"))
        );
        var security = await Portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token);
        var glass = Portal.Get<BreakGlassDesk>();
        var reports = (await glass.ListAsync(security, 10, Token)).ToDictionary(report => report.ReleaseId);
        Assert.Equal((false, true), (reports[releases[calm]].SetAsideMinimize, reports[releases[id]].SetAsideMinimize));
        var message = reports[releases[id]].Message!;
        Assert.Equal((Form().Subject, "NORTHLAND SECRET"), (message.Subject, message.Marking.Text));
        Assert.Equal(
            Form().To.Concat(Form().Cc).Concat(Form().Bcc).Select(one => one.Address.ToString()),
            message.Addressees.Select(one => one.Address)
        );
        Assert.All(await glass.ListAsync(security with { Clearances = [] }, 10, Token), report => Assert.Null(report.Message));
    }

    [Fact]
    public async Task Who_judges_follows_what_was_released_alone_under_his_clearance_and_nothing_else()
    {
        var (alone, usual) = (await SubmittedAsync(), await SubmittedAsync());
        Assert.True((await AloneAsync(alone)).IsDone);
        Assert.True((await ReleaseAsync((await Office.OpenAsync(releaser, usual, Token))!)).IsDone);
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        var releases = await context.Releases.ToDictionaryAsync(row => row.DraftId, row => row.Id, Token);
        var tracking = Portal.Get<TrackingDesk>();
        var security = await Portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token);
        Assert.NotNull(await tracking.OpenAsync(security, releases[alone], Token));
        Assert.Null(await tracking.OpenAsync(security, releases[usual], Token));
        Assert.Null(await tracking.OpenAsync(security with { Clearances = [] }, releases[alone], Token));
        Assert.Null(
            await tracking.OpenAsync(security with { OrganisationId = security.OrganisationId + 1 }, releases[alone], Token)
        );
        Assert.Empty(await tracking.PageAsync(security, null, 10, Token));
        Assert.Null(
            await tracking.OpenAsync(await Portal.ActorAsync("operator", RoleFunction.Operator, Token), releases[alone], Token)
        );
    }

    [Fact]
    public async Task An_open_must_fix_lets_it_be_submitted_and_not_released()
    {
        var id = await SubmittedAsync();
        Assert.True(
            (await Portal.Get<CommentDesk>().AddAsync(releaser, id, "text", CommentKind.MustFix, "Say until when.", Token)).IsDone
        );
        Assert.Equal(
            "PRE-080",
            Assert.Single((await ReleaseAsync((await Office.OpenAsync(releaser, id, Token))!)).Refusals).Code
        );
    }

    [Fact]
    public async Task What_is_held_for_it_is_listed_and_let_go_when_it_ends_early()
    {
        var id = await SubmittedAsync();
        Assert.True((await Desk.DeclareAsync(duty, Wish(), Token)).IsDone);
        var item = (
            await Drafts.PreFlightAsync(releaser, id, Form(), PreFlightMoment.Release, MinimizeAnswer.None, Token)
        ).Single(found => found.Code == "PRE-060");
        Assert.True(
            (
                await Portal
                    .Get<ReviewDesk>()
                    .HoldAsync(
                        releaser,
                        (await Office.OpenAsync(releaser, id, Token))!,
                        item.HoldUntil!.Value,
                        item.HoldReason!,
                        Token
                    )
            ).IsDone
        );

        var waiting = Assert.Single(await Desk.WaitingAsync(duty, Token));
        Assert.Equal((id, DraftState.Held, false), (waiting.DraftId, waiting.State, waiting.Considered));
        Assert.NotNull(waiting.Subject);
        Assert.All(
            await Desk.WaitingAsync(await Portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token), Token),
            line => Assert.Null(line.Subject)
        );
        Assert.Empty(await Desk.WaitingAsync(await Portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token), Token));

        Assert.True((await Desk.EndAsync(duty, Assert.Single(await Desk.CurrentAsync(duty, Token)).Id, Token)).IsDone);
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.True((await context.Drafts.SingleAsync(d => d.Id == id, Token)).HeldUntil <= Now);
    }

    [Fact]
    public async Task Only_the_authority_of_the_organisation_declares_and_ends_and_all_of_it_is_evidence()
    {
        foreach (var other in new[] { drafter, releaser })
            Assert.Equal("ACC-001", Assert.Single((await Desk.DeclareAsync(other, Wish(), Token)).Refusals).Code);
        Assert.True(
            (
                await Desk.DeclareAsync(await Portal.ActorAsync("security", RoleFunction.SecurityOfficer, Token), Wish(), Token)
            ).IsDone
        );
        var order = Assert.Single(await Desk.CurrentAsync(drafter, Token));

        var stranger = await Portal.ActorAsync("bde3.duty", RoleFunction.DutyOfficer, Token);
        Assert.Empty(await Desk.CurrentAsync(stranger, Token));
        Assert.Equal("ACC-002", Assert.Single((await Desk.EndAsync(stranger, order.Id, Token)).Refusals).Code);
        Assert.Equal("ACC-001", Assert.Single((await Desk.EndAsync(drafter, order.Id, Token)).Refusals).Code);
        Assert.True((await Desk.EndAsync(duty, order.Id, Token)).IsDone);
        Assert.Equal("MIN-006", Assert.Single((await Desk.EndAsync(duty, order.Id, Token)).Refusals).Code);

        Assert.Equal(["denied", "denied", "ok"], (await AuditedAsync(AuditTypes.MinimizeDeclared)).Order());
        Assert.Equal(["denied", "denied", "denied", "ok"], (await AuditedAsync(AuditTypes.MinimizeEnded)).Order());
    }

    [Theory]
    [InlineData("", "Why", Precedence.Immediate, null, 1, "MIN-001")]
    [InlineData("*", " ", Precedence.Immediate, null, 1, "MIN-002")]
    [InlineData("*", "Why", null, null, 1, "MIN-003")]
    [InlineData("*", "Why", Precedence.Deferred, null, 1, "MIN-003")]
    [InlineData("*", "Why", Precedence.Immediate, 0, 1, "MIN-004")]
    [InlineData("*", "Why", Precedence.Immediate, null, -1, "MIN-005")]
    [InlineData("*", "Why", Precedence.Immediate, null, 31, "MIN-005")]
    public async Task A_declaration_that_cannot_stand_is_refused_by_its_code(
        string scope,
        string reason,
        Precedence? free,
        int? cap,
        int days,
        string code
    )
    {
        Assert.Equal(
            code,
            Assert
                .Single(
                    (await Desk.DeclareAsync(duty, new(scope, reason, free, cap, null, new(Now.AddDays(days))), Token)).Refusals
                )
                .Code
        );
        Assert.Empty(await Desk.ListAsync(duty, 10, Token));
    }

    private async Task<Guid> SubmittedAsync()
    {
        var id = (await Drafts.CreateAsync(drafter, Token))!.Value;
        Assert.Empty((await Drafts.SubmitForReleaseAsync(drafter, id, 0, Form(), Token)).Refusals);
        return id;
    }

    private Task<Portal.Shared.Outcome> ReleaseAsync(OpenVersion open) =>
        Office.ReleaseAsync(releaser, open, Office.Prepare(open), DemoWorld.Password, Token);

    private async Task<Portal.Shared.Outcome> AloneAsync(Guid id)
    {
        var open = (await Office.OpenAsync(releaser, id, Token))!;
        var statement = Office.Statement(releaser, open, Office.Prepare(open), "Nobody answers.");
        return await Office.ReleaseAsync(
            releaser,
            open.Revision,
            statement,
            new GivenApproval(statement, null, DemoWorld.Password),
            Token
        );
    }

    private async Task<List<string>> AuditedAsync(string type)
    {
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        return await context
            .AuditEntries.Where(entry => entry.EventType == type)
            .Select(entry => entry.Outcome)
            .ToListAsync(Token);
    }

    private static DraftForm Form() => WholeWayTests.Form();

    private MinimizeRequest Wish() =>
        new("bde3.northland.example", "Satellite link degraded.", Precedence.Flash, 64, null, new DateTimeGroup(Now.AddDays(2)));
}
