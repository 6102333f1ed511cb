using System.Text;
using CsCheck;
using Mmhs.Messages.Reports;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Tests.Mime;

namespace Mmhs.Wire.Tests.Reports;

public sealed class ReceiptTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ReceiptNotification Receipt = new()
    {
        MessageId = "mdn-9c1@bn31.example",
        From = new("31BN COMD", "comd@bn31.example"),
        To = ["ops@bde3.example"],
        At = At,
        Disposition = Dispositions.For(ReceiptOccasion.Acknowledged),
        FinalRecipient = "COMD@bn31.example",
        OriginalMessageId = "20240514.0042.ops@bde3.example",
        OriginalRecipient = "rfc822;comd@bn31.example",
        OriginalSubject = "Bewegung der Brücken",
        ReportingUa = "portal.bn31.example",
        Product = "MMHS Portal",
    };

    [Fact]
    public void MUA_5_1_6_a_receipt_has_every_field_in_its_place()
    {
        var text = Encoding.ASCII.GetString(ReceiptWriter.Write(Receipt));
        Assert.StartsWith(
            """
            From: "31BN COMD" <comd@bn31.example>
            To: ops@bde3.example
            Date: Mon, 01 Jun 2026 12:00:00 +0000
            Message-ID: <mdn-9c1@bn31.example>
            In-Reply-To: <20240514.0042.ops@bde3.example>
            References: <20240514.0042.ops@bde3.example>
            Subject: =?utf-8?B?UmVjZWlwdDogQmV3ZWd1bmcgZGVyIEJyw7xja2Vu?=
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=disposition-notification;
            """.ReplaceLineEndings("\r\n"),
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            """
            Content-Type: message/disposition-notification

            Reporting-UA: portal.bn31.example; MMHS Portal
            Original-Recipient: rfc822;comd@bn31.example
            Final-Recipient: rfc822;COMD@bn31.example
            Original-Message-ID: <20240514.0042.ops@bde3.example>
            Disposition: manual-action/MDN-sent-manually; displayed

            """.ReplaceLineEndings("\r\n"),
            text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Disposition-Notification-To", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void MUA_5_1_6_EOS_206aa_every_receipt_reads_back_as_it_was_written() =>
        GenReceipt.Sample(receipt =>
        {
            var octets = ReceiptWriter.Write(receipt);
            var reading = MessageReader.Read(octets, SampleMessages.Context);
            var report = reading.Report!;
            var disposition = report.Disposition!;
            return report is { Kind: ReportKind.Mdn, IsConforming: true }
                && report.OriginalMessageId == receipt.OriginalMessageId
                && disposition.Type == receipt.Disposition.Type.ToWord()
                && disposition.Mode == receipt.Disposition.ToString().Split(';')[0].ToLowerInvariant()
                && disposition.FinalRecipient == receipt.FinalRecipient
                && disposition.OriginalRecipient == receipt.OriginalRecipient?[7..]
                && disposition.Errors.SequenceEqual(receipt.Errors)
                && disposition.Modifiers.SequenceEqual(receipt.Errors.Count > 0 ? ["error"] : Array.Empty<string>())
                && reading.MessageId == receipt.MessageId
                && reading.InReplyTo == receipt.OriginalMessageId
                && reading.To.Select(address => address.Address).SequenceEqual(receipt.To)
                && reading.AutoSubmitted == "auto-replied"
                && report.Returned == (receipt.ReturnedHeader.IsEmpty ? ReturnedContent.Nothing : ReturnedContent.Header)
                && Encoding
                    .Latin1.GetString(octets)
                    .Split("\r\n")
                    .All(line =>
                        line.Length <= 998
                        && !line.Contains('\n', StringComparison.Ordinal)
                        && !line.Contains('\r', StringComparison.Ordinal)
                    );
        });

    [Theory]
    [InlineData("a@example.org\r\nBcc: x@example.org")]
    [InlineData("nobody")]
    public void What_is_no_address_is_not_written(string address)
    {
        Assert.Throws<ArgumentException>(() => ReceiptWriter.Write(Receipt with { FinalRecipient = address }));
        Assert.Throws<ArgumentException>(() => ReceiptWriter.Write(Receipt with { To = [address] }));
        Assert.Throws<ArgumentException>(() => ReceiptWriter.Write(Receipt with { From = new(null, address) }));
    }

    [Fact]
    public void A_receipt_cannot_be_made_that_would_mislead()
    {
        Assert.Throws<ArgumentException>(() => ReceiptWriter.Write(Receipt with { OriginalMessageId = Receipt.MessageId }));
        Assert.Throws<ArgumentException>(() => ReceiptWriter.Write(Receipt with { ReportingUa = "a; b" }));
        Assert.Throws<ArgumentException>(() => ReceiptWriter.Write(Receipt with { OriginalRecipient = "comd@bn31.example" }));
        Assert.DoesNotContain(
            "\r\nBcc:",
            Encoding.ASCII.GetString(ReceiptWriter.Write(Receipt with { Errors = ["x\r\nBcc: y"], Product = "p\r\nBcc: z" })),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void EOS_206ag_dsp_what_a_message_asks_for_is_known_before_anybody_is_asked()
    {
        var reading = Read(
            """
            Return-Path: <ops@bde3.example>
            From: ops@bde3.example
            Message-ID: <m1@bde3.example>
            Original-Recipient: rfc822;comd@bn31.example
            Disposition-Notification-To: "3 BDE" <ops@BDE3.example>
            Disposition-Notification-Options: x-colour=required,red

            text
            """
        );
        var facts = ReceiptRequest.FactsOf(reading, isAnswered: false, reversePath: null);
        Assert.Equal("rfc822;comd@bn31.example", reading.OriginalRecipient);
        Assert.Equal(["ops@BDE3.example"], facts.RequestedBy);
        Assert.Equal(["ops@bde3.example"], facts.ReturnPaths);
        Assert.Equal(["x-colour"], facts.UnknownRequiredOptions);
        Assert.Equal((true, false, false, false), (facts.HasMessageId, facts.IsReport, facts.IsFromList, facts.IsDoubtful));
        Assert.Equal("MDN-004", Assert.IsType<ReceiptDecision.Forbidden>(MdnRules.Decide(facts)).Reason.Code);
        Assert.Equal(
            "ops@BDE3.example",
            Assert.IsType<ReceiptDecision.Permitted>(MdnRules.Decide(facts with { UnknownRequiredOptions = [] })).To
        );
        Assert.True(ReceiptRequest.FactsOf(reading, false, reversePath: "").IsReport);
    }

    [Fact]
    public void A_report_and_a_message_of_a_list_are_told_from_others()
    {
        var report = MessageReader.Read(ReceiptWriter.Write(Receipt), SampleMessages.Context);
        Assert.True(ReceiptRequest.FactsOf(report, false, "a@example.org").IsReport);
        Assert.True(Read("From: a@example.org\nList-Id: <l.example.org>\n\nx").IsFromList);
        Assert.True(Read("From: a@example.org\nPrecedence: bulk\n\nx").IsFromList);
        Assert.Equal([""], Read("Return-Path: <>\nFrom: a@example.org\n\nx").ReturnPaths);
        Assert.Null(Read("Auto-Submitted: no\nFrom: a@example.org\n\nx").AutoSubmitted);
        Assert.Equal("auto-generated", Read("Auto-Submitted: auto-generated; x=y\nFrom: a@example.org\n\nx").AutoSubmitted);
    }

    private static MessageReading Read(string text) =>
        MessageReader.Read(Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n")), SampleMessages.Context);

    private static Gen<string> GenAddress { get; } =
        Gen.OneOf(
            "a@example.org",
            "A.B+c@example.org",
            "\"a b\"@example.org",
            "a@[192.0.2.1]",
            "very.long.name.of.a.role@bde3.northland.example"
        );

    private static Gen<ReceiptNotification> GenReceipt { get; } =
        from occasion in Gen.Enum<ReceiptOccasion>()
        from to in GenAddress.Array[1, 3]
        from final in GenAddress
        from original in GenAddress.Null()
        from subject in Gen.String[Gen.Char[' ', '\u02FF'], 0, 90].Null()
        from errors in Gen.String[Gen.Char['!', '~'], 1, 200]
            .Where(error => !error.Contains('(', StringComparison.Ordinal))
            .Array[0, 2]
        from hasId in Gen.Bool
        from returns in Gen.Bool
        select Receipt with
        {
            Disposition = Dispositions.For(occasion),
            To = to,
            FinalRecipient = final,
            OriginalRecipient = original is null ? null : "rfc822;" + original,
            OriginalSubject = subject,
            Errors = errors,
            OriginalMessageId = hasId ? Receipt.OriginalMessageId : null,
            ReturnedHeader = returns
                ? Encoding.Latin1.GetBytes("From: ops@bde3.example\nSubject: Br\u00FCcken\nX: y\n")
                : default(ReadOnlyMemory<byte>),
        };
}
