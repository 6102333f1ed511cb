using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Release;

public sealed class ReleaseRulesTests
{
    /// <summary>What is asked, all of it lawful; a row of the table spoils one thing.</summary>
    [Fact]
    public void Only_who_says_so_has_considered_a_MINIMIZE_and_only_break_glass_sets_it_aside()
    {
        var plain = Sample.Statement(Sample.Version());
        Assert.Equal(MinimizeAnswer.None, plain.MinimizeAnswer);
        Assert.Equal(MinimizeAnswer.Considered, (plain with { MinimizeConsidered = true }).MinimizeAnswer);
        Assert.Equal(MinimizeAnswer.SetAside, (plain with { BreakGlass = "Nobody answers." }).MinimizeAnswer);
    }

    private sealed record Question(
        MessageVersion Version,
        ApprovalStatement Statement,
        bool ProofHolds,
        Approver? Releaser,
        DateTimeOffset Now
    )
    {
        public ReleaseDecision Ask() =>
            ReleaseRules.Decide(
                new(Version, new Approval(Statement, new Proof(ApprovalMethod.PasswordProof, [1])), []),
                new Authority(new RightsBook(Releaser is null ? [] : [Releaser], []), []),
                (said, _) => ProofHolds ? said.At : null,
                Sample.Policies,
                Now
            );
    }

    private static Question Lawful { get; } =
        new(Sample.Version(), Sample.Statement(Sample.Version()), true, Sample.Releaser(), Sample.Now);

    private static readonly (string Code, string What, Func<Question, Question> Spoil)[] Table =
    [
        ("REL-001", "the last editor", q => Edited(q, "releaser")),
        ("REL-001", "the last editor, written in capitals", q => Edited(q, "RELEASER")),
        ("REL-002", "of another drafter's version", q => q with { Statement = q.Statement with { Drafter = "second" } }),
        ("REL-002", "another draft", q => q with { Statement = q.Statement with { DraftId = Guid.Empty } }),
        ("REL-002", "another version", q => q with { Statement = q.Statement with { Version = 2 } }),
        (
            "REL-002",
            "another content",
            q => q with { Version = Sample.Version(Sample.Content(Sample.Form with { Text = "Stay." })) }
        ),
        ("REL-003", "nobody known", q => q with { Releaser = null }),
        ("REL-003", "somebody else's approval", q => q with { Statement = q.Statement with { Releaser = "other" } }),
        (
            "REL-003",
            "in another's name",
            q => q with { Statement = q.Statement with { ReleaserMailbox = Sample.Mailbox("other") } }
        ),
        (
            "REL-003",
            "for another role",
            q => q with { Statement = q.Statement with { Role = EmailAddress.Parse("j4@hq.example") } }
        ),
        ("REL-003", "without a right for the role", q => q with { Releaser = q.Releaser! with { Rights = [] } }),
        ("REL-004", "above the action precedence", q => q with { Releaser = Sample.Releaser(action: Precedence.Routine) }),
        (
            "REL-004",
            "above the information precedence",
            q => q with { Releaser = Sample.Releaser(information: Precedence.Deferred) }
        ),
        ("REL-005", "above the label", q => q with { Releaser = Sample.Releaser(cleared: 1) }),
        ("REL-006", "too old", q => q with { Now = q.Now + ReleaseRules.ApprovalLifetime + TimeSpan.FromTicks(1) }),
        ("REL-006", "from the future", q => q with { Now = q.Now - ReleaseRules.ClockSkew - TimeSpan.FromTicks(1) }),
        ("REL-007", "not proven", q => q with { ProofHolds = false }),
        (
            "REL-008",
            "another DTG",
            q =>
                WithContent(
                    q,
                    Sample.Form with
                    {
                        Dtg = new(Sample.Now.AddHours(-3)),
                    },
                    filled => filled with { Dtg = new(Sample.Now) }
                )
        ),
        ("REL-008", "too few envelopes", q => WithFilled(q, filled => filled with { EnvelopeIds = filled.EnvelopeIds[..1] })),
        (
            "REL-008",
            "an envelope twice",
            q => WithFilled(q, filled => filled with { EnvelopeIds = [filled.EnvelopeIds[0], filled.EnvelopeIds[0]] })
        ),
        (
            "REL-008",
            "another's identifier",
            q => WithFilled(q, filled => filled with { MessageId = MessageId.Parse("x@evil.example") })
        ),
    ];

    public static TheoryData<string, string> Rows => [.. Table.Select(row => (row.Code, row.What))];

    [Theory, MemberData(nameof(Rows))]
    public void EOS_206c_what_may_not_be_released_is_refused_by_its_code(string code, string what)
    {
        var spoil = Table.Single(row => row.Code == code && row.What == what).Spoil;
        Assert.Equal(code, Assert.IsType<ReleaseDecision.Refused>(spoil(Lawful).Ask()).Reason.Code);
    }

