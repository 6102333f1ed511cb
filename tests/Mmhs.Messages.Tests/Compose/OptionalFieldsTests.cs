using System.Collections.Immutable;
using System.Text;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Compose;

public sealed class OptionalFieldsTests
{
    private static readonly DateTimeGroup InAnHour = new(Sample.Now.AddHours(1));
    private static readonly DateTimeGroup Tomorrow = new(Sample.Now.AddDays(1));

    /// <summary>Every field filled in, lawfully.</summary>
    internal static OptionalFields Full { get; } =
        new()
        {
            DeferUntil = InAnHour,
            LatestDelivery = new(Sample.Now.AddHours(5)),
            ReplyBy = new(Sample.Now.AddHours(6)),
            Expires = Tomorrow,
            InReplyTo = MessageId.Parse("parent@hq.example"),
            Thread = [MessageId.Parse("first@hq.example"), MessageId.Parse("parent@hq.example")],
            CrossReferences = [MessageId.Parse("other@hq.example")],
            Supersedes = [MessageId.Parse("old@hq.example")],
            Languages = ["en", "fr"],
            OriginalFormats = ["IA5-Text"],
            MessageInstructions = ["PASS TO CO", "NO REPLY, PLEASE"],
            OriginatorReference = "J3/4711",
            ExemptedAddresses = [Sample.Mailbox("j9")],
            OtherRecipientsTo = ["CTF 44"],
            OtherRecipientsCc = ["HARBOUR MASTER"],
            ReturnWhole = true,
            ConversionProhibited = true,
            ConversionWithLossProhibited = true,
            HandlingInstructions = ["BY HAND"],
            Acp127MessageIdentifier = "RXFPDA 0123 231500Z",
            OriginatorPlad = "NORTHLAND HQ",
            Codress = "7",
        };

    // One row a code and field: what is wrong.
    private static readonly Dictionary<string, (OptionalFields Spoilt, string Field)> Table = new()
    {
        ["FLD-001"] = (new() { DeferUntil = new(Sample.Now.AddMinutes(-5)) }, OptionalParts.DeferUntil),
        ["FLD-002"] = (new() { DeferUntil = new(Sample.Now.AddDays(31)) }, OptionalParts.DeferUntil),
        ["FLD-003"] = (new() { LatestDelivery = new(Sample.Now.AddMinutes(-5)) }, OptionalParts.LatestDelivery),
        ["FLD-004"] = (new() { LatestDelivery = new(Sample.Now.AddYears(40)) }, OptionalParts.LatestDelivery),
        ["FLD-005"] = (new() { LatestDelivery = InAnHour, DeferUntil = InAnHour }, OptionalParts.LatestDelivery),
        ["FLD-006"] = (new() { Expires = new(Sample.Now.AddDays(-1)) }, OptionalParts.Expires),
        ["FLD-007"] = (new() { Expires = InAnHour, LatestDelivery = Tomorrow }, OptionalParts.Expires),
        ["FLD-008"] = (new() { ReplyBy = new(Sample.Now.AddMinutes(-5)) }, OptionalParts.ReplyBy),
        ["FLD-014"] = (new() { OriginalFormats = ["G3 Fax!"] }, OptionalParts.OriginalFormats),
        ["FLD-010"] = (new() { Languages = ["english?"] }, OptionalParts.Languages),
        ["FLD-011"] = (new() { OriginatorReference = "A&B" }, OptionalParts.OriginatorReference),
        ["FLD-012"] = (new() { Codress = "seven" }, OptionalParts.Codress),
        ["FLD-013"] = (
            new() { MessageInstructions = [.. Enumerable.Range(0, 21).Select(n => $"NUMBER {n}")] },
            OptionalParts.MessageInstructions
        ),
    };

    public static TheoryData<string> Codes => [.. Table.Keys];

