using System.Text;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Tests.Mime;

namespace Mmhs.Wire.Tests.Reports;

public sealed class ReportReaderTests
{
    [Fact]
    public void MUA_5_1_5_a_status_is_read_with_all_its_fields()
    {
        var report = Read(
            """
            Original-Envelope-Id: 0042-1
            Reporting-MTA: dns; mta.bn31.example
            Received-From-MTA: dns; msa.example
            DSN-Gateway: x400; gw.example
            Arrival-Date: Tue, 14 May 2024 09:41:09 +0000
            Deliver-By-Date: Tue, 14 May 2024 10:11:09 +0000

            Original-Recipient: rfc822;comd@bn31.example
            Final-Recipient: rfc822 ; <comd@bn31.example>
            Action: Delivered (to the mailbox)
            Status: 2.0.0 (fine)
            Final-Log-ID: 77
              
            Final-Recipient: rfc822;a@bn32.example
            Action: delayed
            Status: 4.4.7
            Will-Retry-Until: Tue, 14 May 2024 12:00:00 +0000
            Diagnostic-Code: smtp; 451 4.3.2 not accepting; try
             later
            Final-Recipient: rfc822;b@bn32.example
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: 550 no; really not
            """
        );
        Assert.True(report.IsConforming);
        Assert.Equal(
            ("0042-1", "mta.bn31.example", "msa.example", "gw.example"),
            (report.OriginalEnvelopeId, report.ReportingMta, report.ReceivedFromMta, report.Gateway)
        );
        Assert.Equal((9, 10), (report.ArrivalDate!.Value.Hour, report.DeliverByDate!.Value.Hour));
        Assert.Equal(3, report.Recipients.Length);
        Assert.Equal(
            new("comd@bn31.example", "comd@bn31.example", "delivered", "2.0.0", null, null, null) { FinalLogId = "77" },
            report.Recipients[0]
        );
        Assert.Equal(
            ("delayed", "451 4.3.2 not accepting; try later", 12),
            (report.Recipients[1].Action, report.Recipients[1].DiagnosticCode, report.Recipients[1].WillRetryUntil!.Value.Hour)
        );
        Assert.Equal("550 no; really not", report.Recipients[2].DiagnosticCode);
    }

    [Theory]
    [InlineData("utf-8;j\\x{FC}rgen@b\\x{FC}cher.example", "j\u00FCrgen@b\u00FCcher.example")]
    [InlineData("utf-8;a\\x{110000}b@c.example", "a\\x{110000}b@c.example")]
    [InlineData("rfc822;a\\x{41}@c.example", "a\\x{41}@c.example")]
    [InlineData("a@c.example", "a@c.example")]
    public void An_address_outside_ASCII_is_read_in_its_ASCII_form(string field, string address) =>
        Assert.Equal(
            address,
            Read($"Reporting-MTA: dns; m\n\nFinal-Recipient: {field}\nAction: failed\nStatus: 5.1.1").Recipients[0].FinalRecipient
        );

    [Theory]
    [InlineData("rfc822; a@x.example (the man)", "a@x.example")]
    [InlineData("rfc822; The Man <a@x.example>", "a@x.example")]
    [InlineData("<a@x.example>", "a@x.example")]
    [InlineData("rfc822; \"a (b)\"@x.example", "\"a (b)\"@x.example")]
    [InlineData("x400; /S=smith/O=x/", "/S=smith/O=x/")]
    public void MUA_5_1_5_an_address_is_found_among_what_stands_with_it(string field, string address) =>
        Assert.Equal(
            address,
            Read($"Reporting-MTA: dns; x\n\nFinal-Recipient: {field}\nAction: failed\nStatus: 5.0.0").Recipients[0].FinalRecipient
        );

    [Theory]
    [InlineData("550 5.1.1", "5.1.1")]
    [InlineData("550-5.7.1 no", "5.7.1")]
    [InlineData("5.1.1 (unknown)", "5.1.1")]
    [InlineData("(4.4.1) 5.1.1", "5.1.1")]
    [InlineData("550", "550")]
    [InlineData("5.0.0.1", "5.0.0.1")] // none of RFC 3463, and not cut to one
    public void MUA_5_1_5_a_status_is_found_behind_a_reply_code(string field, string status) =>
        Assert.Equal(
            status,
            Read($"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.example\nAction: failed\nStatus: {field}")
                .Recipients[0]
                .Status
        );

