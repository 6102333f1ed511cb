using Microsoft.EntityFrameworkCore;
using Mmhs.Messages;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.Compose;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Access;

/// <summary>What is refused leaves the refusal in the records, and nothing else; the refusal says nothing that never came to be.</summary>
public sealed class ActTests : IAsyncLifetime
{
    private RunningPortal? running;
    private Actor drafter = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunningPortal Portal => running!;

    private PortalRecords Records => Portal.Get<PortalRecords>();

    public async ValueTask InitializeAsync()
    {
        running = await RunningPortal.PrepareAsync(null, null);
        drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
    }

    public ValueTask DisposeAsync() => running!.DisposeAsync();

    [Fact]
    public async Task What_is_refused_leaves_nothing_but_the_refusal()
    {
        var id = (await Portal.Get<DraftDesk>().CreateAsync(drafter, Token))!.Value;
        var outcome = await Records.RunAsync(
            new Act(AuditTypes.DraftWithdrawn, drafter, id),
            async work =>
            {
                await work.Context.Drafts.ExecuteUpdateAsync(set => set.SetProperty(draft => draft.Subject, "changed"), Token);
                work.Audit(new Act(AuditTypes.DraftCopied, drafter, id).Done());
                return CommonRefusals.NotPermitted;
            },
            Token
        );
        Assert.Equal("ACC-001", Assert.Single(outcome.Refusals).Code);
        await using var context = await Records.ReadAsync(Token);
        Assert.Equal("", (await context.Drafts.SingleAsync(draft => draft.Id == id, Token)).Subject);
        Assert.Equal(["DRAFT_CREATED ok", "DRAFT_WITHDRAWN denied"], await TrailOfAsync(id));
    }

    [Fact]
    public async Task What_loses_its_commit_says_nothing_that_never_came_to_be()
    {
        var id = (await Portal.Get<DraftDesk>().CreateAsync(drafter, Token))!.Value;
        var act = new Act(AuditTypes.DraftWithdrawn, drafter, id);
        var outcome = await Records.RunAsync(
            act,
            async work =>
            {
                var row = await work.Context.Drafts.SingleAsync(draft => draft.Id == id, Token);
                row.Subject = "changed";
                await work.Context.Drafts.ExecuteUpdateAsync(set => set.SetProperty(draft => draft.Revision, 7), Token);
                act.MessageId = "never@hq.northland.example";
                return (Refusal?)null;
            },
            Token
        );
        Assert.Equal("ACC-003", Assert.Single(outcome.Refusals).Code);
        await using var context = await Records.ReadAsync(Token);
        Assert.False(await context.AuditEntries.AnyAsync(entry => entry.MessageId == "never@hq.northland.example", Token));
        Assert.Equal(["DRAFT_CREATED ok", "DRAFT_WITHDRAWN denied"], await TrailOfAsync(id));
    }

    [Fact]
    public async Task Attack_words_of_a_yes_nobody_may_give_are_no_evidence()
    {
        var id = await Portal.SubmitAsync(drafter, WholeWayTests.Form(), Token);
        var statement = new ConcurrenceStatement(
            id,
            1,
            "the words of the message",
            "SECRET PLAN",
            drafter.Role.Address,
            drafter.Name,
            null,
            Statement.Moment(Portal.Get<TimeProvider>().GetUtcNow())
        );
        var outcome = await Portal
            .Get<ConcurrenceDesk>()
            .ConcurAsync(drafter, statement, "", new Proof(ApprovalMethod.PasswordProof, [1]), Token);
        Assert.Equal("ACC-001", Assert.Single(outcome.Refusals).Code);
        await using var context = await Records.ReadAsync(Token);
        foreach (var entry in await context.AuditEntries.AsNoTracking().ToListAsync(Token))
            Assert.DoesNotContain("SECRET PLAN", System.Text.Encoding.UTF8.GetString(entry.Canon), StringComparison.Ordinal);
        Assert.Contains("REVIEW denied", await TrailOfAsync(id));
    }

    [Fact]
    public async Task Somebody_elses_draft_is_withdrawn_by_nobody_and_the_attempt_is_one_entry()
    {
        var id = (await Portal.Get<DraftDesk>().CreateAsync(drafter, Token))!.Value;
        var stranger = await Portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
        var before = await Portal.DenialsAsync(stranger.Name, Token);
        Assert.Equal("ACC-002", Assert.Single((await Portal.Get<DraftDesk>().WithdrawAsync(stranger, id, Token)).Refusals).Code);
        Assert.Equal(before + 1, await Portal.DenialsAsync(stranger.Name, Token));
    }

    [Theory]
    [InlineData("saved")]
    [InlineData("given a file")]
    public async Task Somebody_elses_draft_is_changed_by_nobody_and_the_attempt_is_one_entry(string what)
    {
        var desk = Portal.Get<DraftDesk>();
        var id = (await desk.CreateAsync(drafter, Token))!.Value;
        var stranger = await Portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
        var before = await Portal.DenialsAsync(stranger.Name, Token);
        if (what == "saved")
            Assert.Equal(
                "ACC-002",
                Assert.Single((await desk.SaveAsync(stranger, id, 0, WholeWayTests.Form(), Token)).Refusals).Code
            );
        else
            Assert.Null(await desk.AttachAsync(stranger, id, "a.txt", "text/plain", [1], Token));
        Assert.Equal(before + 1, await Portal.DenialsAsync(stranger.Name, Token));
        await using var context = await Records.ReadAsync(Token);
        Assert.Equal(0, (await context.Drafts.SingleAsync(draft => draft.Id == id, Token)).Revision);
        Assert.False(await context.Attachments.AnyAsync(file => file.DraftId == id, Token));
    }

    [Fact]
    public async Task What_is_put_under_a_row_that_went_meanwhile_is_refused_and_no_fault()
    {
        var id = (await Portal.Get<DraftDesk>().CreateAsync(drafter, Token))!.Value;
        var outcome = await Records.RunAsync(
            new Act(AuditTypes.DraftWithdrawn, drafter, id),
            async work =>
            {
                work.Context.Attachments.Add(new AttachmentRow { DraftId = id, Sha256 = new string('0', 64) });
                await work.Context.Drafts.Where(draft => draft.Id == id).ExecuteDeleteAsync(Token);
                return (Refusal?)null;
            },
            Token
        );
        Assert.Equal("ACC-003", Assert.Single(outcome.Refusals).Code);
        await using var context = await Records.ReadAsync(Token);
        Assert.True(await context.Drafts.AnyAsync(draft => draft.Id == id, Token));
    }

    private async Task<IReadOnlyList<string>> TrailOfAsync(Guid about)
    {
        await using var context = await Records.ReadAsync(Token);
        var text = about.ToString("D");
        return await context
            .AuditEntries.Where(entry => entry.Correlation == text)
            .OrderBy(entry => entry.Seq)
            .Select(entry => entry.EventType + " " + entry.Outcome)
            .ToListAsync(Token);
    }
}
