using System.Text;
using System.Text.Json;
using Mmhs.Wire.Mime;
using Mmhs.Wire.Reports;
using Mmhs.Wire.Tests.Mime;

namespace Mmhs.Wire.Tests.Reports;

public sealed class ReportTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DeliveryReport Report = new(
        "dsn-1@mta.example", "mta.example", "j3@hq.northland.example", At, "A+B", At.AddMinutes(-5), 2,
        [
            new("j3@bde3.northland.example", "rfc822;j3@bde3.northland.example", ReportAction.Delivered, "2.0.0", null, null, null),
            new("nobody@alliance.example", null, ReportAction.Failed, "5.1.1", "mx.alliance.example", "550 5.1.1 unknown\r\nAction: delivered", null),
        ],
        "From: j3@hq.northland.example\r\nMessage-ID: <m1@hq.northland.example>\r\n\r\nthe secret body\r\n"u8.ToArray(), ReturnsAll: false);

    [Fact]
    public void EOS_205f_mta_a_report_reads_back_with_the_decoded_envelope_identifier()
    {
        var report = MessageReader.Read(DeliveryReportWriter.Write(Report), SampleMessages.Context).Report!;

        Assert.Equal(ReportKind.Dsn, report.Kind);
        Assert.Equal("A+B", report.OriginalEnvelopeId);
        Assert.Equal("m1@hq.northland.example", report.OriginalMessageId);
        Assert.Equal("mta.example", report.ReportingMta);
        Assert.Equal(At.AddMinutes(-5), report.ArrivalDate);
        Assert.Equal(new("j3@bde3.northland.example", "j3@bde3.northland.example", "delivered", "2.0.0", null, null, At), report.Recipients[0]);
        Assert.Equal(new(null, "nobody@alliance.example", "failed", "5.1.1", "550 5.1.1 unknown??Action: delivered", "mx.alliance.example", At), report.Recipients[1]);
        Assert.Equal(2, report.Recipients.Length);
    }

    [Fact]
    public void A_report_returns_the_header_and_never_the_body()
    {
        var text = Encoding.ASCII.GetString(DeliveryReportWriter.Write(Report));
        Assert.DoesNotContain("secret body", text, StringComparison.Ordinal);
        Assert.Contains("\r\nSubject: Delivery report: not delivered\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split("\r\n"), line => line.Contains('\r', StringComparison.Ordinal) || line.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void MUA_5_1_5_a_receipt_says_what_was_done()
    {
        var reading = MessageReader.Read(Encoding.ASCII.GetBytes("""
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

            """.ReplaceLineEndings("\r\n")), SampleMessages.Context);

        Assert.Equal(ReportKind.Mdn, reading.Report!.Kind);
        Assert.Equal("m1@hq.northland.example", reading.Report.OriginalMessageId);
        var disposition = reading.Report.Disposition!;
        Assert.Equal(("manual-action/mdn-sent-manually", "displayed", "COMD@bn31.example"), (disposition.Mode, disposition.Type, disposition.FinalRecipient));
        Assert.Equal(["error", "x"], disposition.Modifiers);
    }

    [Fact]
    public void MUA_5_1_5_conforming_reports_of_others_name_every_recipient_action_and_status()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Corpora.File("dsn/expected.json")));
        List<string> differences = [];
        var compared = 0;
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            var path = Path.Combine(Corpora.Root!, "dsn", entry.Name);
            if (!File.Exists(path)) continue;
            var report = MessageReader.Read(File.ReadAllBytes(path), SampleMessages.Context).Report;
            if (entry.Value.GetProperty("kind").GetString() == "not-a-report" && report is { Kind: ReportKind.Dsn }) differences.Add($"{entry.Name}: no report");
            if (!entry.Value.TryGetProperty("rfc3464_conforming", out var conforming) || conforming.ValueKind != JsonValueKind.True) continue;
            compared++;
            var wanted = entry.Value.GetProperty("recipients").EnumerateArray()
                .Select(recipient => $"{Text(recipient, "final_recipient")} {Text(recipient, "action")} {Text(recipient, "status")}").ToList();
            var found = (report?.Recipients ?? []).Select(recipient => $"{recipient.FinalRecipient} {recipient.Action} {recipient.Status}").ToList();
            if (!wanted.SequenceEqual(found, StringComparer.OrdinalIgnoreCase)) differences.Add($"{entry.Name}: wanted {string.Join(", ", wanted)}; found {string.Join(", ", found)}");
        }
        Assert.True(compared > 20, $"Only {compared} reports were compared.");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared}\n{string.Join('\n', differences)}");
    }

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Object ? value.GetProperty("value").GetString() : value.GetString();
    }
}
