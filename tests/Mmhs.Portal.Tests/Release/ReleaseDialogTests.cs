using System.Globalization;
using Bunit;
using Mmhs.Messages;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;
using Mmhs.Portal.Access;
using Mmhs.Portal.Release;
using Mmhs.Portal.Shared;
using Mmhs.Portal.Shared.Controls;
using Mmhs.Portal.Tests.Pages;

namespace Mmhs.Portal.Tests.Release;

/// <summary>What the releaser says yes to is what he saw.</summary>
public sealed class ReleaseDialogTests : PageTest
{
    private static readonly MessageVersion Version = new(
        Guid.NewGuid(),
        1,
        new MessageContent(
            new("J3", EmailAddress.Parse("j3@hq.northland.example")),
            new SecurityLabel("1.2.3", 4),
            new ActionAddressees(Precedence.Immediate, [new("J3", EmailAddress.Parse("j3@bde3.northland.example"))]),
            null,
            "BRIDGE CLOSED",
            [],
            null,
            null,
            "TEXT",
            [],
            true
        ),
        "drafter",
        DateTimeOffset.UnixEpoch
    );

    private readonly List<(SystemFilled Filled, string Password)> released = [];
    private Outcome outcome = Outcome.Done;
    private IReadOnlyList<PreFlightItem> found = [];
    private PreFlightItem? held;
    private ApprovalStatement? stated;
    private int prepared;

    [Fact]
    public async Task The_values_are_fixed_when_the_dialog_opens_and_stay()
    {
        var dialog = await DialogAsync();
        var shown = dialog.Find("dialog").TextContent;
        dialog.Render(p => p.Add(d => d.Open, true));

        Assert.Equal(1, prepared);
        Assert.Contains("TOKEN0000001", shown, StringComparison.Ordinal);
        Assert.Equal(shown, dialog.Find("dialog").TextContent);
    }

    [Fact]
    public async Task A_wrong_password_leaves_the_values_and_empties_the_field()
    {
        outcome = Outcome.Refused(new Refusal("REL-020", "This is not your password.", "release-password"));
        var dialog = await DialogAsync();
        await SubmitAsync(dialog, "wrong");

        Assert.Equal("This is not your password.", dialog.Find("#release-password-error").TextContent);
        Assert.Equal("", dialog.Find("#release-password").GetAttribute("value") ?? "");
        JSInterop.VerifyInvoke("mmhs.focus");

        await SubmitAsync(dialog, "northland");
        Assert.Equal(1, prepared);
        Assert.Same(released[0].Filled, released[1].Filled);
        Assert.Equal("northland", released[1].Password);
    }

