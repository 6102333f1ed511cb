using System.Collections.Immutable;
using CsCheck;
using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Tests.Compose;

public sealed class PreFlightTests
{
    private const string Mark = "EXERCISE EXERCISE EXERCISE";
    private static readonly Attachment File = new("a.bin", "application/octet-stream", 5000, new string('0', 64));

    // One row a code: what is spoiled, how much it weighs, the field the remedy is in.
    private static readonly Dictionary<
        string,
        (Func<PreFlightFacts, PreFlightFacts> Spoil, PreFlightSeverity Severity, string? Field)
    > Table = new()
    {
        ["PRE-001"] = (
            Form(form => form with { InformationPrecedence = Precedence.Immediate }),
            PreFlightSeverity.Warn,
            "information-precedence"
        ),
        ["PRE-002"] = (
            Form(form => form with { ActionPrecedence = Precedence.Flash, To = Sample.Mailboxes("a", 11) }),
            PreFlightSeverity.Warn,
            "to"
        ),
        ["PRE-003"] = (
            Form(form =>
                form with
                {
                    ActionPrecedence = Precedence.Deferred,
                    InformationPrecedence = Precedence.Deferred,
                    Dtg = new(Sample.Now.AddHours(1)),
                }
            ),
            PreFlightSeverity.Warn,
            "action-precedence"
        ),
        ["PRE-010"] = (Form(form => form with { Dtg = new(Sample.Now.AddMinutes(10)) }), PreFlightSeverity.Warn, "dtg"),
        ["PRE-011"] = (Form(form => form with { Dtg = new(Sample.Now.AddHours(-25)) }), PreFlightSeverity.Warn, "dtg"),
        ["PRE-020"] = (Form(form => form with { SubjectIndicatorCodes = [] }), PreFlightSeverity.Warn, "sics"),
        ["PRE-040"] = (
            Form(form => form with { ActionPrecedence = Precedence.Flash, Text = Octets(10 * 1024 + 1) }),
            PreFlightSeverity.Stop,
            "text"
        ),
        ["PRE-041"] = (
            Form(form => form with { ActionPrecedence = Precedence.Immediate, Text = Octets(100 * 1024 + 1) }),
            PreFlightSeverity.Stop,
            "text"
        ),
        ["PRE-042"] = (
            Form(form => form with { ActionPrecedence = Precedence.Override, Attachments = [File] }),
            PreFlightSeverity.Warn,
            "attachments"
        ),
        ["PRE-050"] = (
            facts => facts with { Certificates = [new("hq.example", CertificateStatus.Unknown)] },
            PreFlightSeverity.Warn,
            "to"
        ),
        ["PRE-051"] = (
            facts => facts with { Certificates = [new("hq.example", CertificateStatus.ExpiresSoon, Sample.Now.AddDays(3))] },
            PreFlightSeverity.Warn,
            "to"
        ),
        ["PRE-060"] = (facts => facts with { Minimizes = [Order()] }, PreFlightSeverity.Stop, "text"),
        ["PRE-061"] = (
            facts => facts with { Minimizes = [Order(cap: 4000)], Form = facts.Form with { Attachments = [File] } },
            PreFlightSeverity.Stop,
            "attachments"
        ),
        ["PRE-070"] = (Form(form => form with { MessageType = 0 }), PreFlightSeverity.Stop, "text"),
        ["PRE-071"] = (Form(form => form with { Text = "This is no EXERCISE." }), PreFlightSeverity.Warn, "message-type"),
        ["PRE-080"] = (facts => facts with { OpenMustFix = 2, At = PreFlightMoment.Release }, PreFlightSeverity.Stop, null),
        ["PRE-090"] = (Form(form => form with { Subject = " " }), PreFlightSeverity.Warn, "subject"),
        ["PRE-091"] = (Form(form => form with { Text = new string('x', 70) }), PreFlightSeverity.Warn, "text"),
        ["PRE-092"] = (Form(form => form with { Text = "Grüße" }), PreFlightSeverity.Warn, "text"),
    };

    private static readonly string[] Beginnings =
    [
        Mark,
        Minimize.Statement,
        "",
        "MOVE AT DAWN",
        "EXERCISE",
        $" {Mark} ",
        "A  B",
        "\t",
        "😀😀",
    ];

    private static readonly Gen<string> Texts = Gen.Select(
            Gen.Int[0, Beginnings.Length - 1].Select(n => Beginnings[n]),
            Gen.Char[" AB\t"].Array[0, 90],
            (line, more) => line + new string(more)
        )
        .Array[0, 6]
        .Select(lines => string.Join('\n', lines));

    public static TheoryData<string> Codes => [.. Table.Keys];

