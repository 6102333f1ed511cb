using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Mmhs.Messages.Compose;
using Mmhs.Messages.Policy;
using Mmhs.Messages.Release;

namespace Mmhs.Messages.Tests.Compose;

/// <summary>What was approved is what is kept: written and read without loss, and by no rule of today.</summary>
public sealed class ContentCodecTests
{
    private static readonly Gen<Mailbox> Mailboxes = Gen.Select(
        Gen.OneOf(Gen.String.Select(text => (string?)text), Gen.Const((string?)null)),
        Gen.String[Gen.Char["abcxyzABC019._"], 1, 12],
        (name, local) => new Mailbox(name, EmailAddress.Parse($"a{local.Replace('.', '-')}@hq.example"))
    );

    private static readonly Gen<ImmutableArray<string>> Texts = Gen.String.Array[0, 3].Select(texts => texts.ToImmutableArray());

    private static readonly Gen<DateTimeGroup?> Times = Gen.Int[-1, 52_000_000]
        .Select(minute =>
            minute < 0
                ? null
                : (DateTimeGroup?)new DateTimeGroup(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute))
        );

    private static readonly Gen<OptionalFields> Fields = Gen.Select(
        Times,
        Texts,
        Gen.String,
        Mailboxes.Array[0, 2],
        Gen.Bool,
        (time, texts, text, mailboxes, yes) =>
            new OptionalFields
            {
                DeferUntil = time,
                Expires = time,
                Thread = yes ? OptionalFieldsTests.Full.Thread : [],
                InReplyTo = yes ? OptionalFieldsTests.Full.InReplyTo : null,
                MessageInstructions = texts,
                HandlingInstructions = texts,
                OriginatorReference = string.IsNullOrWhiteSpace(text) ? "" : text,
                ExemptedAddresses = [.. mailboxes],
                ReturnWhole = yes,
                ConversionProhibited = !yes,
            }
    );

    private static readonly Gen<DraftForm> Forms = Gen.Select(
        Gen.Select(
            Mailboxes.Array[0, 3],
            Mailboxes.Array[0, 2],
            Mailboxes.Array[0, 2],
            Gen.Enum<Precedence>(),
            Gen.Enum<Precedence>()
        ),
        Gen.Select(Gen.String, Gen.String, Texts, Gen.String, Gen.Byte, Times),
        Gen.Select(Gen.Bool, Gen.Enum<ReportRequest>(), Gen.Long[0, (1L << 53) - 1], Fields),
        (who, what, how) =>
            new DraftForm
            {
                Label = new SecurityLabel(Sample.PolicyId, 2, what.Item1.Length == 0 ? null : what.Item1, []),
                To = [.. who.Item1],
                Cc = [.. who.Item2],
                Bcc = [.. who.Item3],
                ActionPrecedence = who.Item4,
                InformationPrecedence = who.Item5,
                Subject = what.Item1,
                Text = what.Item2,
                SubjectIndicatorCodes = what.Item3,
                MessageType = what.Item5,
                MessageTypeIdentifier = what.Item4,
                Dtg = what.Item6,
                DeliveryReports = how.Item1,
                Attachments = [new(what.Item4, "text/plain", how.Item3, new string('a', 64))],
                Requests = how.Item1
                    ? []
                    : [.. who.Item1.Select(one => new AddresseeRequest(one.Address, how.Item2, true, how.Item1))],
                Optional = how.Item4,
            }
    );

    [Fact]
    public void A_form_as_typed_comes_back_as_it_was_but_for_its_normal_form() =>
        Forms.Sample(form =>
        {
            var written = FormCodec.Write(form);
            var read = FormCodec.Read(written);
            Assert.Equal(written, FormCodec.Write(read));
            // what was normal by then is the same to the last character
            Assert.Empty(FormFields.Differing(read, FormCodec.Read(FormCodec.Write(read))));
        });

    [Fact]
    public void Content_comes_back_to_the_octet_whatever_is_in_it() =>
        Forms
            .Where(form => !form.To.IsEmpty)
            .Sample(form =>
            {
                var written = ContentCodec.Write(Content(form));
                var read = ContentCodec.Read(written);
                Assert.Equal(written, ContentCodec.Write(read));
                Assert.Empty(FormFields.Differing(FormCodec.Read(FormCodec.Write(Content(form).ToForm())), read.ToForm()));
                Assert.Equal(ContentCodec.HashOf(written), read.Hash());
            });

    [Fact]
    public void Every_field_that_can_be_filled_in_comes_back()
    {
        var form = Sample.Form with
        {
            Dtg = new(Sample.Now),
            Attachments = [new("order.pdf", "application/pdf", 7, new string('0', 64))],
            Requests = [new(Sample.Mailbox("j4").Address, ReportRequest.Never, true, true)],
            Optional = OptionalFieldsTests.Full,
            DeliveryReports = false,
        };
        Assert.DoesNotContain(FormFields.All, field => FormFields.IsEmpty(form, field.Field));
        Assert.Empty(FormFields.Differing(form, FormCodec.Read(FormCodec.Write(form))));
        var content = Sample.Content(form);
        Assert.Empty(FormFields.Differing(content.ToForm(), ContentCodec.Read(ContentCodec.Write(content)).ToForm()));
    }

    // two digits say no century: an order that expired in 1999 is not one that is good until 2099
    [Theory]
    [InlineData(1900)]
    [InlineData(1999)]
    [InlineData(2000)]
    [InlineData(2099)]
    [InlineData(2100)]
    [InlineData(9999)]
    public void A_time_stays_in_its_century(int year)
    {
        var time = new DateTimeGroup(new DateTimeOffset(year, 1, 2, 3, 4, 0, TimeSpan.Zero));
        var form = Sample.Form with
        {
            Optional = new() { Expires = time },
            Dtg = time,
        };
        var read = FormCodec.Read(FormCodec.Write(form));
        Assert.Equal((time, time), (read.Optional.Expires, read.Dtg));
    }

    // U+0958 is two characters in its normal form: what is measured is what is kept and sent
    [Fact]
    public void A_form_in_its_normal_form_stays_as_long_as_it_is()
    {
        var form = FormCodec.Normal(Sample.Form with { Subject = new string('\u0958', 101) });
        Assert.Equal(202, form.Subject.Length);
        Assert.Contains(
            Assert.IsType<ComposeResult.Incomplete>(ComposeRules.Check(form, Sample.Role, new(), Sample.Now, [])).Refusals,
            refusal => refusal.Code == "CMP-012"
        );
        Assert.Equal(form.Subject, FormCodec.Normal(form).Subject);
    }

    [Fact]
    public void What_a_rule_of_today_refuses_is_read_as_it_was_approved()
    {
        var old = Sample.Content() with
        {
            Subject = new string('S', ComposeRules.MaxSubjectCharacters + 1),
            Dtg = new(Sample.Now.AddYears(-9)),
        };
        Assert.IsType<ComposeResult.Incomplete>(ComposeRules.Check(old.ToForm(), Sample.Role, new(), Sample.Now, []));
        Assert.Equal(old.Hash(), ContentCodec.Read(ContentCodec.Write(old)).Hash());
    }

    // one spelling for one content: anything else was not written by us, and is not taken for what it resembles
    [Theory]
    [InlineData("{", "{\"extra\":1,")]
    [InlineData("\"subject\":\"Movement\"", "\"subject\":\"Other\",\"subject\":\"Movement\"")]
    [InlineData("\"subject\":\"Movement\"", "\"subject\": \"Movement\"")]
    [InlineData("\"subject\":\"Movement\"", "\"subject\":null")]
    [InlineData("\"subject\":\"Movement\",", "")]
    [InlineData("\"subject\":\"Movement\"", "\"subject\":\"\\u004dovement\"")]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"v\":1", "\"v\":99999999999")]
    [InlineData("\"messageType\":1", "\"messageType\":256")]
    [InlineData("\"actionPrecedence\":2", "\"actionPrecedence\":9")]
    [InlineData("\"actionPrecedence\":2", "\"actionPrecedence\":null")]
    [InlineData("\"deliveryReports\":true", "\"deliveryReports\":\"true\"")]
    [InlineData("\"I2A\"", "\"i2a\"")]
    [InlineData("\"I2A\"", "null")]
    [InlineData("j4@hq.example", "j4 hq.example")]
    [InlineData("\"label\":\"1.2.3;2;-\"", "\"label\":\"1.2.3;02;-\"")]
    [InlineData("\"label\":\"1.2.3;2;-\"", "\"label\":null")]
    [InlineData("}", "}x")]
    public void Octets_that_are_not_ours_are_refused_and_never_empty(string part, string spoilt)
    {
        var written = Encoding.UTF8.GetString(ContentCodec.Write(Sample.Content()));
        Assert.Contains(part, written, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() =>
            ContentCodec.Read(Encoding.UTF8.GetBytes(written.Replace(part, spoilt, StringComparison.Ordinal)))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\ufeff{}")]
    public void What_is_no_form_at_all_is_refused_and_never_an_empty_form(string text)
    {
        Assert.Throws<FormatException>(() => FormCodec.Read(text));
        Assert.Throws<FormatException>(() => ContentCodec.Read(Encoding.UTF8.GetBytes(text)));
    }

    private static MessageContent Content(DraftForm form) =>
        new(
            Sample.Role,
            form.Label!,
            new(form.ActionPrecedence!.Value, form.To),
            form.Cc.IsEmpty && form.Bcc.IsEmpty ? null : new(form.InformationPrecedence!.Value, form.Cc, form.Bcc),
            form.Subject,
            Sample.Content().SubjectIndicatorCodes,
            new(form.MessageType!.Value, form.MessageTypeIdentifier.Length == 0 ? null : form.MessageTypeIdentifier),
            form.Dtg,
            form.Text,
            form.Attachments,
            form.DeliveryReports
        )
        {
            Requests = form.Requests,
            Optional = form.Optional,
        };
}
