using Microsoft.EntityFrameworkCore;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Compose;
using Mmhs.Portal.Demo;
using Mmhs.Portal.Release;
using Mmhs.Portal.Tests.Api;
using Mmhs.Portal.Tests.Round;
using Mmhs.Records;
using Mmhs.Records.Review;
using Mmhs.Testing.Host;

namespace Mmhs.Portal.Tests.Labels;

/// <summary>What was said of a version stays under its label, whatever label the draft is given afterwards.</summary>
public sealed class VersionTextTests : IAsyncLifetime
{
    private const string Secret = "The bridge at Northford is the reason.";

    private RunningPortal? running;
    private Actor drafter = null!;
    private Actor releaser = null!;
    private Actor low = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunningPortal Portal => running!;

    private DraftDesk Desk => Portal.Get<DraftDesk>();

    public async ValueTask InitializeAsync()
    {
        running = await RunningPortal.StartAsync();
        drafter = await Portal.ActorAsync("drafter", RoleFunction.Drafter, Token);
        releaser = await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token);
        low = await Portal.ClearedOnlyAsync("second", RoleFunction.Drafter, 2, Token);
    }

    public ValueTask DisposeAsync() => running!.DisposeAsync();

    [Fact]
    public async Task A_drafter_sees_who_returned_it_and_the_words_only_when_he_is_cleared_for_them()
    {
        var id = await ReturnedAndLoweredAsync();

        var his = (await Desk.OpenAsync(low, id, Token))!;
        Assert.Equal((null, releaser.DisplayName), (his.ReturnReason, his.ReturnedBy));
        Assert.Contains(Secret, (await Desk.OpenAsync(drafter, id, Token))!.ReturnReason, StringComparison.Ordinal);
        var line = Assert.Single(await Desk.ListAsync(low, DraftState.Returned, 10, Token));
        Assert.Equal((null, releaser.DisplayName), (line.ReturnReason, line.ReturnedBy));
        Assert.Contains(
            Secret,
            Assert.Single(await Desk.ListAsync(drafter, DraftState.Returned, 10, Token)).ReturnReason,
            StringComparison.Ordinal
        );

        var history = (await Portal.Get<VersionHistory>().ListAsync(low, id, Token))!;
        Assert.Equal([0], history.Versions.Select(version => version.Number));
        var elsewhere = Assert.Single(history.Elsewhere);
        Assert.Equal(($"returned by {releaser.DisplayName}", null), (elsewhere.Words, elsewhere.Said));
        Assert.Empty((await Portal.Get<VersionHistory>().ListAsync(drafter, id, Token))!.Elsewhere);

        using var api = await ApiClient.OfAsync(Portal, "second", RoleFunction.Drafter, Token);
        foreach (var path in new[] { $"drafts/{id}", "drafts?state=returned", $"drafts/{id}/versions", $"drafts/{id}/comments" })
        {
            var answer = await api.GetAsync(path, Token);
            Assert.Equal((path, 200), (path, answer.Status));
            Assert.DoesNotContain("Northford", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Comments_on_an_older_version_stay_under_its_label_also_when_they_are_made_later()
    {
        var id = await ReturnedAndLoweredAsync();
        var comments = Portal.Get<CommentDesk>();
        Assert.True(
            (await comments.AddAsync(releaser, id, "text", CommentKind.Note, $"{Secret} @second @drafter", Token)).IsDone
        );
        Assert.True((await comments.AddAsync(low, id, "text", CommentKind.Question, "Why?", Token)).IsDone);

        Assert.Equal(["Why?"], (await comments.ListAsync(low, id, Token))!.Select(line => line.Text));
        Assert.Equal(2, (await comments.ListAsync(drafter, id, Token))!.Count(line => line.Field == "text"));
        Assert.Equal((0, 1), (await comments.UnreadAsync(low, Token), await comments.UnreadAsync(drafter, Token)));
        Assert.Empty(await comments.MentionedAsync(low, 10, Token));
        var hidden = (await comments.ListAsync(drafter, id, Token))!.Single(line => line is { Field: "text", By: "releaser" }).Id;
        Assert.Equal("ACC-002", Assert.Single((await comments.ResolveAsync(low, hidden, Token)).Refusals).Code);
    }

    [Fact]
    public async Task Comments_made_before_any_version_stay_under_the_label_of_then()
    {
        var id = (await Desk.CreateAsync(drafter, Token))!.Value;
        Assert.Empty((await Desk.SaveAsync(drafter, id, 0, WholeWayTests.Form(), Token)).Refusals);
        var comments = Portal.Get<CommentDesk>();
        Assert.True((await comments.AddAsync(releaser, id, null, CommentKind.Note, $"{Secret} @second @drafter", Token)).IsDone);
        Assert.Empty(
            (
                await Desk.SaveAsync(
                    drafter,
                    id,
                    1,
                    WholeWayTests.Form() with
                    {
                        Label = new SecurityLabel(WholeWayTests.NorthlandSecret.PolicyId, 2),
                    },
                    Token
                )
            ).Refusals
        );

        Assert.Empty((await comments.ListAsync(low, id, Token))!);
        Assert.Single((await comments.ListAsync(drafter, id, Token))!);
        Assert.Equal((0, 1), (await comments.UnreadAsync(low, Token), await comments.UnreadAsync(drafter, Token)));
    }

    [Fact]
    public async Task The_next_version_tells_a_reviewer_of_lower_clearance_that_it_was_returned_and_not_why()
    {
        var id = await ReturnedAndLoweredAsync();
        var open = (await Desk.OpenAsync(drafter, id, Token))!;
        Assert.Empty((await Desk.SubmitForReleaseAsync(drafter, id, open.Revision, open.Form, Token)).Refusals);
        var reader = Portal.Get<ReviewReader>();
        var lowReviewer = await Portal.ClearedOnlyAsync("reviewer", RoleFunction.Reviewer, 2, Token);

        var shown = (await reader.OpenAsync(lowReviewer, id, Token))!;
        var returned = shown.History.Single(one => one.Kind == DecisionKind.Returned);
        Assert.Equal(
            (releaser.DisplayName, 1, VersionText.Withheld, null),
            (returned.ByName, returned.Version, returned.Words, returned.Reason)
        );
        Assert.Null(await reader.ContentAsync(lowReviewer, id, 1, Token));
        var full = (await reader.OpenAsync(releaser, id, Token))!.History.Single(one => one.Kind == DecisionKind.Returned);
        Assert.Equal((Secret, "CONTENT"), (full.Words, full.Reason));

        using var api = await ApiClient.OfAsync(Portal, "reviewer", RoleFunction.Reviewer, Token);
        var answer = await api.GetAsync($"reviews/{id}", Token);
        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("Northford", answer.Text, StringComparison.Ordinal);
        Assert.Contains("returned", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_somebody_released_alone_is_for_those_cleared_for_the_message()
    {
        var office = Portal.Get<ReleaseDesk>();
        var draft = await Portal.SubmitAsync(drafter, WholeWayTests.Form(), Token);
        var open = (await office.OpenAsync(releaser, draft, Token))!;
        var statement = office.Statement(releaser, open, office.Prepare(open), Secret);
        Assert.Empty(
            (
                await office.ReleaseAsync(
                    releaser,
                    open.Revision,
                    statement,
                    new GivenApproval(statement, null, DemoWorld.Password),
                    Token
                )
            ).Refusals
        );
        var desk = Portal.Get<BreakGlassDesk>();
        var duty = await Portal.ActorAsync("duty", RoleFunction.DutyOfficer, Token);
        var security = await Portal.ClearedOnlyAsync("security", RoleFunction.SecurityOfficer, 2, Token);

        Assert.Equal(Secret, Assert.Single(await desk.ListAsync(duty, 10, Token)).Reason);
        var report = Assert.Single(await desk.ListAsync(security, 10, Token));
        Assert.Equal((true, VersionText.Withheld, releaser.DisplayName), (report.IsWithheld, report.Reason, report.ByName));
        Assert.Equal(
            "ACC-001",
            Assert.Single((await desk.ReviewAsync(security, report.ReleaseId, true, "Seen.", Token)).Refusals).Code
        );
        await using var context = await Portal.Get<PortalRecords>().ReadAsync(Token);
        Assert.Null((await context.BreakGlass.SingleAsync(Token)).ReviewedBy);
    }

    /// <summary>A SECRET version that came back with words, and its draft made RESTRICTED afterwards.</summary>
    private async Task<Guid> ReturnedAndLoweredAsync()
    {
        var id = await Portal.SubmitAsync(drafter, WholeWayTests.Form(), Token);
        var shown = (await Portal.Get<ReleaseDesk>().OpenAsync(releaser, id, Token))!;
        Assert.True((await Portal.Get<CommentDesk>().AddAsync(releaser, id, null, CommentKind.Note, Secret, Token)).IsDone);
        Assert.True((await Portal.Get<ReviewDesk>().ReturnAsync(releaser, shown, ReturnReason.Content, Secret, Token)).IsDone);
        var open = (await Desk.OpenAsync(drafter, id, Token))!;
        Assert.Empty(
            (
                await Desk.SaveAsync(
                    drafter,
                    id,
                    open.Revision,
                    open.Form with
                    {
                        Label = new SecurityLabel(open.Form.Label!.PolicyId, 2),
                    },
                    Token
                )
            ).Refusals
        );
        await Desk.UnlockAsync(drafter, id, Token);
        return id;
    }
}
