using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Tests.Api;
using Mmhs.Portal.Tests.Round;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Labels;

/// <summary>Nobody can tell what a draft without a label holds: it is its writer's, and theirs who are cleared for all there may be.</summary>
public sealed class UnlabelledDraftTests : IAsyncLifetime
{
    private RunningPortal? running;
    private Actor drafter = null!;
    private Actor colleague = null!;
    private Actor low = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DraftForm Bare => WholeWayTests.Form("Nobody knows how secret") with { Label = null };

    private RunningPortal Portal => running!;

    private DraftDesk Desk => Portal.Get<DraftDesk>();

    public async ValueTask InitializeAsync()
    {
        running = await RunningPortal.StartAsync();
        drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        colleague = await Portal.ActorAsync("releaser", RoleFunction.Drafter, Token);
        low = await Portal.ClearedOnlyAsync("second", RoleFunction.Drafter, 2, Token);
    }

    public ValueTask DisposeAsync() => running!.DisposeAsync();

    [Fact]
    public async Task It_is_not_there_for_a_colleague_of_lower_clearance_at_any_door()
    {
        var id = await WrittenAsync(drafter);
        await Desk.UnlockAsync(drafter, id, Token);
        var comments = Portal.Get<CommentDesk>();
        Assert.True(
            (await comments.AddAsync(drafter, id, null, CommentKind.MustFix, "Which label? @second @releaser", Token)).IsDone
        );
        var denials = await Portal.DenialsAsync("second", Token);

        Assert.Null(await Desk.OpenAsync(low, id, Token));
        Assert.DoesNotContain(await Desk.ListAsync(low, DraftState.Draft, 50, Token), row => row.Id == id);
        Assert.Null(await Desk.LockAsync(low, id, Token));
        Assert.Equal("ACC-002", Assert.Single((await Desk.SaveAsync(low, id, 1, Bare, Token)).Refusals).Code);
        Assert.Equal("ACC-002", Assert.Single((await Desk.TakeOverAsync(low, id, Token)).Refusals).Code);
        Assert.Null(await Desk.AttachAsync(low, id, "a.txt", "text/plain", [1], Token));
        Assert.Equal(
            "ACC-002",
            Assert
                .Single(
                    (
                        await Desk.SubmitForReleaseAsync(low, id, 1, WholeWayTests.Form() with { Label = Restricted }, Token)
                    ).Refusals
                )
                .Code
        );
        Assert.Equal("ACC-002", Assert.Single((await Desk.WithdrawAsync(low, id, Token)).Refusals).Code);
        Assert.Equal("ACC-002", Assert.Single((await Desk.CopyAsync(low, id, 0, Token)).Refusals).Code);
        Assert.Null(await comments.ListAsync(low, id, Token));
        Assert.Equal(
            "ACC-002",
            Assert.Single((await comments.AddAsync(low, id, null, CommentKind.Note, "Hm.", Token)).Refusals).Code
        );
        Assert.Equal((0, 1), (await comments.UnreadAsync(low, Token), await comments.UnreadAsync(colleague, Token)));
        Assert.Null(await Portal.Get<VersionHistory>().ListAsync(low, id, Token));
        Assert.Null(await Portal.Get<VersionHistory>().DiffAsync(low, id, 0, 0, Token));
        Assert.Equal(
            "ACC-002",
            Assert.Single((await Portal.Get<TemplateDesk>().SaveAsync(low, id, new("Mine", false, [], []), Token)).Refusals).Code
        );
        Assert.DoesNotContain(
            await Desk.PreFlightAsync(
                low,
                id,
                WholeWayTests.Form() with
                {
                    Label = Restricted,
                },
                PreFlightMoment.Submit,
                MinimizeAnswer.None,
                Token
            ),
            item => item.Code == "PRE-080"
        );

        Assert.Equal(denials + 13, await Portal.DenialsAsync("second", Token));
        Assert.Equal(DraftState.Draft, (await Desk.OpenAsync(drafter, id, Token))!.State);
    }

    [Fact]
    public async Task Nor_is_it_for_a_program_of_his()
    {
        var id = await WrittenAsync(drafter);
        using var api = await ApiClient.OfAsync(Portal, "second", RoleFunction.Drafter, Token);

        foreach (
            var path in new[]
            {
                $"drafts/{id}",
                $"drafts/{id}/comments",
                $"drafts/{id}/versions",
                $"drafts/{id}/diff?from=0&to=0",
            }
        )
            Assert.Equal((path, 404), (path, (await api.GetAsync(path, Token)).Status));
        Assert.DoesNotContain("Nobody knows", (await api.GetAsync("drafts", Token)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await api.PostAsync("drafts", new { copyOf = id }, Token)).Status);
    }

    [Fact]
    public async Task A_colleague_cleared_for_all_goes_on_with_it()
    {
        var id = await WrittenAsync(drafter);
        await Desk.UnlockAsync(drafter, id, Token);

        Assert.NotNull(await Desk.OpenAsync(colleague, id, Token));
        Assert.Contains(await Desk.ListAsync(colleague, DraftState.Draft, 50, Token), row => row.Id == id);
        Assert.Empty((await Desk.SaveAsync(colleague, id, 1, Bare with { Text = "More." }, Token)).Refusals);
    }

