using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;

namespace Mmhs.Portal.Tests.Release;

/// <summary>MINIMIZE and the pre-flight at the desks of a real portal.</summary>
public sealed class MinimizeDeskTests : IAsyncLifetime
{
    private RunningPortal? running;
    private Viewer drafter = null!;
    private Viewer releaser = null!;
    private Viewer duty = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunningPortal Portal => running!;

    private MinimizeDesk Desk => Portal.Get<MinimizeDesk>();

    private DraftDesk Drafts => Portal.Get<DraftDesk>();

    private ReleaseOffice Office => Portal.Get<ReleaseOffice>();

    private DateTimeOffset Now => Portal.Get<TimeProvider>().GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        running = await RunningPortal.PrepareAsync(null, null);
        drafter = await Portal.ViewerAsync("drafter", RoleFunction.Drafter, Token);
        releaser = await Portal.ViewerAsync("releaser", RoleFunction.Releaser, Token);
        duty = await Portal.ViewerAsync("duty", RoleFunction.DutyOfficer, Token);
    }

    public ValueTask DisposeAsync() => running!.DisposeAsync();

    [Fact]
    public async Task Without_the_statement_nothing_below_is_submitted_and_with_it_it_is()
    {
        Assert.True((await Desk.DeclareAsync(duty, Wish(), Token)).IsDone);
        var id = (await Drafts.CreateAsync(drafter, Token))!.Value;

        Assert.Equal("PRE-060", Assert.Single((await Drafts.SubmitForReleaseAsync(drafter, id, 0, Form(), Token)).Refusals).Code);

        var item = Assert.Single(await Drafts.PreFlightAsync(drafter, id, Form(), PreFlightMoment.Submit, Token), found => found.Code == "PRE-060");
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
    public async Task An_open_must_fix_lets_it_be_submitted_and_not_released()
    {
        var id = await SubmittedAsync();
        Assert.True((await Portal.Get<CommentDesk>().AddAsync(releaser, id, "text", CommentKind.MustFix, "Say until when.", Token)).IsDone);
        Assert.Equal("PRE-080", Assert.Single((await ReleaseAsync((await Office.OpenAsync(releaser, id, Token))!)).Refusals).Code);
    }

    [Fact]
    public async Task What_is_held_for_it_is_listed_and_let_go_when_it_ends_early()
    {
        var id = await SubmittedAsync();
        Assert.True((await Desk.DeclareAsync(duty, Wish(), Token)).IsDone);
        var item = (await Drafts.PreFlightAsync(releaser, id, Form(), PreFlightMoment.Release, Token)).Single(found => found.Code == "PRE-060");
        Assert.True((await Portal.Get<ReviewOffice>().HoldAsync(releaser, (await Office.OpenAsync(releaser, id, Token))!, item.HoldUntil!.Value, item.HoldReason!, Token)).IsDone);

        var waiting = Assert.Single(await Desk.WaitingAsync(duty, Token));
        Assert.Equal((id, DraftState.Held, false), (waiting.DraftId, waiting.State, waiting.Considered));
        Assert.NotNull(waiting.Subject);
        Assert.All(await Desk.WaitingAsync(await Portal.ViewerAsync("security", RoleFunction.SecurityOfficer, Token), Token), line => Assert.Null(line.Subject));
        Assert.Empty(await Desk.WaitingAsync(await Portal.ViewerAsync("bde3.duty", RoleFunction.DutyOfficer, Token), Token));

        Assert.True((await Desk.EndAsync(duty, Assert.Single(await Desk.CurrentAsync(duty, Token)).Id, Token)).IsDone);
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.True((await context.Drafts.SingleAsync(d => d.Id == id, Token)).HeldUntil <= Now);
    }

    [Fact]
    public async Task Only_the_authority_of_the_organisation_declares_and_ends_and_all_of_it_is_evidence()
    {
        foreach (var other in new[] { drafter, releaser })
            Assert.Equal("ACC-001", Assert.Single((await Desk.DeclareAsync(other, Wish(), Token)).Refusals).Code);
        Assert.True((await Desk.DeclareAsync(await Portal.ViewerAsync("security", RoleFunction.SecurityOfficer, Token), Wish(), Token)).IsDone);
        var order = Assert.Single(await Desk.CurrentAsync(drafter, Token));

        var stranger = await Portal.ViewerAsync("bde3.duty", RoleFunction.DutyOfficer, Token);
        Assert.Empty(await Desk.CurrentAsync(stranger, Token));
        Assert.Equal("ACC-002", Assert.Single((await Desk.EndAsync(stranger, order.Id, Token)).Refusals).Code);
        Assert.Equal("ACC-001", Assert.Single((await Desk.EndAsync(drafter, order.Id, Token)).Refusals).Code);
        Assert.True((await Desk.EndAsync(duty, order.Id, Token)).IsDone);
        Assert.Equal("MIN-006", Assert.Single((await Desk.EndAsync(duty, order.Id, Token)).Refusals).Code);

        Assert.Equal(["denied", "denied", "ok"], (await AuditedAsync(AuditTypes.MinimizeDeclared)).Order());
        Assert.Equal(["denied", "ok"], (await AuditedAsync(AuditTypes.MinimizeEnded)).Order());
    }

    [Theory]
    [InlineData("", "Why", Precedence.Immediate, null, 1, "MIN-001")]
    [InlineData("*", " ", Precedence.Immediate, null, 1, "MIN-002")]
    [InlineData("*", "Why", null, null, 1, "MIN-003")]
    [InlineData("*", "Why", Precedence.Deferred, null, 1, "MIN-003")]
    [InlineData("*", "Why", Precedence.Immediate, 0, 1, "MIN-004")]
    [InlineData("*", "Why", Precedence.Immediate, null, -1, "MIN-005")]
    [InlineData("*", "Why", Precedence.Immediate, null, 31, "MIN-005")]
    public async Task A_declaration_that_cannot_stand_is_refused_by_its_code(string scope, string reason, Precedence? free, int? cap, int days, string code)
    {
        Assert.Equal(code, Assert.Single((await Desk.DeclareAsync(duty, new(scope, reason, free, cap, null, new(Now.AddDays(days))), Token)).Refusals).Code);
        Assert.Empty(await Desk.ListAsync(duty, 10, Token));
    }

    private async Task<Guid> SubmittedAsync()
    {
        var id = (await Drafts.CreateAsync(drafter, Token))!.Value;
        Assert.Empty((await Drafts.SubmitForReleaseAsync(drafter, id, 0, Form(), Token)).Refusals);
        return id;
    }

    private Task<Portal.Shared.Outcome> ReleaseAsync(OpenVersion open) => Office.ReleaseAsync(releaser, open, Office.Prepare(open), DemoWorld.Password, Token);

    private async Task<List<string>> AuditedAsync(string type)
    {
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        return await context.AuditEntries.Where(entry => entry.EventType == type).Select(entry => entry.Outcome).ToListAsync(Token);
    }

    private static DraftForm Form() => WholeWayTests.Form();

    private MinimizeWish Wish() => new("bde3.northland.example", "Satellite link degraded.", Precedence.Flash, 64, null, new DateTimeGroup(Now.AddDays(2)));
}
