using System.Globalization;
using System.Text;
using Mmhs.Wire.Headers;

namespace Mmhs.Wire.Reports;

/// <summary>A report as a message: <c>multipart/report</c> with text, status and what is returned (RFC 6522 §3; RFC 3464 §2).</summary>
public static class DeliveryReportWriter
{
    private const int WidestDiagnostic = 900; // RFC 5322 §2.1.1: a line ends before 998 octets

    public static byte[] Write(DeliveryReport report)
    {
        var returned = report.ReturnsAll ? report.Message.Span : report.Message.Span[..HeaderLength(report.Message.Span)];
        var isEightBit = returned.ContainsAnyInRange((byte)128, (byte)255);
        // Nothing of a message begins a line with this and the report's own identifier.
        var boundary = $"=_report_{report.MessageId[..report.MessageId.IndexOf('@', StringComparison.Ordinal)]}";
        var encoding = isEightBit ? "8bit" : "7bit";

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"From: Mail delivery <postmaster@{report.ReportingHost}>\n");
        text.Append(CultureInfo.InvariantCulture, $"To: {report.To}\n");
        text.Append(CultureInfo.InvariantCulture, $"Date: {DateTimeText.Write(report.At)}\n");
        text.Append(CultureInfo.InvariantCulture, $"Message-ID: <{report.MessageId}>\n");
        text.Append(CultureInfo.InvariantCulture, $"Subject: {Subject(report)}\n");
        text.Append("Auto-Submitted: auto-replied\n"); // RFC 3834 §5
        text.Append(CultureInfo.InvariantCulture, $"MT-Priority: {report.Priority}\n");
        text.Append(Label(report.Message.Span)); // what is returned is as sensitive as what it is returned of
        text.Append("MIME-Version: 1.0\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"{boundary}\"\n"
        );
        text.Append(CultureInfo.InvariantCulture, $"Content-Transfer-Encoding: {encoding}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"--{boundary}\nContent-Type: text/plain; charset=us-ascii\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"This is {report.ReportingHost}, which had a message of yours to deliver.\n\n"
        );
        foreach (var recipient in report.Recipients)
            text.Append(CultureInfo.InvariantCulture, $"{recipient.Recipient}: {Words(recipient)}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n--{boundary}\nContent-Type: message/delivery-status\n\n");
        Status(text, report);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n--{boundary}\nContent-Type: {(report.ReturnsAll ? "message/rfc822" : "text/rfc822-headers")}\n"
        );
        text.Append(CultureInfo.InvariantCulture, $"Content-Transfer-Encoding: {encoding}\n\n");

        byte[] head = Encoding.Latin1.GetBytes(text.ToString().ReplaceLineEndings("\r\n"));
        byte[] foot = Encoding.ASCII.GetBytes($"{(returned.EndsWith("\r\n"u8) ? "" : "\r\n")}\r\n--{boundary}--\r\n");
        return [.. head, .. returned, .. foot];
    }

    private static void Status(StringBuilder text, DeliveryReport report)
    {
        // RFC 3464 §2.2, §2.3: in this order; a blank line before each recipient
        if (report.OriginalEnvelopeId is { } id)
            text.Append(CultureInfo.InvariantCulture, $"Original-Envelope-Id: {id}\n");
        text.Append(CultureInfo.InvariantCulture, $"Reporting-MTA: dns; {report.ReportingHost}\n");
        text.Append(CultureInfo.InvariantCulture, $"Arrival-Date: {DateTimeText.Write(report.ArrivedAt)}\n");
        if (report.DeliverBy is { } by)
            text.Append(CultureInfo.InvariantCulture, $"Deliver-By-Date: {DateTimeText.Write(by)}\n");
        if (report.FutureReleaseRequest is { } request)
            text.Append(CultureInfo.InvariantCulture, $"Future-Release-Request: {request}\n");
        foreach (var recipient in report.Recipients)
        {
            text.Append('\n');
            if (recipient.OriginalRecipient is { } original)
                text.Append(CultureInfo.InvariantCulture, $"Original-Recipient: {original}\n");
            text.Append(CultureInfo.InvariantCulture, $"Final-Recipient: rfc822; {recipient.Recipient}\n");
            text.Append(CultureInfo.InvariantCulture, $"Action: {Word(recipient.Action)}\n");
            text.Append(CultureInfo.InvariantCulture, $"Status: {recipient.Status}\n");
            if (recipient.RemoteHost is { } host)
                text.Append(CultureInfo.InvariantCulture, $"Remote-MTA: dns; {host}\n");
            if (recipient.Diagnostic is { } words)
                text.Append(CultureInfo.InvariantCulture, $"Diagnostic-Code: smtp; {Printable(words)}\n");
            text.Append(CultureInfo.InvariantCulture, $"Last-Attempt-Date: {DateTimeText.Write(report.At)}\n");
            if (recipient.RetriesUntil is { } until)
                text.Append(CultureInfo.InvariantCulture, $"Will-Retry-Until: {DateTimeText.Write(until)}\n");
        }
    }

    private static string Subject(DeliveryReport report) =>
        report.Recipients.Max(recipient => recipient.Action) switch
        {
            ReportAction.Delivered => "Delivery report: delivered",
            ReportAction.Relayed => "Delivery report: relayed",
            ReportAction.Delayed => "Delivery report: delayed",
            ReportAction.Failed => "Delivery report: not delivered",
        };

    private static string Word(ReportAction action) =>
        action switch
        {
            ReportAction.Delivered => "delivered",
            ReportAction.Relayed => "relayed",
            ReportAction.Delayed => "delayed",
            ReportAction.Failed => "failed",
        };

    private static string Words(RecipientReport recipient) =>
        recipient.Action switch
        {
            ReportAction.Delivered => "delivered.",
            ReportAction.Relayed => "handed on to a system that sends no delivery reports.",
            ReportAction.Delayed => "not delivered yet; we go on trying.",
            ReportAction.Failed => $"NOT delivered ({recipient.Status}).",
        };

    private static string Printable(string words) =>
        string.Concat(words.Take(WidestDiagnostic).Select(c => c is < ' ' or > '~' ? '?' : c));

    private static string Label(ReadOnlySpan<byte> message)
    {
        var header = message[..HeaderLength(message)];
        var at = 0;
        while (at < header.Length)
        {
            var end = at;
            do
            {
                var lineFeed = header[end..].IndexOf((byte)'\n');
                end = lineFeed < 0 ? header.Length : end + lineFeed + 1;
            } while (end < header.Length && header[end] is (byte)' ' or (byte)'\t');
            var field = header[at..end];
            var colon = field.IndexOf((byte)':');
            if (colon > 0 && Ascii.EqualsIgnoreCase(field[..colon].TrimEnd(" \t"u8), "SIO-Label"u8))
                return Encoding.Latin1.GetString(field).ReplaceLineEndings("\n");
            at = end;
        }
        return "";
    }

    private static int HeaderLength(ReadOnlySpan<byte> message)
    {
        var end = message.IndexOf("\r\n\r\n"u8);
        return end < 0 ? message.Length : end + 2;
    }
}
