using System.Text;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Tests.Mime;

namespace Mmhs.Wire.Tests.Reports;

public sealed class ReportTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DeliveryReport Report = new(
        "dsn-1@mta.example",
        "mta.example",
        "j3@hq.northland.example",
        At,
        "A+B",
        At.AddMinutes(-5),
        2,
        [
            new(
                "j3@bde3.northland.example",
                "rfc822;j3@bde3.northland.example",
                ReportAction.Delivered,
                "2.0.0",
                null,
                null,
                null
            ),
            new(
                "nobody@alliance.example",
                null,
                ReportAction.Failed,
                "5.1.1",
                "mx.alliance.example",
                "550 5.1.1 unknown\r\nAction: delivered",
                null
            ),
        ],
        "From: j3@hq.northland.example\r\nMessage-ID: <m1@hq.northland.example>\r\n\r\nthe secret body\r\n"u8.ToArray(),
        ReturnsAll: false
    );

    [Fact]
    public void EOS_205f_mta_a_report_reads_back_with_the_decoded_envelope_identifier()
    {
        var report = MessageReader.Read(DeliveryReportWriter.Write(Report), SampleMessages.Context).Report!;

        Assert.Equal(ReportKind.Dsn, report.Kind);
        Assert.Equal("A+B", report.OriginalEnvelopeId);
        Assert.Equal("m1@hq.northland.example", report.OriginalMessageId);
        Assert.Equal("mta.example", report.ReportingMta);
        Assert.Equal(At.AddMinutes(-5), report.ArrivalDate);
        Assert.Equal(
            new("j3@bde3.northland.example", "j3@bde3.northland.example", "delivered", "2.0.0", null, null, At),
            report.Recipients[0]
        );
        Assert.Equal(
            new(
                null,
                "nobody@alliance.example",
                "failed",
                "5.1.1",
                "550 5.1.1 unknown??Action: delivered",
                "mx.alliance.example",
                At
            ),
            report.Recipients[1]
        );
        Assert.Equal(2, report.Recipients.Length);
    }

    [Fact]
    public void A_report_returns_the_header_and_never_the_body()
    {
        var text = Encoding.ASCII.GetString(DeliveryReportWriter.Write(Report));
        Assert.DoesNotContain("secret body", text, StringComparison.Ordinal);
        Assert.Contains("\r\nSubject: Delivery report: not delivered\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            text.Split("\r\n"),
            line => line.Contains('\r', StringComparison.Ordinal) || line.Contains('\n', StringComparison.Ordinal)
        );
    }

    [Fact]
    public void MUA_5_1_5_a_receipt_says_what_was_done()
    {
        var reading = MessageReader.Read(
            Encoding.ASCII.GetBytes(
                """
                From: comd@bn31.example
                Content-Type: multipart/report; report-type=disposition-notification; boundary=b1

                --b1

                The message was displayed.
                --b1
                Content-Type: message/disposition-notification

                Original-Recipient: rfc822;comd@bn31.example
                Final-Recipient: rfc822;COMD@bn31.example
                Original-Message-ID: <m1@hq.northland.example>
                Disposition: manual-action/MDN-sent-manually; displayed/error,x
                --b1--

                """.ReplaceLineEndings("\r\n")
            ),
            SampleMessages.Context
        );

        Assert.Equal(ReportKind.Mdn, reading.Report!.Kind);
        Assert.Equal("m1@hq.northland.example", reading.Report.OriginalMessageId);
        var disposition = reading.Report.Disposition!;
        Assert.Equal(
            ("manual-action/mdn-sent-manually", "displayed", "COMD@bn31.example"),
            (disposition.Mode, disposition.Type, disposition.FinalRecipient)
        );
        Assert.Equal(["error", "x"], disposition.Modifiers);
    }
}