    [Fact]
    public async Task Who_is_cleared_for_little_writes_his_own_until_somebody_cleared_for_more_has_written_in_it()
    {
        var id = await WrittenAsync(low);
        Assert.NotNull(await Desk.OpenAsync(low, id, Token));
        Assert.Contains(await Desk.ListAsync(low, DraftState.Draft, 50, Token), row => row.Id == id);
        Assert.Empty((await Desk.SaveAsync(low, id, 1, Bare with { Text = "More." }, Token)).Refusals);
        await Desk.UnlockAsync(low, id, Token);
        var comments = Portal.Get<CommentDesk>();
        Assert.True((await comments.AddAsync(low, id, null, CommentKind.Note, "My own.", Token)).IsDone);
        Assert.True((await comments.AddAsync(drafter, id, null, CommentKind.Note, "What only I know. @second", Token)).IsDone);
        Assert.Equal(["My own."], (await comments.ListAsync(low, id, Token))!.Select(line => line.Text));
        Assert.Equal(2, (await comments.ListAsync(drafter, id, Token))!.Count);
        Assert.Equal(0, await comments.UnreadAsync(low, Token));

        Assert.Empty((await Desk.SaveAsync(drafter, id, 2, Bare with { Text = "What only I know." }, Token)).Refusals);
        Assert.Null(await Desk.OpenAsync(low, id, Token));
        Assert.DoesNotContain(await Desk.ListAsync(low, DraftState.Draft, 50, Token), row => row.Id == id);

        // once it has a label, the label says
        Assert.Empty((await Desk.SaveAsync(drafter, id, 3, Bare with { Label = Restricted }, Token)).Refusals);
        Assert.NotNull(await Desk.OpenAsync(low, id, Token));
    }

    [Fact]
    public async Task A_template_without_a_label_is_the_same()
    {
        var templates = Portal.Get<TemplateDesk>();
        Assert.True((await templates.SaveAsync(drafter, await WrittenAsync(drafter), new("Theirs", true, [], []), Token)).IsDone);
        Assert.True((await templates.SaveAsync(low, await WrittenAsync(low), new("His", true, [], []), Token)).IsDone);
        var theirs = Assert.Single(await templates.ListAsync(colleague, Token), line => line.Name == "Theirs");

        Assert.Equal(
            ["His"],
            (await templates.ListAsync(low, Token)).Where(line => line.Form.Label is null).Select(line => line.Name)
        );
        Assert.Equal("ACC-002", Assert.Single((await templates.BeginAsync(low, theirs.Id, Token)).Refusals).Code);
        Assert.Equal(
            "ACC-002",
            Assert
                .Single(
                    (await templates.ChangeAsync(low, theirs.Id, theirs.ChangedAt, new("Mine", false, [], []), Token)).Refusals
                )
                .Code
        );
        Assert.Equal("ACC-002", Assert.Single((await templates.RemoveAsync(low, theirs.Id, Token)).Refusals).Code);
    }

    [Fact]
    public void An_organisation_that_holds_nothing_clears_nobody_for_what_it_may_hold()
    {
        Assert.True(LabelAccess.UnlabelledOf(drafter).IsAll);
        Assert.False(LabelAccess.UnlabelledOf(low).IsAll);
        Assert.False(LabelAccess.UnlabelledOf(drafter with { OrganisationClearances = [] }).IsAll);
        Assert.False(LabelAccess.UnlabelledOf(drafter with { Clearances = [.. drafter.Clearances.Skip(1)] }).IsAll);
        Assert.False(
            LabelAccess
                .UnlabelledOf(drafter with { Clearances = [.. drafter.Clearances.Select(held => held with { Categories = [] })] })
                .IsAll
        );
    }

    [Theory]
    [InlineData(RoleFunction.Drafter, true, true, true)]
    [InlineData(RoleFunction.Drafter, false, true, false)]
    [InlineData(RoleFunction.Reviewer, true, false, false)]
    [InlineData(RoleFunction.Releaser, true, false, false)]
    [InlineData(RoleFunction.DutyOfficer, true, false, false)]
    [InlineData(RoleFunction.Operator, true, false, false)]
    public void What_no_label_means_hangs_on_function_clearance_and_who_wrote(
        RoleFunction function,
        bool cleared,
        bool seesOwn,
        bool seesOthers
    )
    {
        var actor = drafter with { Function = function, Clearances = cleared ? drafter.Clearances : low.Clearances };

        var unlabelled = LabelAccess.UnlabelledOf(actor);

        Assert.Equal(
            (seesOwn, seesOthers),
            (unlabelled.Includes(actor.Name.ToUpperInvariant()), unlabelled.Includes("somebody"))
        );
        Assert.False(unlabelled.Includes("") && !seesOthers);
        Assert.Equal(seesOthers, Portal.Get<LabelAccess>().MaySee(null, "somebody", actor));
        Assert.Equal(seesOwn, Portal.Get<LabelAccess>().MaySee(null, actor.Name, actor));
    }

    private static Mmhs.Messages.Policy.SecurityLabel Restricted { get; } = new(WholeWayTests.NorthlandSecret.PolicyId, 2);

    private async Task<Guid> WrittenAsync(Actor writer)
    {
        var id = (await Desk.CreateAsync(writer, Token))!.Value;
        Assert.Empty((await Desk.SaveAsync(writer, id, 0, Bare, Token)).Refusals);
        return id;
    }
}
