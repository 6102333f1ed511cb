using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Audit;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Compose;

/// <summary>Several people on one draft, at the desks of a real portal.</summary>
public sealed class DraftingTogetherTests : IAsyncLifetime
{
    private RunningPortal? running;
    private Actor drafter = null!;
    private Actor second = null!;
    private Actor reviewer = null!;
    private Actor releaser = null!;
    private Actor stranger = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunningPortal Portal => running!;

    private DraftDesk Desk => Portal.Get<DraftDesk>();

    private CommentDesk Comments => Portal.Get<CommentDesk>();

    public async ValueTask InitializeAsync()
    {
        running = await RunningPortal.StartAsync();
        drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        second = await Portal.ActorAsync("releaser", RoleFunction.Drafter, Token);
        reviewer = await Portal.ActorAsync("reviewer", RoleFunction.Reviewer, Token);
        releaser = await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        stranger = await Portal.ActorAsync("bde3.drafter", RoleFunction.Drafter, Token);
    }

    public ValueTask DisposeAsync() => running!.DisposeAsync();

    [Fact]
    public async Task A_second_drafter_does_not_save_while_the_first_writes()
    {
        var id = await BeginAsync();

        Assert.Equal("drafter", (await Desk.LockAsync(second, id, Token))!.Name);
        var refused = await Desk.SaveAsync(second, id, 1, Form("THEIRS"), Token);

        Assert.Equal("CMP-024", Assert.Single(refused.Refusals).Code);
        Assert.Contains(drafter.DisplayName, refused.Refusals[0].Text, StringComparison.Ordinal);
        Assert.Null(await Desk.AttachAsync(second, id, "a.txt", "text/plain", [1], Token));
    }

    [Fact]
    public async Task A_lock_given_back_is_free_for_the_next()
    {
        var id = await BeginAsync();
        await Desk.UnlockAsync(second, id, Token); // not his to give back
        Assert.Equal("drafter", (await Desk.LockAsync(second, id, Token))!.Name);

        await Desk.UnlockAsync(drafter, id, Token);

        Assert.Equal("releaser", (await Desk.LockAsync(second, id, Token))!.Name);
        Assert.Equal("CMP-024", Assert.Single((await Desk.SaveAsync(drafter, id, 1, Form("MINE"), Token)).Refusals).Code);
    }

    [Fact]
    public async Task A_lock_ends_when_the_hands_have_rested()
    {
        var id = await BeginAsync();
        await using (var context = await Portal.Get<PortalRecords>().ReadAsync(Token))
            await context
                .Drafts.Where(draft => draft.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedUntil, DateTimeOffset.UnixEpoch), Token);

