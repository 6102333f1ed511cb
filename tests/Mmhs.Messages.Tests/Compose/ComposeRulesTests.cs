using Mmhs.Messages.Compose;

namespace Mmhs.Messages.Tests.Compose;

public sealed class ComposeRulesTests
{
    // One row a code: what is wrong with the form, the code, and the field the remedy is in.
    private static readonly Dictionary<string, (Func<DraftForm, DraftForm> Spoil, string Field)> Table = new()
    {
        ["CMP-001"] = (form => form with { Label = null }, "label"),
        ["CMP-002"] = (form => form with { To = [], Cc = [], Bcc = [] }, "to"),
        ["CMP-003"] = (form => form with { ActionPrecedence = null }, "action-precedence"),
        ["CMP-004"] = (form => form with { InformationPrecedence = null, Cc = [] }, "information-precedence"),
        ["CMP-005"] = (form => form with { To = Sample.Mailboxes("a", 1001) }, "to"),
        ["CMP-006"] = (form => form with { Cc = form.To }, "to"),
        ["CMP-007"] = (form => form with { SubjectIndicatorCodes = ["A-B"] }, "sics"),
        ["CMP-008"] = (
            form =>
                form with
                {
                    SubjectIndicatorCodes =
                    [
                        .. Enumerable.Range(100, 9).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    ],
                },
            "sics"
        ),
        ["CMP-009"] = (form => form with { MessageType = null }, "message-type"),
        ["CMP-010"] = (form => form with { MessageTypeIdentifier = "A&B" }, "message-type-identifier"),
        ["CMP-011"] = (form => form with { Dtg = new DateTimeGroup(Sample.Now.AddDays(2)) }, "dtg"),
        ["CMP-012"] = (form => form with { Subject = new string('x', 201) }, "subject"),
        ["CMP-013"] = (form => form with { Subject = "a\nBcc: x@y.example" }, "subject"),
        ["CMP-014"] = (form => form with { Text = " \n " }, "text"),
        ["CMP-015"] = (form => form with { Text = new string('x', 1_000_001) }, "text"),
        ["CMP-016"] = (form => form with { Text = "a\u0000b" }, "text"),
        ["CMP-006 other letters"] = (
            form =>
                form with
                {
                    Cc =
                    [
                        .. form.To.Select(one => new Mailbox(
                            one.DisplayName,
                            EmailAddress.Parse(one.Address.ToString().ToUpperInvariant())
                        )),
                    ],
                },
            "to"
        ),
        ["CMP-012 marks"] = (form => form with { Subject = new string('x', 199) + "\U0001f6a9" }, "subject"),
        ["CMP-016 subject"] = (form => form with { Subject = "a\ufffeb" }, "subject"),
        ["CMP-016 half of the subject"] = (form => form with { Subject = "a\ud83e" }, "subject"),
        ["CMP-016 none"] = (form => form with { Text = "a\ufffeb" }, "text"),
        ["CMP-016 plane"] = (form => form with { Text = "a\U0001ffffb" }, "text"),
        ["CMP-016 half"] = (form => form with { Text = "\udea9b" }, "text"),
        ["CMP-016 file"] = (
            form =>
                form with
                {
                    Attachments = [new Attachment("a\ufffeb.bin", "application/octet-stream", 1, new string('0', 64))],
                },
            "attachments"
        ),
        ["CMP-016 name"] = (form => form with { To = [new Mailbox("J3 \ufdd0", form.To[0].Address)] }, "to"),
        ["CMP-017"] = (
            form =>
                form with
                {
                    Attachments =
                    [
                        new Attachment("a.bin", "application/octet-stream", 15 * 1024 * 1024 + 1, new string('0', 64)),
                    ],
                },
            "attachments"
        ),
    };

    public static TheoryData<string> Codes => [.. Table.Keys];

    [Theory, MemberData(nameof(Codes))]
    public void Each_fault_of_a_form_is_refused_by_its_code(string code)
    {
        var refusals = Refusals(Table[code].Spoil(Sample.Form));
        var refusal = Assert.Single(refusals, found => found.Code == code.Split(' ')[0]);
        Assert.Equal(Table[code].Field, refusal.Field);
        Assert.All(refusals, found => Assert.DoesNotContain("dawn", found.Text, StringComparison.Ordinal)); // no line of the message in a refusal
    }

    [Fact]
    public void The_form_the_table_spoils_is_lawful() => Assert.NotNull(Sample.Content());

    [Fact]
    public void EOS_212a_action_addressees_need_a_primary_precedence() =>
        Assert.Contains(Refusals(Sample.Form with { ActionPrecedence = null }), refusal => refusal.Code == "CMP-003");