    [Fact]
    public async Task What_is_not_about_the_password_is_said_in_the_dialog()
    {
        outcome = Outcome.Refused(new Refusal("REL-001", "The drafter may not release."));
        var dialog = await DialogAsync();
        await SubmitAsync(dialog, "northland");

        Assert.Contains(
            "The drafter may not release.",
            dialog.Find("dialog .alert[role=alert]").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_a_password_nothing_is_asked_of_anybody()
    {
        var dialog = await DialogAsync();
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        Assert.Empty(released);
        Assert.NotNull(dialog.Find("#release-password-error"));
    }

    [Fact]
    public async Task Opened_again_it_has_new_values()
    {
        var dialog = await DialogAsync();
        dialog.Render(p => p.Add(d => d.Open, false));
        dialog.Render(p => p.Add(d => d.Open, true));

        Assert.Equal(2, prepared);
        Assert.Contains("TOKEN0000002", dialog.Find("dialog").TextContent, StringComparison.Ordinal);
    }

    private async Task<IRenderedComponent<ReleaseDialog>> DialogAsync(bool alone = false) =>
        Show(await ActAsync("releaser", RoleFunction.Releaser), alone);

    [Fact]
    public async Task What_stops_it_is_shown_with_its_reason_and_nobody_is_asked_for_a_proof()
    {
        found =
        [
            new("PRE-060", PreFlightSeverity.Stop, "MINIMIZE is in force.")
            {
                HoldUntil = DateTimeOffset.Parse("2026-11-25T05:00Z", CultureInfo.InvariantCulture),
                HoldReason = "MINIMIZE",
            },
        ];
        var dialog = await DialogAsync();

        Assert.Contains("MINIMIZE is in force. PRE-060", dialog.Find("dialog").TextContent, StringComparison.Ordinal);
        Assert.True(dialog.Find("form button[type=submit]").HasAttribute("disabled"));
        await dialog.InvokeAsync(() =>
            dialog
                .FindAll("dialog button")
                .Single(button => button.TextContent.Contains("Hold until 250500Z NOV 26", StringComparison.Ordinal))
                .Click()
        );
        Assert.Same(found[0], held);
    }

    [Fact]
    public async Task What_is_only_worth_a_look_keeps_nobody_back()
    {
        found = [new("PRE-090", PreFlightSeverity.Warn, "There is no subject.")];
        var dialog = await DialogAsync();
        Assert.Contains("1 thing to look at first", dialog.Find("dialog").TextContent, StringComparison.Ordinal);
        await SubmitAsync(dialog, "northland");
        Assert.Single(released);
    }

    [Fact]
    public async Task The_releaser_states_that_minimize_was_considered_and_may_take_it_back_before_he_says_yes()
    {
        found = [new("PRE-060", PreFlightSeverity.Stop, "MINIMIZE is in force.")];
        var dialog = await DialogAsync();
        await dialog.InvokeAsync(() => dialog.Find("#minimize-considered").ChangeAsync(new() { Value = true }));
        Assert.DoesNotContain("MINIMIZE is in force.", dialog.Find("dialog").TextContent, StringComparison.Ordinal);
        await dialog.InvokeAsync(() => dialog.Find("#minimize-considered").ChangeAsync(new() { Value = false }));
        Assert.True(dialog.Find("form button[type=submit]").HasAttribute("disabled"));
        await dialog.InvokeAsync(() => dialog.Find("#minimize-considered").ChangeAsync(new() { Value = true }));
        await SubmitAsync(dialog, "northland");
        Assert.True(stated!.MinimizeConsidered);
    }

    [Fact]
    public async Task Without_a_minimize_and_alone_there_is_nothing_to_state()
    {
        Assert.Empty((await DialogAsync()).FindAll("#minimize-considered"));
        found = [new("PRE-060", PreFlightSeverity.Stop, "MINIMIZE is in force.")];
        Assert.Empty(
            Show(await Portal.ActorAsync("releaser", RoleFunction.Releaser, Token), alone: true).FindAll("#minimize-considered")
        );
    }

    [Fact]
    public async Task Break_glass_wants_a_reason_before_anything_is_asked()
    {
        var dialog = await DialogAsync(alone: true);
        await SubmitAsync(dialog, "northland");

        Assert.Empty(released);
        Assert.NotNull(dialog.Find("#break-glass-reason-error"));
        Assert.Contains("reported at once", dialog.Find("dialog").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<ReleaseDialog> Show(Actor actor, bool alone) =>
        Render<ReleaseDialog>(p =>
            p.Add(d => d.Open, true)
                .Add(d => d.BreakGlass, alone)
                .Add(d => d.Actor, actor)
                .Add(
                    d => d.Check,
                    answer =>
                        Task.FromResult(answer == MinimizeAnswer.None ? found : [.. found.Where(item => item.Code != "PRE-060")])
                )
                .Add(d => d.Hold, item => held = item)
                .Add(
                    d => d.Make,
                    (filled, reason, considered) =>
                        Portal
                            .Get<ReleaseDesk>()
                            .Statement(actor, new(Version, DraftState.ReadyForRelease, 1), filled, reason, considered)
                )
                .Add(d => d.Version, Version)
                .Add(d => d.Marking, new LabelDisplay("NORTHLAND SECRET", 4))
                .Add(
                    d => d.Prepare,
                    () => SystemFilled.For(Version.Content, DateTimeOffset.UnixEpoch, $"TOKEN{++prepared:0000000}")
                )
                .Add(
                    d => d.Release,
                    said =>
                    {
                        stated = (ApprovalStatement)said.Statement;
                        released.Add((stated.Filled, said.Password));
                        return Task.FromResult(outcome);
                    }
                )
        );

    // On the renderer's own turn: the fields are rendered once more when the signing service has answered.
    private static async Task SubmitAsync(IRenderedComponent<ReleaseDialog> dialog, string password)
    {
        await dialog.InvokeAsync(() => dialog.Find("#release-password").ChangeAsync(new() { Value = password }));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
    }
}