    [Theory, MemberData(nameof(Codes))]
    public void Each_fault_is_refused_by_its_code_at_its_field(string code)
    {
        var (spoilt, field) = Table[code];
        var incomplete = Assert.IsType<ComposeResult.Incomplete>(Check(spoilt));
        var refusal = Assert.Single(incomplete.Refusals);
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void EOS_206q_MUA_5_1_8_a_message_may_not_be_expired_before_it_is_sent() =>
        Assert.Contains(
            Assert.IsType<ComposeResult.Incomplete>(Check(new() { DeferUntil = Tomorrow, Expires = InAnHour })).Refusals,
            refusal => refusal.Code == "FLD-007"
        );

    [Fact]
    public void EOS_212j_a_reference_keeps_to_the_characters_of_RFC_6477()
    {
        Assert.IsType<ComposeResult.Incomplete>(Check(new() { OriginatorReference = new string('A', 70) }));
        Assert.Equal("J3/4711", Complete(new() { OriginatorReference = " J3/4711 " }).Optional.OriginatorReference);
    }

    [Fact]
    public void Content_without_any_of_it_has_the_hash_it_always_had()
    {
        // written down before there were such fields: approvals given then still fit
        Assert.DoesNotContain(
            "optional",
            Encoding.UTF8.GetString(ContentCodec.Write(Sample.Content())),
            StringComparison.Ordinal
        );
        Assert.Equal("5e44", Sample.Content().Hash()[..4]);
    }

    [Fact]
    public void Every_part_changes_the_hash_and_is_told_as_a_difference()
    {
        var plain = Sample.Form;
        foreach (var part in OptionalParts.All)
        {
            var one = Only(part);
            Assert.False(one.IsNone);
            Assert.NotEqual(Complete(OptionalFields.None).Hash(), Content(one).Hash());
            Assert.Equal(part.Field, Assert.Single(ContentDiff.Of(plain, plain with { Optional = one })).Field);
            Assert.Equal(part.Field, Assert.Single(FormFields.Differing(plain, plain with { Optional = one })));
            Assert.False(FormFields.IsEmpty(plain with { Optional = one }, part.Field));
        }
        Assert.True(OptionalFields.None.IsNone);
    }

    [Fact]
    public void EOS_206ag_sub_EOS_206aa_sub_those_asked_for_a_receipt_get_a_copy_of_their_own()
    {
        var content = Content(
            Sample.Form with
            {
                To = [Sample.Mailbox("a"), Sample.Mailbox("b")],
                Cc = [Sample.Mailbox("c")],
                Bcc = [Sample.Mailbox("d"), Sample.Mailbox("e")],
                Requests = [Ask("b"), Ask("c"), Ask("e")],
            }
        );
        var copies = CopyPlan.Of(content);

        Assert.Equal(
            ["a", "b c", "d", "e"],
            copies.Select(copy => string.Join(' ', copy.Recipients.Select(one => one.Address.LocalPart)))
        );
        Assert.Equal([false, true, false, true], copies.Select(copy => copy.AsksReceipt));
        Assert.Equal([true, true, false, false], copies.Select(copy => copy.IsOpen));
        Assert.Equal(4, SystemFilled.For(content, Sample.Now, "ABCDEFGHIJKL").EnvelopeIds.Distinct().Count());
    }

    [Fact]
    public void EOS_206l_rcp_EOS_206ae_what_is_asked_for_one_addressee_is_not_asked_for_another()
    {
        var content = Content(
            Sample.Form with
            {
                Requests =
                [
                    new(Sample.Mailbox("j4").Address, ReportRequest.Never, false),
                    new(Sample.Mailbox("nobody").Address, ReportRequest.Never, true),
                ],
            }
        );
        Assert.Equal(ReportRequest.Never, content.ReportsFor(Sample.Mailbox("j4").Address));
        Assert.Equal(ReportRequest.Everything, content.ReportsFor(Sample.Mailbox("command").Address));
        Assert.Single(content.Requests); // a wish for somebody who is not addressed is no part of the message
        Assert.Equal(
            ReportRequest.Trouble,
            Content(Sample.Form with { DeliveryReports = false }).ReportsFor(Sample.Mailbox("command").Address)
        );
    }

    [Fact]
    public void A_wish_that_says_nothing_of_its_own_is_none()
    {
        var wishes = ImmutableArray<AddresseeRequest>.Empty.With(Ask("a")).With(Ask("b"));
        Assert.Equal(2, wishes.Length);
        Assert.Equal("b", Assert.Single(wishes.With(new(Sample.Mailbox("a").Address, null, false))).Address.LocalPart);
    }

    [Fact]
    public void EOS_206j_an_approval_to_send_later_is_not_too_old_when_its_time_comes()
    {
        var version = Sample.Version(Content(Sample.Form with { Optional = new() { DeferUntil = new(Sample.Now.AddDays(3)) } }));
        ReleaseDecision At(TimeSpan later) =>
            ReleaseRules.Decide(
                new(version, new(Sample.Statement(version), new(ApprovalMethod.PasswordProof, [])), []),
                new Authority(new RightsBook([Sample.Releaser()], []), []),
                (said, _) => said.At,
                Sample.Policies,
                Sample.Now + later
            );

        Assert.IsType<ReleaseDecision.Granted>(At(TimeSpan.FromDays(3)));
        Assert.Equal("REL-006", Assert.IsType<ReleaseDecision.Refused>(At(TimeSpan.FromDays(4))).Reason.Code);
    }

    private static AddresseeRequest Ask(string local) => new(Sample.Mailbox(local).Address, null, true);

    private static ComposeResult Check(OptionalFields further) =>
        ComposeRules.Check(Sample.Form with { Optional = further }, Sample.Role, new(), Sample.Now, []);

    private static MessageContent Complete(OptionalFields further) =>
        Assert.IsType<ComposeResult.Complete>(Check(further)).Content;

    private static MessageContent Content(OptionalFields further) => Content(Sample.Form with { Optional = further });

    private static MessageContent Content(DraftForm form) =>
        Assert.IsType<ComposeResult.Complete>(ComposeRules.Check(form, Sample.Role, new(), Sample.Now, [])).Content;

    private static OptionalFields Only(OptionalPart part) =>
        part.Field switch
        {
            OptionalParts.DeferUntil => new() { DeferUntil = Full.DeferUntil },
            OptionalParts.LatestDelivery => new() { LatestDelivery = Full.LatestDelivery },
            OptionalParts.ReplyBy => new() { ReplyBy = Full.ReplyBy },
            OptionalParts.Expires => new() { Expires = Full.Expires },
            OptionalParts.InReplyTo => new() { InReplyTo = Full.InReplyTo },
            OptionalParts.Thread => new() { Thread = Full.Thread },
            OptionalParts.CrossReferences => new() { CrossReferences = Full.CrossReferences },
            OptionalParts.Supersedes => new() { Supersedes = Full.Supersedes },
            OptionalParts.Languages => new() { Languages = Full.Languages },
            OptionalParts.MessageInstructions => new() { MessageInstructions = Full.MessageInstructions },
            OptionalParts.OriginatorReference => new() { OriginatorReference = Full.OriginatorReference },
            OptionalParts.ExemptedAddresses => new() { ExemptedAddresses = Full.ExemptedAddresses },
            OptionalParts.OtherRecipientsTo => new() { OtherRecipientsTo = Full.OtherRecipientsTo },
            OptionalParts.OtherRecipientsCc => new() { OtherRecipientsCc = Full.OtherRecipientsCc },
            OptionalParts.ReturnWhole => new() { ReturnWhole = true },
            OptionalParts.Conversion => new() { ConversionProhibited = true },
            OptionalParts.ConversionWithLoss => new() { ConversionWithLossProhibited = true },
            OptionalParts.HandlingInstructions => new() { HandlingInstructions = Full.HandlingInstructions },
            OptionalParts.Acp127MessageIdentifier => new() { Acp127MessageIdentifier = Full.Acp127MessageIdentifier },
            OptionalParts.OriginatorPlad => new() { OriginatorPlad = Full.OriginatorPlad },
            OptionalParts.Codress => new() { Codress = Full.Codress },
            OptionalParts.OriginalFormats => new() { OriginalFormats = Full.OriginalFormats },
            _ => throw new ArgumentOutOfRangeException(nameof(part), part.Field, "A part without a row here."),
        };
}
