using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class EntitlementTests
{
    private static readonly ReleaseRight Right = Sample.Releaser().Rights[0];

    private static readonly Approver Standin = new("standin", Sample.Mailbox("standin"), []) { Clearances = Sample.Cleared(5) };

    public static TheoryData<string, Func<ReleaseRight, ReleaseRight>, string?> Rights { get; } =
        new()
        {
            { "as it is", right => right, null },
            { "of this type", right => right with { MessageTypes = [0, 1] }, null },
            { "of another type", right => right with { MessageTypes = [0] }, "REL-011" },
            { "to these", right => right with { Addressees = ["hq.example"] }, null },
            { "to only one of them", right => right with { Addressees = ["command@hq.example"] }, "REL-012" },
            { "already", right => right with { From = Sample.Now }, null },
            { "not yet", right => right with { From = Sample.Now.AddTicks(1) }, "REL-013" },
            { "still", right => right with { Until = Sample.Now.AddTicks(1) }, null },
            { "no longer", right => right with { Until = Sample.Now }, "REL-013" },
        };

    [Theory, MemberData(nameof(Rights))]
    public void A_right_reaches_as_far_as_it_says(string what, Func<ReleaseRight, ReleaseRight> change, string? code)
    {
        var person = Sample.Releaser() with { Rights = [change(Right)] };
        Assert.True(code == Ask(person)?.Code, what);
    }

    [Fact]
    public void One_right_that_reaches_is_enough() =>
        Assert.Null(Ask(Sample.Releaser() with { Rights = [Right with { HighestAction = Precedence.Routine }, Right] }));

    [Fact]
    public void A_deputy_has_the_right_while_he_stands_in_and_no_longer()
    {
        Assert.Null(Ask(Standin, "releaser", Delegation(-1, 1)));
        Assert.Equal("REL-014", Ask(Standin, "releaser", Delegation(-2, -1))?.Code);
        Assert.Equal("REL-014", Ask(Standin, "releaser", Delegation(1, 2))?.Code);
        Assert.Equal("REL-014", Ask(Standin, "releaser")?.Code);
        Assert.Equal("REL-003", Ask(Standin, null, Delegation(-1, 1))?.Code);
    }

    [Fact]
    public void A_deputy_never_acts_above_his_own_clearance() =>
        Assert.Equal("REL-015", Ask(Standin with { Clearances = Sample.Cleared(1) }, "releaser", Delegation(-1, 1))?.Code);

    [Fact]
    public void A_deputy_of_the_drafter_may_not_release_his_words() =>
        Assert.Equal("REL-001", Ask(Standin, "releaser", Delegation(-1, 1), editor: "releaser")?.Code);

    [Fact]
    public void Alone_releases_only_whose_right_says_so()
    {
        Assert.Equal("REL-017", Ask(Sample.Releaser(), alone: true, editor: "releaser")?.Code);
        Assert.Null(Ask(Sample.Releaser() with { Rights = [Right with { BreakGlass = true }] }, alone: true, editor: "releaser"));
        Assert.Equal(
            "REL-004",
            Ask(
                Sample.Releaser() with
                {
                    Rights = [Right with { BreakGlass = true, HighestAction = Precedence.Deferred }],
                },
                alone: true
            )?.Code
        );
    }

    [Fact]
    public void The_single_officer_releases_his_own_where_the_policy_says_so()
    {
        var book = new RightsBook([Sample.Releaser()], [new ReleasePolicy("hq.example", []) { LastEditorMayRelease = true }]);
        Assert.Null(
            Entitlement.Objection(
                Sample.Version(editor: "releaser"),
                Sample.Releaser(),
                null,
                false,
                new(book, []),
                Sample.Policies,
                Sample.Now
            )
        );
    }

    [Fact]
    public void Break_glass_wants_its_reason_and_passes_the_stages_over()
    {
        var person = Sample.Releaser() with { Rights = [Right with { BreakGlass = true }] };
        var staged = new ReleasePolicy(
            "hq.example",
            [new("All", RuleCondition.Always, [new("Operations", Sample.Role.Address, 1, 1, TimeBudget.Usual)])]
        );
        var version = Sample.Version(editor: "releaser");
        ReleaseDecision Ask(string? reason) =>
            ReleaseRules.Decide(
                new(
                    version,
                    new(Sample.Statement(version) with { BreakGlass = reason }, new(ApprovalMethod.PasswordProof, [])),
                    []
                ),
                new(new([person], [staged]), []),
                (said, _) => said.At,
                Sample.Policies,
                Sample.Now
            );
        Assert.IsType<ReleaseDecision.Granted>(Ask("Nobody else is there."));
        Assert.Equal("REL-016", Assert.IsType<ReleaseDecision.Refused>(Ask(" ")).Reason.Code);
        Assert.Equal("REL-001", Assert.IsType<ReleaseDecision.Refused>(Ask(null)).Reason.Code);
    }

    private static Refusal? Ask(
        Approver person,
        string? principal = null,
        Delegation? delegation = null,
        bool alone = false,
        string editor = "drafter"
    ) =>
        Entitlement.Objection(
            Sample.Version(editor: editor),
            person,
            principal,
            alone,
            new(
                new([Sample.Releaser(), person with { Name = person.Name == "releaser" ? "other" : person.Name }], []),
                delegation is null ? [] : [delegation]
            ),
            Sample.Policies,
            Sample.Now
        );

    private static Delegation Delegation(int from, int until) =>
        new(
            Guid.NewGuid(),
            "releaser",
            "standin",
            Sample.Role.Address,
            Sample.Now.AddHours(from),
            Sample.Now.AddHours(until),
            "releaser"
        );
}