    [Fact]
    public void MUA_5_1_5_a_report_a_list_put_its_footer_to_is_still_one()
    {
        const string report =
            "--b\r\n\r\nwords\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@x.example\r\nAction: failed\r\nStatus: 5.0.0\r\n--b--\r\n";
        MessageReport? Wrapped(string first, string second) =>
            MessageReader
                .Read(
                    Encoding.ASCII.GetBytes(
                        $"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n{first}--o\r\n{second}--o--\r\n"
                    ),
                    SampleMessages.Context
                )
                .Report;
        const string type = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n";
        var read = Wrapped(type + report, "\r\nfooter\r\n");
        Assert.Equal(("a@x.example", false), (read!.Recipients[0].FinalRecipient, read.IsConforming));
        Assert.Null(Wrapped("\r\nlook what came\r\n", type + report)); // somebody shows one to somebody
    }

    [Fact]
    public void Nothing_of_a_report_steers_what_it_is_shown_on()
    {
        var report = Read(
            "Reporting-MTA: dns; m\u001b[2J\n\nFinal-Recipient: rfc822;a@b.example\nAction: fai\u009bled\nStatus: 5.1.1\nDiagnostic-Code: smtp; \u202Eon\u0007"
        );
        Assert.Equal(
            ("m [2J", "fai", "on"),
            (report.ReportingMta, report.Recipients[0].Action, report.Recipients[0].DiagnosticCode)
        );
    }

    [Fact]
    public void EOS_205f_mta_an_envelope_identifier_that_came_back_as_xtext_is_known_too()
    {
        var keys = ReportKeys.Of(
            Message(
                "Original-Envelope-Id: A+2BB\nReporting-MTA: dns; m\n\nOriginal-Recipient: rfc822;a+2Bb@c.example\nFinal-Recipient: rfc822;x@d.example\nAction: failed\nStatus: 5.1.1"
            )
        )!;
        Assert.Equal(["A+2BB", "A+B"], keys.EnvelopeIds);
        Assert.Equal(["m1@hq.example"], keys.MessageIds);
        Assert.Equal(1, Assert.Single(keys.Recipients).IndexIn(["x@other.example", "a+b@C.example", "x@d.example"]));
        Assert.Equal(0, keys.Recipients[0].IndexIn(["x@D.example"]));
        Assert.Equal(-1, keys.Recipients[0].IndexIn(["X@d.example"]));
    }

    [Fact]
    public void A_report_inside_a_forwarded_message_is_no_report_here()
    {
        var report = Octets("Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.1.1");
        Assert.Null(
            MessageReader
                .Read(
                    (byte[])
                        [
                            .. "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n"u8,
                            .. report,
                            .. "\r\n--o--\r\n"u8,
                        ],
                    SampleMessages.Context
                )
                .Report
        );

        var complaint = MessageReader
            .Read(
                (byte[])
                    [
                        .. "From: a@example.org\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=o\r\n\r\n--o\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n"u8,
                        .. report,
                        .. "\r\n--o--\r\n"u8,
                    ],
                SampleMessages.Context
            )
            .Report;
        Assert.Equal(ReportKind.Feedback, complaint!.Kind);
    }

    [Theory]
    [InlineData(
        "automatic-action (x) / MDN-sent-automatically ; processed / error, x-y",
        "automatic-action/mdn-sent-automatically",
        "processed",
        true
    )]
    [InlineData("manual-action/MDN-sent-manually; denied", "manual-action/mdn-sent-manually", "denied", false)]
    [InlineData(
        "automatic-action/MDN-sent-automatically;Failed/ mailbox-terminated",
        "automatic-action/mdn-sent-automatically",
        "failed",
        false
    )]
    public void Old_and_odd_dispositions_are_understood(string field, string mode, string type, bool conforms)
    {
        var report = MessageReader
            .Read(
                Encoding.ASCII.GetBytes(
                    $"From: a@b.example\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
                        + $"Final-Recipient: rfc822;a@b.example\r\nDisposition: {field}\r\nWarning: w\r\n--b--\r\n"
                ),
                SampleMessages.Context
            )
            .Report!;
        Assert.Equal((mode, type, conforms), (report.Disposition!.Mode, report.Disposition.Type, report.IsConforming));
        Assert.Equal(["w"], report.Disposition.Errors);
    }

    private static MessageReport Read(string status) => Message(status).Report!;

    private static MessageReading Message(string status) => MessageReader.Read(Octets(status), SampleMessages.Context);

    private static byte[] Octets(string status) =>
        Encoding.UTF8.GetBytes(
            $"From: a@example.org\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nwords\n--b\nContent-Type: message/delivery-status\n\n{status}\n\n"
                + "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <m1@hq.example>\n\n--b--\n".ReplaceLineEndings("\r\n")
        );
}