    [Fact]
    public void EOS_206c_a_lawful_release_is_granted()
    {
        var granted = Assert.IsType<ReleaseDecision.Granted>(Lawful.Ask());
        Assert.Same(Lawful.Version, granted.Message.Version);
        Assert.Equal(Lawful.Statement.Filled, granted.Message.Filled);
    }

    [Fact]
    public void The_drafter_may_not_release() =>
        Assert.Equal("REL-001", Assert.IsType<ReleaseDecision.Refused>(Edited(Lawful, "releaser").Ask()).Reason.Code);

    [Fact]
    public void No_clearance_below_the_label_ever_releases() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5])
            .Sample(
                (label, clearance) =>
                {
                    var version = Sample.Version(Sample.Content(Sample.Form with { Label = new(Sample.PolicyId, label) }));
                    var decision = (
                        Lawful with
                        {
                            Version = version,
                            Statement = Sample.Statement(version),
                            Releaser = Sample.Releaser(clearance),
                        }
                    ).Ask();
                    return decision is ReleaseDecision.Granted == (clearance >= label);
                }
            );

    [Fact]
    public void No_right_below_the_precedence_ever_releases() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5])
            .Sample(
                (action, information, mayAct, mayInform) =>
                {
                    var version = Sample.Version(
                        Sample.Content(
                            Sample.Form with
                            {
                                ActionPrecedence = (Precedence)action,
                                InformationPrecedence = (Precedence)information,
                            }
                        )
                    );
                    var decision = (
                        Lawful with
                        {
                            Version = version,
                            Statement = Sample.Statement(version),
                            Releaser = Sample.Releaser(5, (Precedence)mayAct, (Precedence)mayInform),
                        }
                    ).Ask();
                    return decision is ReleaseDecision.Granted == (mayAct >= action && mayInform >= information);
                }
            );

    [Fact]
    public void Every_part_of_an_approval_is_in_what_is_proven()
    {
        var statement = Lawful.Statement;
        ApprovalStatement[] others =
        [
            statement with
            {
                DraftId = Guid.Empty,
            },
            statement with
            {
                Version = 2,
            },
            statement with
            {
                ContentHash = new string('0', 64),
            },
            statement with
            {
                Releaser = "other",
            },
            statement with
            {
                Drafter = "second",
            },
            statement with
            {
                OnBehalfOf = "principal",
            },
            statement with
            {
                BreakGlass = "Nobody else is there.",
            },
            statement with
            {
                MinimizeConsidered = true,
            },
            statement with
            {
                ReleaserMailbox = Sample.Mailbox("other"),
            },
            statement with
            {
                ReleaserMailbox = statement.ReleaserMailbox with { DisplayName = "Commander" },
            },
            statement with
            {
                Role = EmailAddress.Parse("j4@hq.example"),
            },
            statement with
            {
                At = statement.At.AddMilliseconds(1),
            },
            statement with
            {
                Filled = statement.Filled with { MessageId = MessageId.Parse("x@hq.example") },
            },
            statement with
            {
                Filled = statement.Filled with { Date = statement.Filled.Date.AddSeconds(1) },
            },
            statement with
            {
                Filled = statement.Filled with { Dtg = new(Sample.Now.AddMinutes(1)) },
            },
            statement with
            {
                Filled = statement.Filled with { EnvelopeIds = [.. statement.Filled.EnvelopeIds.Reverse()] },
            },
        ];
        var digests = others.Append(statement).Select(one => one.Digest()).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public void What_is_not_said_of_a_minimize_leaves_the_octets_of_older_approvals_as_they_were()
    {
        static string Octets(ApprovalStatement said) => System.Text.Encoding.UTF8.GetString(said.ToBytes());
        Assert.DoesNotContain("minimize", Octets(Lawful.Statement), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "\"minimizeConsidered\":true",
            Octets(Lawful.Statement with { MinimizeConsidered = true }),
            StringComparison.Ordinal
        );
    }

    private static Question Edited(Question question, string editor) =>
        question with
        {
            Version = Sample.Version(editor: editor),
            Statement = question.Statement with { Drafter = editor },
        };

    private static Question WithFilled(Question question, Func<SystemFilled, SystemFilled> change) =>
        question with
        {
            Statement = question.Statement with { Filled = change(question.Statement.Filled) },
        };

    private static Question WithContent(Question question, DraftForm form, Func<SystemFilled, SystemFilled> change)
    {
        var version = Sample.Version(Sample.Content(form));
        return WithFilled(question with { Version = version, Statement = Sample.Statement(version) }, change);
    }
}