    [Theory, MemberData(nameof(Codes))]
    public void Each_thing_worth_a_look_has_its_code_weight_and_field(string code)
    {
        var (spoil, severity, field) = Table[code];
        var item = Assert.Single(PreFlight.Check(spoil(Facts())), found => found.Code == code);
        Assert.Equal((severity, field), (item.Severity, item.Field));
        Assert.DoesNotContain("dawn", item.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_in_order_has_nothing_but_good_items()
    {
        var items = PreFlight.Check(Facts());
        Assert.NotEmpty(items);
        Assert.All(items, item => Assert.Equal(PreFlightSeverity.Good, item.Severity));
    }

    [Fact]
    public void Every_refusal_is_a_stop_with_its_own_code()
    {
        Refusal[] refusals = [new("DIR-002", "Not cleared.", "to"), new("LBL-V3", "Not valid.", "label")];
        var items = PreFlight.Check(Facts() with { Refusals = [.. refusals] });
        Assert.Equal(refusals, PreFlight.Stops(items));
        Assert.DoesNotContain(items, item => item.Code is "PRE-100" or "PRE-101");
    }

    [Fact]
    public void Flash_attachments_stop_where_the_policy_says_so() =>
        Assert.Equal(
            "PRE-042",
            Assert
                .Single(
                    PreFlight.Stops(
                        PreFlight.Check(Table["PRE-042"].Spoil(Facts()) with { Limits = new(new(), StopFlashAttachments: true) })
                    )
                )
                .Code
        );

    [Fact]
    public void A_must_fix_only_warns_at_submission() =>
        Assert.Equal(
            PreFlightSeverity.Warn,
            PreFlight.Check(Facts() with { OpenMustFix = 1 }).Single(item => item.Code == "PRE-080").Severity
        );

    [Theory]
    [InlineData(10 * 1024, false)]
    [InlineData(10 * 1024 + 1, true)]
    public void The_size_counts_octets_and_the_limit_is_allowed(int octets, bool stops) =>
        Assert.Equal(
            stops,
            PreFlight
                .Check(Form(form => form with { ActionPrecedence = Precedence.Flash, Text = Octets(octets - 2) + "ü" })(Facts()))
                .Any(item => item.Code == "PRE-040")
        );

    [Theory]
    [InlineData("*", true)]
    [InlineData("hq.example", true)]
    [InlineData("example", true)]
    [InlineData("q.example", false)]
    [InlineData("j4@hq.example", true)]
    [InlineData("J4@hq.example", false)]
    [InlineData("other.example\nj4@hq.example", true)]
    [InlineData("other.example", false)]
    public void A_scope_covers_everybody_a_domain_with_what_is_below_it_or_an_address(string scope, bool covers) =>
        Assert.Equal(covers, MinimizeScope.Parse(scope).Covers(EmailAddress.Parse("j4@hq.example")));

    [Theory]
    [InlineData("")]
    [InlineData("*\nhq.example")]
    [InlineData("not a domain")]
    [InlineData("a@b@c")]
    [InlineData(null)]
    public void What_is_no_scope_is_not_read_as_one(string? text) => Assert.False(MinimizeScope.TryParse(text, out _));

    [Fact]
    public void Only_what_is_below_the_free_precedence_and_in_scope_and_in_time_is_under_a_minimize()
    {
        var order = Order();
        Assert.True(order.Touches(Sample.Form));
        Assert.False((order with { FlowsFreely = Precedence.Routine }).Touches(Sample.Form));
        Assert.True((order with { FlowsFreely = Precedence.Priority }).Touches(Sample.Form)); // those informed are below it
        Assert.False(
            (order with { Scope = MinimizeScope.Parse("command@hq.example"), FlowsFreely = Precedence.Priority }).Touches(
                Sample.Form
            )
        );
        foreach (var outside in new[] { order with { From = Sample.Now.AddMinutes(1) }, order with { Until = Sample.Now } })
            Assert.Empty(PreFlight.Stops(PreFlight.Check(Facts() with { Minimizes = [outside] })));
    }

    [Fact]
    public void A_releaser_who_considered_it_is_stopped_by_its_cap_alone()
    {
        var facts = Facts() with
        {
            Minimizes = [Order(cap: 4000)],
            Form = Sample.Form with { Attachments = [File] },
            MinimizeAnswer = MinimizeAnswer.Considered,
            At = PreFlightMoment.Release,
        };
        Assert.Equal(["PRE-061"], PreFlight.Stops(PreFlight.Check(facts)).Select(stop => stop.Code));
        Assert.Empty(PreFlight.Stops(PreFlight.Check(facts with { Minimizes = [Order()] })));
    }

    [Fact]
    public void Break_glass_is_stopped_by_no_minimize_and_by_everything_else()
    {
        var facts = Facts() with
        {
            Minimizes = [Order(cap: 4000)],
            Form = Sample.Form with { Attachments = [File] },
            MinimizeAnswer = MinimizeAnswer.SetAside,
            At = PreFlightMoment.Release,
        };
        var items = PreFlight.Check(facts);
        Assert.Empty(PreFlight.Stops(items));
        Assert.Equal(
            ["PRE-060", "PRE-061"],
            items.Where(item => item.Code.StartsWith("PRE-06", StringComparison.Ordinal)).Select(item => item.Code)
        );
        Assert.All(
            items.Where(item => item.Code.StartsWith("PRE-06", StringComparison.Ordinal)),
            item => Assert.Equal((PreFlightSeverity.Warn, null), (item.Severity, item.HoldUntil))
        );
        Assert.Equal("PRE-080", Assert.Single(PreFlight.Stops(PreFlight.Check(facts with { OpenMustFix = 1 }))).Code);
    }

    [Fact]
    public void Waiting_for_the_end_of_a_minimize_is_bounded_by_the_longest_hold()
    {
        var facts = Facts() with { Minimizes = [Order()], Limits = new(new(), LongestHold: TimeSpan.FromHours(1)) };
        Assert.Equal(Sample.Now.AddHours(1), PreFlight.Check(facts).Single(item => item.Code == "PRE-060").HoldUntil);
        Assert.Equal(
            Sample.Now.AddDays(1),
            PreFlight.Check(facts with { Limits = new(new()) }).Single(item => item.Code == "PRE-060").HoldUntil
        );
    }

    [Fact]
    public void Each_fix_mends_what_it_stands_beside_and_a_second_time_changes_nothing() =>
        Gen.Select(Texts, Gen.Enum<Precedence>(), Gen.Enum<Precedence>(), Gen.Int[0, 4], Gen.Int[0, 10])
            .Sample(
                (text, action, information, type, codes) =>
                {
                    var form = Sample.Form with
                    {
                        Text = text,
                        ActionPrecedence = action,
                        InformationPrecedence = information,
                        MessageType = (byte)type,
                        SubjectIndicatorCodes = [.. Enumerable.Repeat("I2A", codes)],
                        Cc = [Sample.Mailbox("command"), Sample.Mailbox("j4")],
                        Dtg = new(Sample.Now.AddHours(codes - 30)),
                    };
                    var facts = Checked(Facts() with { Form = form, Minimizes = [Order()] });
                    foreach (var item in PreFlight.Check(facts).Where(item => item.Fix is not null))
                    {
                        var once = item.Fix!.Apply(form);
                        Assert.DoesNotContain(
                            PreFlight.Check(Checked(facts with { Form = once })),
                            found => found.Code == item.Code
                        );
                        Assert.Empty(Messages.Release.FormFields.Differing(once, item.Fix.Apply(once)));
                    }
                }
            );

    [Fact]
    public void All_fixes_one_after_the_other_leave_nothing_to_fix() =>
        Gen.Select(Texts, Gen.Int[0, 3])
            .Sample(
                (text, type) =>
                {
                    var facts = Facts() with
                    {
                        Form = Sample.Form with { Text = text, MessageType = (byte)type },
                        Minimizes = [Order()],
                    };
                    for (var step = 0; step < 10; step++)
                    {
                        if (PreFlight.Check(facts).FirstOrDefault(item => item.Fix is not null) is not { Fix: { } fix })
                            return;
                        facts = facts with { Form = fix.Apply(facts.Form) };
                    }
                    Assert.Fail("The fixes undo each other.");
                }
            );

    [Fact]
    public void What_stops_stands_first() =>
        Gen.Shuffle(Table.Keys.ToArray())
            .Sample(codes =>
            {
                var facts = codes.Take(5).Aggregate(Facts(), (spoiled, code) => Table[code].Spoil(spoiled));
                var severities = PreFlight.Check(facts).Select(item => item.Severity).ToList();
                Assert.Equal(severities.Order(), severities);
            });

    private static PreFlightFacts Facts() => new(Sample.Form, PreFlightMoment.Submit, Sample.Now);

    private static PreFlightFacts Checked(PreFlightFacts facts) =>
        facts with
        {
            Refusals = ComposeRules.Check(facts.Form, Sample.Role, new(), Sample.Now, []) is ComposeResult.Incomplete wrong
                ? wrong.Refusals
                : ImmutableArray<Refusal>.Empty,
        };

    private static Func<PreFlightFacts, PreFlightFacts> Form(Func<DraftForm, DraftForm> spoil) =>
        facts => facts with { Form = spoil(facts.Form) };

    private static string Octets(int count) =>
        string.Concat(Enumerable.Repeat(new string('x', 63) + "\n", (count / 64) + 1))[..count];

    private static Minimize Order(long? cap = null) =>
        new(
            1,
            MinimizeScope.Parse("*"),
            "Satellite link down.",
            Precedence.Immediate,
            cap,
            Sample.Now.AddHours(-1),
            Sample.Now.AddDays(1)
        );
}
