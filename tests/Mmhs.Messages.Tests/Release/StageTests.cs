using System.Collections.Immutable;
using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class StageTests
{
    private static readonly EmailAddress J4 = EmailAddress.Parse("j4@hq.example");
    private static readonly EmailAddress Command = EmailAddress.Parse("command@hq.example");

    private static readonly ReleasePolicy Policy = new(
        "hq.example",
        [
            new("Urgent", new RuleCondition { FromPrecedence = Precedence.Flash }, []),
            new(
                "Orders",
                new RuleCondition { MessageTypes = [1] },
                [
                    new("Logistics", J4, 2, 1, TimeBudget.Usual),
                    new("Operations", Sample.Role.Address, 1, 1, TimeBudget.Usual),
                    new("Command", Command, 0, 2, TimeBudget.Usual),
                ]
            ),
        ]
    );

    private static readonly Authority Everybody = new(
        new RightsBook(
            [
                Sample.Releaser(),
                Reviewer("ops", Sample.Role.Address),
                Reviewer("log1", J4),
                Reviewer("log2", J4),
                Reviewer("log3", J4),
                Reviewer("chief", Command),
                Reviewer("vice", Command),
                Reviewer("low", J4, 1),
                Reviewer("standin"),
                Reviewer("drafter", J4),
            ],
            [Policy]
        ),
        [
            new(Guid.NewGuid(), "log1", "standin", J4, Sample.Now.AddHours(-1), Sample.Now.AddHours(1), "log1"),
            new(Guid.NewGuid(), "drafter", "standin", J4, Sample.Now.AddHours(-1), Sample.Now.AddHours(1), "drafter"),
            new(Guid.NewGuid(), "chief", "standin", Command, Sample.Now.AddHours(-3), Sample.Now.AddHours(-1), "chief"),
        ]
    );

    [Fact]
    public void The_first_rule_that_fits_counts()
    {
        Assert.Equal("Orders", StagePlan.For(Sample.Content(), Policy, Sample.Policies).Rule);
        Assert.Equal(
            "Urgent",
            StagePlan.For(Sample.Content(Sample.Form with { ActionPrecedence = Precedence.Flash }), Policy, Sample.Policies).Rule
        );
        var none = StagePlan.For(
            Sample.Content(Sample.Form with { MessageType = null, MessageTypeIdentifier = "" }),
            Policy,
            Sample.Policies
        );
        Assert.Null(none.Rule);
        Assert.Empty(none.Stages);
        Assert.Empty(StagePlan.For(Sample.Content(), null, Sample.Policies).Stages);
    }

    [Fact]
    public void Stages_of_one_order_stand_side_by_side_and_a_later_one_waits()
    {
        var plan = StagePlan.For(Sample.Content(), Policy, Sample.Policies);
        Assert.Equal(["Logistics", "Operations"], plan.Open(_ => false).Select(stage => stage.Name));
        Assert.Equal(["Operations"], plan.Open(stage => stage.Name == "Logistics").Select(stage => stage.Name));
        Assert.Equal(["Command"], plan.Open(stage => stage.Order == 1).Select(stage => stage.Name));
        Assert.Empty(plan.Open(_ => true));
    }

    public static TheoryData<string, RuleCondition, bool> Conditions { get; } =
        new()
        {
            { "nothing said", RuleCondition.Always, true },
            {
                "precedence from",
                new RuleCondition { FromPrecedence = Precedence.Immediate },
                false
            },
            {
                "precedence to",
                new RuleCondition { ToPrecedence = Precedence.Routine },
                false
            },
            {
                "precedence between",
                new RuleCondition { FromPrecedence = Precedence.Routine, ToPrecedence = Precedence.Immediate },
                true
            },
            {
                "another label policy",
                new RuleCondition { PolicyId = "9.9.9" },
                false
            },
            {
                "a lower classification",
                new RuleCondition { PolicyId = Sample.PolicyId, FromHierarchy = 2 },
                true
            },
            {
                "a higher classification",
                new RuleCondition { FromHierarchy = 3 },
                false
            },
            {
                "another type",
                new RuleCondition { MessageTypes = [0, 3] },
                false
            },
            {
                "the beginning of a code",
                new RuleCondition { SubjectIndicatorCodes = ["i2"] },
                true
            },
            {
                "another code",
                new RuleCondition { SubjectIndicatorCodes = ["Z"] },
                false
            },
            {
                "the domain of an addressee",
                new RuleCondition { Addressees = ["HQ.example"] },
                true
            },
            {
                "a blind addressee",
                new RuleCondition { Addressees = ["duty@hq.example"] },
                true
            },
            {
                "nobody addressed",
                new RuleCondition { Addressees = ["example", "j5@hq.example"] },
                false
            },
        };

    [Theory, MemberData(nameof(Conditions))]
    public void A_rule_fits_when_all_it_says_fits(string what, RuleCondition condition, bool fits) =>
        Assert.True(fits == condition.Fits(Sample.Content(), Sample.Policies), what);

    [Fact]
    public void A_classification_unknown_here_is_above_every_place() =>
        Assert.True(
            new RuleCondition { FromHierarchy = 5 }.Fits(
                Sample.Content(Sample.Form with { Label = new SecurityLabel("9.9.9", 0) }),
                Sample.Policies
            )
        );

    public static TheoryData<string, string, string?, string?> Voices { get; } =
        new()
        {
            // who, at which stage, for whom, refused with
            { "log1", "Logistics", null, null },
            { "standin", "Logistics", "log1", null },
            { "standin", "Logistics", null, "REV-004" },
            { "standin", "Logistics", "log2", "REV-005" },
            { "standin", "Command", "chief", "REV-005" },
            { "ops", "Logistics", null, "REV-004" },
            { "low", "Logistics", null, "REV-006" },
            { "drafter", "Logistics", null, "REV-003" },
            { "standin", "Logistics", "drafter", "REV-003" }, // who wrote it does not review it by his deputy either
            { "nobody", "Logistics", null, "REV-004" },
        };

    [Theory, MemberData(nameof(Voices))]
    public void Only_who_reviews_there_concurs(string who, string stage, string? principal, string? code)
    {
        var version = Sample.Version();
        Assert.Equal(
            code,
            ReviewRules
                .Objection(
                    version,
                    Rule(stage),
                    Yes(version, stage, who, principal).Statement,
                    Everybody,
                    Sample.Policies,
                    Sample.Now
                )
                ?.Code
        );
    }

    [Fact]
    public void A_concurrence_is_for_one_content_at_one_stage()
    {
        var version = Sample.Version();
        var yes = Yes(version, "Logistics", "log1").Statement;
        Refusal? Ask(ConcurrenceStatement statement) =>
            ReviewRules.Objection(version, Rule("Logistics"), statement, Everybody, Sample.Policies, Sample.Now);
        Assert.Equal("REV-001", Ask(yes with { ContentHash = new string('0', 64) })?.Code);
        Assert.Equal("REV-001", Ask(yes with { Version = 2 })?.Code);
        Assert.Equal("REV-001", Ask(yes with { DraftId = Guid.Empty })?.Code);
        Assert.Equal("REV-002", Ask(yes with { Stage = "Operations" })?.Code);
        Assert.Equal("REV-002", Ask(yes with { Role = Command })?.Code);
    }

    [Fact]
    public void A_concurrence_that_is_not_proven_does_not_count()
    {
        var version = Sample.Version();
        var voices = ImmutableArray.Create(Yes(version, "Logistics", "log1"));
        int Count(bool proven) =>
            ReleaseRules.Concurring(
                version,
                Rule("Logistics"),
                voices,
                Everybody,
                (said, _) => proven ? said.At : null,
                Sample.Policies
            );
        Assert.Equal((1, 0), (Count(true), Count(false)));
    }

    [Fact]
    public void Attack_who_wrote_in_an_earlier_version_concurs_in_none()
    {
        var version = Sample.Version() with { Writers = ["log1", "drafter"] };
        var yes = Yes(version, "Logistics", "log1").Statement;
        Refusal? Ask(Authority authority) =>
            ReviewRules.Objection(version, Rule("Logistics"), yes, authority, Sample.Policies, Sample.Now);
        Assert.Equal("REV-003", Ask(Everybody)?.Code);
        var policy = Everybody.Book.PolicyOf(Sample.Role.Address.Domain)! with { CountedWriters = 1 };
        var lenient = Everybody with { Book = Everybody.Book with { Policies = [policy] } };
        Assert.Null(Ask(lenient));
    }

    [Fact]
    public void Every_part_of_a_concurrence_is_in_what_is_proven()
    {
        var one = Yes(Sample.Version(), "Logistics", "log1").Statement;
        ConcurrenceStatement[] others =
        [
            one,
            one with
            {
                DraftId = Guid.Empty,
            },
            one with
            {
                Version = 2,
            },
            one with
            {
                ContentHash = new string('0', 64),
            },
            one with
            {
                Stage = "Command",
            },
            one with
            {
                Role = Command,
            },
            one with
            {
                Reviewer = "log2",
            },
            one with
            {
                OnBehalfOf = "log2",
            },
            one with
            {
                At = one.At.AddMilliseconds(1),
            },
        ];
        Assert.Equal(others.Length, others.Select(other => other.Digest()).Distinct().Count());
    }

    [Fact]
    public void A_principal_and_his_deputy_are_one_voice()
    {
        var version = Sample.Version();
        Assert.Equal(1, Heard(version, Yes(version, "Logistics", "log1"), Yes(version, "Logistics", "standin", "log1")));
        Assert.Equal(1, Heard(version, Yes(version, "Logistics", "log2"), Yes(version, "Logistics", "log2")));
        Assert.Equal(2, Heard(version, Yes(version, "Logistics", "log2"), Yes(version, "Logistics", "standin", "log1")));
    }

    [Fact]
    public void EOS_206c_no_set_of_voices_releases_but_one_with_every_quorum()
    {
        var version = Sample.Version();
        var approval = new Approval(Sample.Statement(version), new(ApprovalMethod.PasswordProof, []));
        ImmutableArray<Concurrence> all =
        [
            Yes(version, "Logistics", "log1"),
            Yes(version, "Logistics", "log2"),
            Yes(version, "Logistics", "standin", "log1"),
            Yes(version, "Operations", "ops"),
            Yes(version, "Command", "chief"),
            Yes(version, "Command", "vice"),
            Yes(Sample.Version(Sample.Content(Sample.Form with { Text = "Stay." })), "Operations", "ops"),
        ];
        Gen.Bool.Array[all.Length]
            .Sample(said =>
            {
                ImmutableArray<Concurrence> voices = [.. all.Where((_, n) => said[n])];
                var logistics = said[1] && (said[0] || said[2]);
                var enough = logistics && said[3] && said[4] && said[5];
                var decision = ReleaseRules.Decide(
                    new(version, approval, voices),
                    Everybody,
                    (said, _) => said.At,
                    Sample.Policies,
                    Sample.Now
                );
                return enough
                    ? decision is ReleaseDecision.Granted
                    : decision is ReleaseDecision.Refused { Reason.Code: "REL-010" };
            });
    }

    private static int Heard(MessageVersion version, params ImmutableArray<Concurrence> voices) =>
        ReleaseRules.Concurring(version, Rule("Logistics"), voices, Everybody, (said, _) => said.At, Sample.Policies);

    private static StageRule Rule(string name) => Policy.Rules[1].Stages.Single(stage => stage.Name == name);

    private static Concurrence Yes(MessageVersion version, string stage, string who, string? principal = null) =>
        new(
            new(version.DraftId, version.Number, version.ContentHash, stage, Rule(stage).Role, who, principal, Sample.Now),
            new(ApprovalMethod.PasswordProof, [])
        );

    private static Approver Reviewer(string name, EmailAddress? role = null, int cleared = 5) =>
        new(name, Sample.Mailbox(name), []) { Clearances = Sample.Cleared(cleared), Reviews = role is null ? [] : [role] };
}