    [Fact]
    public void EOS_212b_information_and_blind_addressees_need_a_copy_precedence()
    {
        Assert.Contains(Refusals(Sample.Form with { InformationPrecedence = null }), refusal => refusal.Code == "CMP-004");
        Assert.Contains(
            Refusals(Sample.Form with { InformationPrecedence = null, Cc = [] }),
            refusal => refusal.Code == "CMP-004"
        );
        Assert.IsType<ComposeResult.Complete>(
            ComposeRules.Check(
                Sample.Form with
                {
                    InformationPrecedence = null,
                    Cc = [],
                    Bcc = [],
                },
                Sample.Role,
                new(),
                Sample.Now,
                []
            )
        );
    }

    [Fact]
    public void All_faults_are_told_at_once_with_those_from_outside()
    {
        var outside = new Refusal("DIR-001", "Nobody there.", "to");
        var result = ComposeRules.Check(new DraftForm(), Sample.Role, new(), Sample.Now, [outside]);
        var codes = Assert.IsType<ComposeResult.Incomplete>(result).Refusals.Select(refusal => refusal.Code);
        Assert.Equal(["CMP-001", "DIR-001", "CMP-002", "CMP-014"], codes);
    }

    [Fact]
    public void EOS_206t_pri_the_action_precedence_governs_and_the_information_one_only_without_it()
    {
        Assert.Equal(Precedence.Priority, Sample.Content().GoverningPrecedence);
        Assert.Equal(
            Precedence.Routine,
            Sample.Content(Sample.Form with { To = [], ActionPrecedence = null }).GoverningPrecedence
        );
        Assert.Equal(Precedence.Routine, Sample.Content(Sample.Form with { To = [] }).GoverningPrecedence); // a precedence nobody is addressed by counts for nothing
    }

    // a week back and a day ahead, to the minute
    [Theory]
    [InlineData(-7 * 24 * 60, true)]
    [InlineData((-7 * 24 * 60) - 1, false)]
    [InlineData(24 * 60, true)]
    [InlineData((24 * 60) + 1, false)]
    public void A_typed_DTG_is_near_the_moment_it_is_written(int minutes, bool lawful)
    {
        var now = new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);
        var form = Sample.Form with { Dtg = new(now.AddMinutes(minutes)) };
        var result = ComposeRules.Check(form, Sample.Role, new(), now, []);
        if (lawful)
            Assert.IsType<ComposeResult.Complete>(result);
        else
            Assert.Equal("CMP-011", Assert.Single(Assert.IsType<ComposeResult.Incomplete>(result).Refusals).Code);
    }

    [Fact]
    public void Every_member_of_the_content_is_in_its_hash()
    {
        var content = Sample.Content();
        DraftForm[] others =
        [
            Sample.Form with
            {
                Label = new(Sample.PolicyId, 3),
            },
            Sample.Form with
            {
                ActionPrecedence = Precedence.Flash,
            },
            Sample.Form with
            {
                To = [Sample.Mailbox("other")],
            },
            Sample.Form with
            {
                To = [Sample.Form.To[0] with { DisplayName = "Commander" }],
            },
            Sample.Form with
            {
                InformationPrecedence = Precedence.Deferred,
            },
            Sample.Form with
            {
                Cc = [Sample.Mailbox("other")],
            },
            Sample.Form with
            {
                Bcc = [Sample.Mailbox("other")],
            },
            Sample.Form with
            {
                Subject = "Movements",
            },
            Sample.Form with
            {
                SubjectIndicatorCodes = ["I2B"],
            },
            Sample.Form with
            {
                MessageType = 2,
            },
            Sample.Form with
            {
                MessageTypeIdentifier = "SOUTHERN LIGHT",
            },
            Sample.Form with
            {
                Dtg = new(Sample.Now),
            },
            Sample.Form with
            {
                Text = "Move at dusk.",
            },
            Sample.Form with
            {
                Attachments = [new("map.pdf", "application/pdf", 1, new string('0', 64))],
            },
            Sample.Form with
            {
                DeliveryReports = false,
            },
        ];
        var hashes = others
            .Select(form => Sample.Content(form).Hash())
            .Append(content.Hash())
            .Append((content with { From = Sample.Mailbox("j4") }).Hash())
            .ToList();
        Assert.Equal(hashes.Count, hashes.Distinct().Count());
        Assert.Equal(content.Hash(), Sample.Content().Hash());
    }

    private static IReadOnlyList<Refusal> Refusals(DraftForm form) =>
        Assert
            .IsType<ComposeResult.Incomplete>(ComposeRules.Check(form, Sample.Role, new ComposeLimits(), Sample.Now, []))
            .Refusals;
}