        Assert.Null((await Desk.OpenAsync(second, id, Token))!.Lock);
        Assert.Equal("releaser", (await Desk.LockAsync(second, id, Token))!.Name);
    }

    [Fact]
    public async Task Of_two_who_open_a_free_draft_at_once_one_writes()
    {
        var id = await BeginAsync();
        await Desk.UnlockAsync(drafter, id, Token);

        var held = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(n => Desk.LockAsync(n % 2 == 0 ? drafter : second, id, Token))
        );

        Assert.Single(held.Select(one => one!.Name).Distinct());
    }

    [Fact]
    public async Task Taking_over_moves_the_lock_and_is_evidence()
    {
        var id = await BeginAsync();

        Assert.True((await Desk.TakeOverAsync(second, id, Token)).IsDone);

        Assert.Equal("CMP-024", Assert.Single((await Desk.SaveAsync(drafter, id, 1, Form("MINE"), Token)).Refusals).Code);
        Assert.Empty((await Desk.SaveAsync(second, id, 1, Form("THEIRS"), Token)).Refusals);
        Assert.Contains(await AuditedAsync(id), entry => entry is { Type: AuditTypes.DraftTakenOver, Outcome: "ok" });
    }

    [Fact]
    public async Task Who_does_not_draft_takes_nothing_over_and_that_is_evidence_too()
    {
        var id = await BeginAsync();

        Assert.Equal("ACC-001", Assert.Single((await Desk.TakeOverAsync(reviewer, id, Token)).Refusals).Code);
        Assert.Equal("ACC-002", Assert.Single((await Desk.TakeOverAsync(stranger, id, Token)).Refusals).Code);

        Assert.Contains(await AuditedAsync(id), entry => entry is { Type: AuditTypes.DraftTakenOver, Outcome: "denied" });
        Assert.Equal("drafter", (await Desk.OpenAsync(drafter, id, Token))!.Lock!.Name);
    }

    [Fact]
    public async Task Reviewers_and_releasers_read_a_labelled_draft_and_save_nothing()
    {
        var bare = (await Desk.CreateAsync(drafter, Token))!.Value;
        Assert.Null(await Desk.OpenAsync(reviewer, bare, Token));
        Assert.Empty(await Desk.ListAsync(reviewer, DraftState.Draft, 10, Token));

        var id = await BeginAsync();
        foreach (var reader in new[] { reviewer, releaser })
        {
            Assert.NotNull(await Desk.OpenAsync(reader, id, Token));
            Assert.Equal("ACC-001", Assert.Single((await Desk.SaveAsync(reader, id, 1, Form("X"), Token)).Refusals).Code);
        }
        Assert.Null(await Desk.OpenAsync(stranger, id, Token));
    }

    [Fact]
    public void Presence_names_the_others_once_and_forgets_who_left()
    {
        var presence = Portal.Get<DraftPresence>();
        var id = Guid.NewGuid();
        using var mine = presence.Enter(drafter, id);
        using var twice = presence.Enter(reviewer, id);
        var again = presence.Enter(reviewer, id);

        Assert.Equal("reviewer", Assert.Single(presence.Others(drafter, id)).Name);
        Assert.Empty(presence.Others(drafter, Guid.NewGuid()));
        again.Dispose();
        Assert.Single(presence.Others(drafter, id));
        twice.Dispose();
        Assert.Empty(presence.Others(drafter, id));
    }

    [Fact]
    public async Task A_must_fix_counts_until_it_is_settled()
    {
        var id = await BeginAsync();
        Assert.True((await Comments.AddAsync(reviewer, id, "text", CommentKind.MustFix, "Say until when.", Token)).IsDone);
        Assert.True((await Comments.AddAsync(reviewer, id, null, CommentKind.Note, "Good otherwise.", Token)).IsDone);
        Assert.Equal(1, await OpenMustFixAsync(id));
        var line = (await Comments.ListAsync(drafter, id, Token))!.Single(comment => comment.Field == "text");

        Assert.True((await Comments.ResolveAsync(drafter, line.Id, Token)).IsDone);
        Assert.Equal(0, await OpenMustFixAsync(id));
        Assert.True((await Comments.ReopenAsync(reviewer, line.Id, Token)).IsDone);
        Assert.Equal(1, await OpenMustFixAsync(id));

        Assert.Equal("ACC-002", Assert.Single((await Comments.ResolveAsync(stranger, line.Id, Token)).Refusals).Code);
        string[] chapters = [AuditTypes.CommentAdded, AuditTypes.CommentResolved, AuditTypes.CommentReopened];
        var story = await AuditedAsync(id);
        Assert.All(chapters, chapter => Assert.Contains(story, entry => entry.Type == chapter));
    }

    [Fact]
    public async Task A_mention_calls_members_who_may_see_the_draft_and_nobody_else()
    {
        var id = await BeginAsync();
        Assert.True(
            (
                await Comments.AddAsync(
                    reviewer,
                    id,
                    "to",
                    CommentKind.Question,
                    "@Drafter, is @bde3.drafter told? cc @auditor, not a@drafter.",
                    Token
                )
            ).IsDone
        );

        Assert.Equal(["drafter"], Assert.Single((await Comments.ListAsync(drafter, id, Token))!).Mentions);
        Assert.Equal(1, await Comments.UnreadAsync(drafter, Token));
        Assert.Equal(0, await Comments.UnreadAsync(stranger, Token));
        var called = Assert.Single(await Comments.MentionedAsync(drafter, 10, Token));
        Assert.Equal((id, "to", reviewer.DisplayName), (called.DraftId, called.Field, called.ByName));

        await Comments.ReadAsync(drafter, id, Token);
        Assert.Equal(0, await Comments.UnreadAsync(drafter, Token));
    }

    [Theory]
    [InlineData("", null, "CMT-001")]
    [InlineData("  \n", null, "CMT-001")]
    [InlineData("a\u0007b", null, "CMT-003")]
    [InlineData("What?", "nothing", "CMT-004")]
    public async Task A_comment_that_says_nothing_or_of_nothing_is_refused(string text, string? field, string code)
    {
        var id = await BeginAsync();
        Assert.Equal(
            code,
            Assert.Single((await Comments.AddAsync(drafter, id, field, CommentKind.Note, text, Token)).Refusals).Code
        );
        Assert.Empty((await Comments.ListAsync(drafter, id, Token))!);
    }

    [Fact]
    public async Task A_comment_is_bounded_and_only_for_those_who_see_the_draft()
    {
        var id = await BeginAsync();
        Assert.True((await Comments.AddAsync(drafter, id, null, CommentKind.Note, new string('x', 2000), Token)).IsDone);
        Assert.Equal(
            "CMT-002",
            Assert
                .Single((await Comments.AddAsync(drafter, id, null, CommentKind.Note, new string('x', 2001), Token)).Refusals)
                .Code
        );
        Assert.Equal(
            "ACC-002",
            Assert.Single((await Comments.AddAsync(stranger, id, null, CommentKind.Note, "Hm.", Token)).Refusals).Code
        );
        var auditor = await Portal.ActorAsync("auditor", RoleFunction.Auditor, Token);
        Assert.Equal(
            "ACC-001",
            Assert.Single((await Comments.AddAsync(auditor, id, null, CommentKind.Note, "Hm.", Token)).Refusals).Code
        );
        Assert.Null(await Comments.ListAsync(stranger, id, Token));
        Assert.Null(await Comments.ListAsync(auditor, id, Token));
    }

    [Fact]
    public async Task Every_version_is_listed_and_any_two_are_compared()
    {
        var history = Portal.Get<VersionHistory>();
        var id = await BeginAsync("FIRST");
        var open = (await Desk.OpenAsync(drafter, id, Token))!;
        Assert.Empty((await Desk.SubmitForReleaseAsync(drafter, id, open.Revision, open.Form, Token)).Refusals);
        var office = Portal.Get<ReleaseDesk>();
        Assert.True(
            (
                await Portal
                    .Get<ReviewDesk>()
                    .ReturnAsync(
                        releaser,
                        (await office.OpenAsync(releaser, id, Token))!,
                        ReturnReason.Content,
                        "Say until when.",
                        Token
                    )
            ).IsDone
        );
        open = (await Desk.OpenAsync(drafter, id, Token))!;
        Assert.Empty((await Desk.SaveAsync(drafter, id, open.Revision, open.Form with { Subject = "SECOND" }, Token)).Refusals);

        var listed = (await history.ListAsync(reviewer, id, Token))!;
        Assert.Equal([0, 1], listed.Versions.Select(version => version.Number));
        var decision = Assert.Single(listed.Versions[1].Decisions);
        Assert.StartsWith("returned", decision.Words, StringComparison.Ordinal);
        Assert.EndsWith(releaser.DisplayName, decision.Words, StringComparison.Ordinal);
        Assert.Equal("Say until when.", decision.Said);
        Assert.Equal(64, listed.Versions[1].ContentHash!.Length);

        var change = Assert.Single((await history.DiffAsync(releaser, id, 1, null, Token))!.Value);
        Assert.Equal("subject", change.Field);
        Assert.Empty((await history.DiffAsync(drafter, id, 1, 1, Token))!.Value);
        Assert.Null(await history.DiffAsync(drafter, id, 1, 9, Token));
        Assert.Null(await history.DiffAsync(stranger, id, 1, 0, Token));
        Assert.Null(await history.ListAsync(stranger, id, Token));
    }

    [Fact]
    public async Task A_version_under_a_label_one_may_not_see_is_not_there()
    {
        var history = Portal.Get<VersionHistory>();
        var id = await BeginAsync();
        var open = (await Desk.OpenAsync(drafter, id, Token))!;
        Assert.Empty((await Desk.SubmitForReleaseAsync(drafter, id, open.Revision, open.Form, Token)).Refusals);
        var office = Portal.Get<ReleaseDesk>();
        Assert.True(
            (
                await Portal
                    .Get<ReviewDesk>()
                    .ReturnAsync(releaser, (await office.OpenAsync(releaser, id, Token))!, ReturnReason.Content, "Lower.", Token)
            ).IsDone
        );
        Assert.True((await Comments.AddAsync(releaser, id, null, CommentKind.Note, "Said under SECRET.", Token)).IsDone);
        open = (await Desk.OpenAsync(drafter, id, Token))!;
        Assert.Empty(
            (
                await Desk.SaveAsync(
                    drafter,
                    id,
                    open.Revision,
                    open.Form with
                    {
                        Label = open.Form.Label! with { Classification = 2 },
                    },
                    Token
                )
            ).Refusals
        );
        var low = reviewer with
        {
            Clearances = [.. reviewer.Clearances.Select(clearance => clearance with { Classifications = [0, 1, 2] })],
        };

        Assert.Equal([0], (await history.ListAsync(low, id, Token))!.Versions.Select(version => version.Number));
        Assert.Null(await history.DiffAsync(low, id, 1, 0, Token));
        Assert.Empty((await Comments.ListAsync(low, id, Token))!);
        Assert.Equal(
            "ACC-002",
            Assert.Single((await Desk.CopyAsync(low with { Function = RoleFunction.Drafter }, id, 1, Token)).Refusals).Code
        );
    }

    [Fact]
    public async Task What_a_template_locks_stays_as_it_is_whoever_saves()
    {
        var templates = Portal.Get<TemplateDesk>();
        var id = await BeginAsync("SITREP");
        Assert.True(
            (
                await templates.SaveAsync(drafter, id, new("Situation report", false, ["subject", "to"], ["text", "sics"]), Token)
            ).IsDone
        );
        Assert.Equal(
            "TPL-002",
            Assert.Single((await templates.SaveAsync(drafter, id, new("Situation report", true, [], []), Token)).Refusals).Code
        );
        Assert.Equal(
            "TPL-001",
            Assert.Single((await templates.SaveAsync(drafter, id, new(" ", false, [], []), Token)).Refusals).Code
        );
        Assert.Equal(
            "TPL-003",
            Assert.Single((await templates.SaveAsync(drafter, id, new("Other", false, ["dtg"], []), Token)).Refusals).Code
        );
        Assert.Equal(
            "ACC-001",
            Assert.Single((await templates.SaveAsync(reviewer, id, new("Other", false, [], []), Token)).Refusals).Code
        );
        Assert.Empty(await templates.ListAsync(stranger, Token));
        var template = Assert.Single(await templates.ListAsync(second, Token)).Id;
        Assert.Equal("ACC-002", Assert.Single((await templates.BeginAsync(stranger, template, Token)).Refusals).Code);

        // changed in place: its terms by the one who saw it last, its content by a draft saved in its place
        var seen = Assert.Single(await templates.ListAsync(second, Token)).ChangedAt;
        Assert.True(
            (
                await templates.ChangeAsync(
                    second,
                    template,
                    seen,
                    new("SITREP", false, ["subject", "to"], ["text", "sics"]),
                    Token
                )
            ).IsDone
        );
        Assert.Equal(
            "ACC-003",
            Assert.Single((await templates.ChangeAsync(drafter, template, seen, new("Late", false, [], []), Token)).Refusals).Code
        );
        Assert.Equal(
            "ACC-002",
            Assert.Single((await templates.SaveAsync(stranger, id, new("SITREP", false, [], [], template), Token)).Refusals).Code
        );
        Assert.True(
            (
                await templates.SaveAsync(
                    drafter,
                    id,
                    new("Situation report", false, ["subject", "to"], ["text", "sics"], template),
                    Token
                )
            ).IsDone
        );
        Assert.Equal("Situation report", Assert.Single(await templates.ListAsync(second, Token)).Name);

        var begun = (await templates.BeginAsync(second, template, Token)).Id!.Value;
        Assert.True((await templates.RemoveAsync(drafter, template, Token)).IsDone); // the draft keeps its terms
        var open = (await Desk.OpenAsync(second, begun, Token))!;
        Assert.Equal("SITREP", open.Form.Subject);
        var refused = await Desk.SaveAsync(
            second,
            begun,
            open.Revision,
            open.Form with
            {
                Subject = "X",
                To = [],
                Text = "Y",
            },
            Token
        );
        Assert.Equal(
            [("CMP-025", "to"), ("CMP-025", "subject")],
            refused.Refusals.Select(refusal => (refusal.Code, refusal.Field!))
        );
        Assert.Empty(
            (
                await Desk.SaveAsync(
                    second,
                    begun,
                    open.Revision,
                    open.Form with
                    {
                        Text = "",
                        SubjectIndicatorCodes = [],
                    },
                    Token
                )
            ).Refusals
        );
        Assert.Equal(
            ["sics", "text"],
            open.Terms!.Missing(open.Form with { Text = "", SubjectIndicatorCodes = [] }).Select(refusal => refusal.Field)
        );

        var copy = (await Desk.CopyAsync(second, begun, 0, Token)).Id!.Value;
        Assert.Equal(
            "CMP-025",
            Assert
                .Single(
                    (
                        await Desk.SaveAsync(
                            second,
                            copy,
                            0,
                            open.Form with
                            {
                                Subject = "X",
                                Text = "",
                                SubjectIndicatorCodes = [],
                            },
                            Token
                        )
                    ).Refusals
                )
                .Code
        );
    }

    [Fact]
    public async Task A_copy_has_everything_but_the_time_and_its_files_are_its_own()
    {
        var id = await BeginAsync();
        var file = (await Desk.AttachAsync(drafter, id, "plan.txt", "text/plain", [1, 2, 3], Token))!;
        var open = (await Desk.OpenAsync(drafter, id, Token))!;
        var form = open.Form with { Attachments = [file], Dtg = new DateTimeGroup(DateTimeOffset.UnixEpoch.AddYears(50)) };
        Assert.Empty((await Desk.SaveAsync(drafter, id, open.Revision, form, Token)).Refusals);

        var copy = (await Desk.CopyAsync(second, id, 0, Token)).Id!.Value;

        var copied = (await Desk.OpenAsync(second, copy, Token))!;
        Assert.Empty(ContentDiff.Of(form with { Dtg = null }, copied.Form));
        Assert.Equal("releaser", copied.Lock!.Name);
        Assert.Empty((await Desk.SubmitForReleaseAsync(second, copy, copied.Revision, copied.Form, Token)).Refusals);
        Assert.Contains(await AuditedAsync(copy), entry => entry.Type == AuditTypes.DraftCopied);
        Assert.Equal("ACC-002", Assert.Single((await Desk.CopyAsync(stranger, id, 0, Token)).Refusals).Code);
        Assert.Equal("ACC-001", Assert.Single((await Desk.CopyAsync(reviewer, id, 0, Token)).Refusals).Code);
        Assert.Equal("ACC-002", Assert.Single((await Desk.CopyAsync(drafter, id, 7, Token)).Refusals).Code);
    }

    private static DraftForm Form(string subject) => WholeWayTests.Form(subject);

    /// <summary>A draft the drafter has saved once and holds.</summary>
    private async Task<Guid> BeginAsync(string subject = "Move of bridging equipment")
    {
        var id = (await Desk.CreateAsync(drafter, Token))!.Value;
        Assert.Empty((await Desk.SaveAsync(drafter, id, 0, Form(subject), Token)).Refusals);
        return id;
    }

    private async Task<int> OpenMustFixAsync(Guid id)
    {
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        return await CommentDesk.OpenMustFixAsync(context, id, Token);
    }

    private async Task<IReadOnlyList<(string Type, string Outcome)>> AuditedAsync(Guid id)
    {
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        var about = id.ToString("D");
        return
        [
            .. (await context.AuditEntries.AsNoTracking().ToListAsync(Token))
                .Where(entry => entry.Correlation == about)
                .Select(entry => (entry.EventType, entry.Outcome)),
        ];
    }
}
